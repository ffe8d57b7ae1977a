//! Parameters: cells that a host wrote, given to SQLite.

use core::ffi::{c_int, c_void};

use abi::*;

use crate::ffi::*;
use crate::value::RawValue;

/// How long texts and blobs that the host still owns stay where they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Until the statement is reset and its bindings are cleared.
    Execution,
    /// Until the call returns: SQLite makes copies.
    Call,
}

/// Binds parameters from 1. Memory that cells own is SQLite's from then on, also when this fails.
///
/// # Safety
/// The cells are well-formed, and what they point to lives as long as is said.
pub unsafe fn bind_all(statement: *mut sqlite3_stmt, cells: &[RawValue], lifetime: Lifetime) -> c_int {
    let destructor = if lifetime == Lifetime::Call { sqlite_transient() } else { None };
    for (index, cell) in cells.iter().enumerate() {
        // SAFETY: the caller's promise.
        let code = unsafe { bind_one(statement, index as c_int + 1, cell, destructor) };
        if code != SQLITE_OK {
            cells[index + 1..].iter().for_each(free_owned);
            return code;
        }
    }
    SQLITE_OK
}

/// # Safety
/// As for [`bind_all`].
unsafe fn bind_one(
    statement: *mut sqlite3_stmt,
    index: c_int,
    cell: &RawValue,
    borrowed: sqlite3_destructor_type,
) -> c_int {
    // SAFETY: the caller's promise; the union is read as the type says.
    unsafe {
        let owned: sqlite3_destructor_type = Some(sqlite3_free);
        let text = |destructor| {
            let text = cell.data.address.cast();
            sqlite3_bind_text64(statement, index, text, cell.len as u64, destructor, SQLITE_UTF8 as u8)
        };
        let blob = |destructor| {
            let blob = cell.data.address.cast::<c_void>();
            sqlite3_bind_blob64(statement, index, blob, cell.len as u64, destructor)
        };
        match cell.kind {
            VALUE_INT32 => sqlite3_bind_int64(statement, index, cell.data.int32.into()),
            VALUE_FLOAT => sqlite3_bind_double(statement, index, cell.data.float),
            VALUE_INT64 => sqlite3_bind_int64(statement, index, cell.data.int64),
            VALUE_ASCII | VALUE_TEXT => text(borrowed),
            VALUE_OWNED_TEXT => text(owned),
            // SQLite takes a blob without an address for NULL, so an empty one has some address.
            VALUE_BLOB if cell.len == 0 => sqlite3_bind_blob64(statement, index, c"".as_ptr().cast(), 0, None),
            VALUE_BLOB => blob(borrowed),
            VALUE_OWNED_BLOB => blob(owned),
            _ => sqlite3_bind_null(statement, index),
        }
    }
}

/// Frees what a cell owns.
pub fn free_owned(cell: &RawValue) {
    if matches!(cell.kind, VALUE_OWNED_TEXT | VALUE_OWNED_BLOB) {
        // SAFETY: such a cell holds the address of a block of SQLite's allocator that nobody else frees.
        unsafe { sqlite3_free(cell.data.address.cast_mut().cast()) };
    }
}
