//! How groups of constants are declared, so that code generators can print them with their documentation.

/// A constant of the contract: name, value and documentation.
pub type Constant = (&'static str, i32, &'static str);

/// Declares groups of constants, a table of each group, and a table of all the groups.
macro_rules! constants {
    ($(#[doc = $all_doc:literal])+ $all:ident: $(
        $(#[doc = $group_doc:literal])+ $group:ident { $($(#[doc = $doc:literal])+ $name:ident = $value:expr;)+ }
    )+) => {
        $($($(#[doc = $doc])+ pub const $name: i32 = $value;)+)+
        $(
            $(#[doc = $group_doc])+
            pub const $group: &[$crate::Constant] = &[$((stringify!($name), $name, concat!($($doc),+))),+];
        )+
        $(#[doc = $all_doc])+
        pub const $all: &[&[$crate::Constant]] = &[$($group),+];
    };
}
pub(crate) use constants;
