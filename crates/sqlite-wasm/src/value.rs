//! A value as it crosses the boundary: a parameter, a column of a row, an argument or a result.

use abi::*;

use crate::layout::assert_layout;

/// One value: the `VALUE_*` record of the abi crate.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawValue {
    /// One of the `VALUE_*` types.
    pub kind: i32,
    /// Length of a text or blob in bytes.
    pub len: usize,
    /// The value itself.
    pub data: RawData,
}

/// The data of a value. `kind` says which field is valid.
#[repr(C)]
#[derive(Clone, Copy)]
pub union RawData {
    /// For `VALUE_INT32`.
    pub int32: i32,
    /// For `VALUE_INT64`.
    pub int64: i64,
    /// For `VALUE_FLOAT`.
    pub float: f64,
    /// For texts and blobs.
    pub address: *const u8,
}

assert_layout!(RawValue, VALUE_BYTES, { kind: VALUE_TYPE, len: VALUE_LEN, data: VALUE_DATA });

impl RawValue {
    /// NULL.
    pub const NULL: Self = Self { kind: VALUE_NULL, len: 0, data: RawData { int64: 0 } };

    /// A missing argument of a virtual table.
    pub const UNDEFINED: Self = Self { kind: VALUE_UNDEFINED, len: 0, data: RawData { int64: 0 } };

    /// Returns a 32-bit integer.
    pub fn int32(int32: i32) -> Self {
        Self { kind: VALUE_INT32, len: 0, data: RawData { int32 } }
    }

    /// Returns a 64-bit integer.
    pub fn int64(int64: i64) -> Self {
        Self { kind: VALUE_INT64, len: 0, data: RawData { int64 } }
    }

    /// Returns a number.
    pub fn float(float: f64) -> Self {
        Self { kind: VALUE_FLOAT, len: 0, data: RawData { float } }
    }

    /// Returns a text or blob that stays where it is, `kind` being one of `VALUE_ASCII`, `VALUE_TEXT` and `VALUE_BLOB`.
    pub fn bytes(kind: i32, address: *const u8, len: usize) -> Self {
        Self { kind, len, data: RawData { address } }
    }
}
