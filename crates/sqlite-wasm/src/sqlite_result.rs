//! SQLite's result codes as `Result`s.

use core::ffi::c_int;

use crate::ffi::SQLITE_OK;

/// A result code or, on success, a value. `Err` never holds `SQLITE_OK`.
pub type SqliteResult<T = ()> = Result<T, c_int>;

/// Returns a result code as a `Result`.
pub fn check(code: c_int) -> SqliteResult {
    if code == SQLITE_OK { Ok(()) } else { Err(code) }
}

/// Returns the result code of a `Result`.
pub fn code(result: SqliteResult) -> c_int {
    result.err().unwrap_or(SQLITE_OK)
}
