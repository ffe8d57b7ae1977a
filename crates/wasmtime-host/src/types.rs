//! The types of the contract's lists, as wasmtime passes them.
#![expect(non_camel_case_types, reason = "spelt as in the abi crate")]

/// Address in the guest's memory.
pub type ptr = u32;
/// Number of bytes.
pub type len = u32;
/// Descriptor.
pub type fd = i32;
/// Flag word, count or result.
pub type int = i32;
/// Whole number beyond 32 bits.
pub type off64 = f64;
