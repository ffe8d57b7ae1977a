//! Compares records of the guest with the layout that the abi crate declares.

/// Asserts at compile time that the fields of a structure have the declared offsets and the structure the declared
/// size.
macro_rules! assert_layout {
    ($structure:ty, $size:ident, { $($field:ident: $offset:ident),+ $(,)? }) => {
        $(const _: () = assert!(core::mem::offset_of!($structure, $field) == abi::$offset as usize);)+
        const _: () = assert!(core::mem::size_of::<$structure>() == abi::$size as usize);
    };
}
pub(crate) use assert_layout;
