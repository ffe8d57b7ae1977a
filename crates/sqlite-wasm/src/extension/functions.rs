//! The C functions that the guest offers to extensions.

use core::ptr::null_mut;

use crate::ffi::{sqlite3_malloc64, sqlite3_realloc64};

/// Types of C, spelt as in the abi crate.
#[expect(non_camel_case_types, reason = "spelt as in the abi crate")]
mod types {
    pub type ptr = *mut u8;
    pub type len = usize;
    pub type int = i32;
    pub type double = f64;
}

/// Expands the list to a function that finds their indices in the table of functions.
macro_rules! offer {
    ($(fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        mod c {
            use super::types::*;
            unsafe extern "C" {
                $(pub fn $name($($param: $kind),*) $(-> $result)?;)+
            }
        }

        /// Returns the index of a function in the table, `None` unless it is offered.
        pub fn index(name: &str) -> Option<u32> {
            match name {
                $(stringify!($name) => Some(c::$name as *const () as u32),)+
                _ => None,
            }
        }
    };
}
abi::for_each_extension_function!(offer);

#[unsafe(no_mangle)]
extern "C" fn malloc(size: usize) -> *mut u8 {
    // SAFETY: any size may be requested.
    unsafe { sqlite3_malloc64(size.max(1) as u64).cast() }
}

#[unsafe(no_mangle)]
extern "C" fn calloc(count: usize, size: usize) -> *mut u8 {
    let Some(bytes) = count.checked_mul(size) else { return null_mut() };
    let block = malloc(bytes);
    if !block.is_null() {
        // SAFETY: the block has that size.
        unsafe { block.write_bytes(0, bytes) };
    }
    block
}

/// # Safety
/// `block` is null or memory of `malloc`.
#[unsafe(no_mangle)]
unsafe extern "C" fn realloc(block: *mut u8, size: usize) -> *mut u8 {
    // SAFETY: the caller passes null or memory of SQLite's allocator.
    unsafe { sqlite3_realloc64(block.cast(), size.max(1) as u64).cast() }
}
