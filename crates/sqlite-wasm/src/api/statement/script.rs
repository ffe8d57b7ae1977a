//! Executing a text of several statements.

use core::ffi::c_int;

use abi::*;

use super::Statement;
use super::blank::is_blank;
use super::prepare;
use crate::api::connection::Connection;
use crate::ffi::*;
use crate::host;

/// Executes the statements of a text one by one and drops their rows; see `db_exec` of the abi crate. Returns the
/// result code of the first statement that fails.
///
/// # Safety
/// `connection` is open and has no other reference. `sql` points to `len` bytes followed by a NUL.
pub unsafe fn execute(connection: *mut Connection, sql: *const u8, len: usize) -> c_int {
    // SAFETY: the caller passes an open connection and a text with a NUL, which `len` bytes precede. What is prepared
    // is the text from `at` on, and SQLite's tail, which becomes `at`, lies in it. A prepared statement is live until
    // it is finalized.
    unsafe {
        let end = sql.add(len);
        let mut at = sql;
        while !is_blank(at) {
            let statement = prepare(connection, at, end.offset_from(at) as usize, PREPARE_SCRIPT);
            if statement.is_null() {
                let code = (*connection).results.code;
                return if code == NO_STATEMENT { SQLITE_OK } else { code };
            }
            at = (*connection).results.text;
            let code = (*statement).drain();
            Statement::finalize(statement);
            // The next statement may compute for long without a host call.
            host::make_waiting_unlock();
            if code != SQLITE_OK {
                return code;
            }
        }
    }
    SQLITE_OK
}
