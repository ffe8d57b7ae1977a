//! Binding the values that a host wrote to the parameters of a statement.

use core::ffi::{c_int, c_void};

use abi::*;

use crate::ffi::*;
use crate::value::RawValue;

/// How long borrowed texts and blobs stay where they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Until the statement is reset and its bindings are cleared.
    Execution,
    /// Until the call returns: SQLite copies them.
    Call,
}

/// Binds values to the parameters from 1. Returns a result code. SQLite owns what owned values point to from then on,
/// also after a failure.
///
/// # Safety
/// `statement` is a live statement. The values are well-formed, and borrowed texts and blobs stay as long as `lifetime`
/// says.
pub unsafe fn bind_all(statement: *mut sqlite3_stmt, values: &[RawValue], lifetime: Lifetime) -> c_int {
    let destructor = if lifetime == Lifetime::Call { sqlite_transient() } else { None };
    for (index, value) in values.iter().enumerate() {
        // SAFETY: the caller passes a live statement and a well-formed value, whose borrowed bytes outlive the binding
        // or are copied.
        let code = unsafe { bind_one(statement, index as c_int + 1, value, destructor) };
        if code != SQLITE_OK {
            // SAFETY: the values after the failed one were not passed to SQLite.
            values[index + 1..].iter().for_each(|value| unsafe { free_owned(value) });
            return code;
        }
    }
    SQLITE_OK
}

/// Binds one value. `borrowed` is the destructor of borrowed texts and blobs.
///
/// # Safety
/// As for [`bind_all`].
unsafe fn bind_one(
    statement: *mut sqlite3_stmt,
    index: c_int,
    value: &RawValue,
    borrowed: sqlite3_destructor_type,
) -> c_int {
    // SAFETY: the caller passes a live statement and a well-formed value: the field that its kind names is valid, and
    // its address leads to `len` bytes.
    unsafe {
        let owned: sqlite3_destructor_type = Some(sqlite3_free);
        let text = |destructor| {
            let text = value.data.address.cast();
            sqlite3_bind_text64(statement, index, text, value.len as u64, destructor, SQLITE_UTF8 as u8)
        };
        let blob = |destructor| {
            let blob = value.data.address.cast::<c_void>();
            sqlite3_bind_blob64(statement, index, blob, value.len as u64, destructor)
        };
        match value.kind {
            VALUE_INT32 => sqlite3_bind_int64(statement, index, value.data.int32.into()),
            VALUE_FLOAT => sqlite3_bind_double(statement, index, value.data.float),
            VALUE_INT64 => sqlite3_bind_int64(statement, index, value.data.int64),
            VALUE_ASCII | VALUE_TEXT => text(borrowed),
            VALUE_OWNED_TEXT => text(owned),
            // SQLite takes a blob at address 0 for NULL, so an empty one gets another address.
            VALUE_BLOB if value.len == 0 => sqlite3_bind_blob64(statement, index, c"".as_ptr().cast(), 0, None),
            VALUE_BLOB => blob(borrowed),
            VALUE_OWNED_BLOB => blob(owned),
            _ => sqlite3_bind_null(statement, index),
        }
    }
}

/// Frees the memory of an owned value.
///
/// # Safety
/// The value was not passed to SQLite, which would free it, too, and is not used again.
pub unsafe fn free_owned(value: &RawValue) {
    if matches!(value.kind, VALUE_OWNED_TEXT | VALUE_OWNED_BLOB) {
        // SAFETY: an owned value holds the address of a block of `alloc`, which still belongs to the caller.
        unsafe { sqlite3_free(value.data.address.cast_mut().cast()) };
    }
}
