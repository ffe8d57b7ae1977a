//! SQLite's values as cells, and cells as results: what functions of the application take and give.

use core::ffi::c_int;

use abi::*;

use super::bind::free_owned;
use super::rows::{Unpacked, pack};
use crate::ffi::*;
use crate::value::RawValue;

/// Describes a value; a text or blob stays SQLite's own.
///
/// # Safety
/// `value` is one of SQLite's that lives as long as the cell is used.
pub unsafe fn describe(value: *mut sqlite3_value, safe_integers: bool) -> Result<RawValue, Unpacked> {
    let mut cell = RawValue::NULL;
    // SAFETY: the caller's promise.
    unsafe { pack(value, &mut cell, safe_integers)? };
    Ok(cell)
}

/// Describes the arguments of a function.
///
/// # Safety
/// `values` points to `count` values that live as long as the cells are used.
pub unsafe fn describe_all(
    values: *mut *mut sqlite3_value,
    count: c_int,
    safe: bool,
) -> Result<Vec<RawValue>, Unpacked> {
    // SAFETY: the caller's promise.
    (0..count as usize).map(|index| unsafe { describe(*values.add(index), safe) }).collect()
}

/// Makes a cell the result of a function. Memory that it owns is SQLite's from then on; of anything else a copy is made.
///
/// # Safety
/// `context` is that of a function that SQLite is calling, and the cell is one that a host has filled.
pub unsafe fn give(context: *mut sqlite3_context, cell: &RawValue) {
    // SAFETY: the caller's promise; the union is read as the type says.
    unsafe {
        let (len, owned) = (cell.len as u64, Some(sqlite3_free as unsafe extern "C" fn(_)));
        match cell.kind {
            VALUE_INT32 => sqlite3_result_int64(context, cell.data.int32.into()),
            VALUE_INT64 => sqlite3_result_int64(context, cell.data.int64),
            VALUE_FLOAT => sqlite3_result_double(context, cell.data.float),
            VALUE_OWNED_TEXT => {
                sqlite3_result_text64(context, cell.data.address.cast(), len, owned, SQLITE_UTF8 as u8);
            }
            VALUE_OWNED_BLOB if len == 0 => {
                free_owned(cell);
                sqlite3_result_zeroblob(context, 0);
            }
            VALUE_OWNED_BLOB => sqlite3_result_blob64(context, cell.data.address.cast(), len, owned),
            VALUE_ASCII | VALUE_TEXT if len == 0 => sqlite3_result_text(context, c"".as_ptr(), 0, None),
            VALUE_ASCII | VALUE_TEXT => {
                let (text, copied) = (cell.data.address.cast(), sqlite_transient());
                sqlite3_result_text64(context, text, len, copied, SQLITE_UTF8 as u8);
            }
            VALUE_BLOB if len == 0 => {
                sqlite3_result_zeroblob(context, 0);
            }
            VALUE_BLOB => sqlite3_result_blob64(context, cell.data.address.cast(), len, sqlite_transient()),
            _ => sqlite3_result_null(context),
        }
    }
}

/// Makes a failure the result of a function: the host keeps what was thrown, SQLite only learns that it was.
///
/// # Safety
/// `context` is that of a function that SQLite is calling.
pub unsafe fn give_thrown(context: *mut sqlite3_context) {
    // SAFETY: the caller's promise; SQLite copies the text.
    unsafe { sqlite3_result_error(context, c"".as_ptr(), 0) };
}

/// Makes the want of memory the result of a function.
///
/// # Safety
/// `context` is that of a function that SQLite is calling.
pub unsafe fn give_out_of_memory(context: *mut sqlite3_context) {
    // SAFETY: the caller's promise.
    unsafe { sqlite3_result_error_nomem(context) };
}
