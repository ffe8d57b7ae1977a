//! The description of one function of the contract, for code generators, hosts and tests.

/// Meaning of a number. The names are those that the lists of host calls and exports use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(non_camel_case_types, reason = "spelt as in the lists, where they stand for types")]
pub enum ValueType {
    /// Address in the guest's linear memory, unsigned.
    ptr,
    /// Number of bytes, unsigned.
    len,
    /// Open file of the host.
    fd,
    /// Signed integer: a flag word, a count or a result.
    int,
    /// Whole number beyond 32 bits (file offset or size, seconds, microseconds), exact up to 2^53.
    off64,
}

impl ValueType {
    /// Returns the WebAssembly type that carries the number.
    #[must_use]
    pub const fn wasm(self) -> &'static str {
        match self {
            Self::off64 => "f64",
            Self::ptr | Self::len | Self::fd | Self::int => "i32",
        }
    }
}

/// A named parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Name, as declared.
    pub name: &'static str,
    /// Meaning of the number.
    pub kind: ValueType,
}

/// One imported or exported function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Name in the WebAssembly module.
    pub name: &'static str,
    /// Lines of its documentation.
    pub doc: &'static [&'static str],
    /// Parameters in order.
    pub params: &'static [Param],
    /// Result, if it has one.
    pub result: Option<ValueType>,
}

/// Expands a list of declarations to a table of [`Signature`]s.
macro_rules! signature_table {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        &[$($crate::Signature {
            name: stringify!($name),
            doc: &[$($doc),+],
            params: &[$($crate::Param { name: stringify!($param), kind: $crate::ValueType::$kind }),*],
            result: signature_table!(@result $($result)?),
        }),+]
    };
    (@result) => { None };
    (@result $result:ident) => { Some($crate::ValueType::$result) };
}
pub(crate) use signature_table;
