//! Results of user functions.

use abi::*;

use super::bind::free_owned;
use crate::ffi::*;
use crate::value::RawValue;

/// Sets the result of a function to a value. SQLite owns the memory of an owned value from then on and copies any
/// other.
///
/// # Safety
/// SQLite is calling the function of `context`. The value is well-formed.
pub unsafe fn set_result(context: *mut sqlite3_context, value: &RawValue) {
    // SAFETY: the caller passes the context of a running call and a well-formed value: the field that its kind names is
    // valid, and its address leads to `len` bytes.
    unsafe {
        let (len, owned) = (value.len as u64, Some(sqlite3_free as unsafe extern "C" fn(_)));
        match value.kind {
            VALUE_INT32 => sqlite3_result_int64(context, value.data.int32.into()),
            VALUE_INT64 => sqlite3_result_int64(context, value.data.int64),
            VALUE_FLOAT => sqlite3_result_double(context, value.data.float),
            VALUE_OWNED_TEXT => {
                sqlite3_result_text64(context, value.data.address.cast(), len, owned, SQLITE_UTF8 as u8);
            }
            VALUE_OWNED_BLOB if len == 0 => {
                free_owned(value);
                sqlite3_result_zeroblob(context, 0);
            }
            VALUE_OWNED_BLOB => sqlite3_result_blob64(context, value.data.address.cast(), len, owned),
            VALUE_ASCII | VALUE_TEXT if len == 0 => sqlite3_result_text(context, c"".as_ptr(), 0, None),
            VALUE_ASCII | VALUE_TEXT => {
                let (text, copied) = (value.data.address.cast(), sqlite_transient());
                sqlite3_result_text64(context, text, len, copied, SQLITE_UTF8 as u8);
            }
            VALUE_BLOB if len == 0 => {
                sqlite3_result_zeroblob(context, 0);
            }
            VALUE_BLOB => sqlite3_result_blob64(context, value.data.address.cast(), len, sqlite_transient()),
            _ => sqlite3_result_null(context),
        }
    }
}

/// Sets the result of a function to an error without a text: the host keeps what the callback threw.
///
/// # Safety
/// SQLite is calling the function of `context`.
pub unsafe fn set_thrown(context: *mut sqlite3_context) {
    // SAFETY: the caller passes the context of a running call. SQLite copies the text.
    unsafe { sqlite3_result_error(context, c"".as_ptr(), 0) };
}

/// Sets the result of a function to SQLITE_NOMEM.
///
/// # Safety
/// SQLite is calling the function of `context`.
pub unsafe fn set_out_of_memory(context: *mut sqlite3_context) {
    // SAFETY: the caller passes the context of a running call.
    unsafe { sqlite3_result_error_nomem(context) };
}
