//! The message for a failure of the VFS where SQLite's general text says too little. SQLite has no place for it.

use core::ffi::{CStr, c_int};
use std::ffi::CString;

use crate::memory::global::Global;

struct Detail {
    code: c_int,
    database: CString,
    message: &'static CStr,
}

static LAST: Global<Option<Detail>> = Global::new(None);

/// Stores the message for a code. `database` is the name by which SQLite knows the main database.
pub fn set(code: c_int, database: &CStr, message: &'static CStr) {
    LAST.with(|last| *last = Some(Detail { code, database: database.to_owned(), message }));
}

/// Takes the message for a failure of a database with a code. A failure to open passes no database, because it has no
/// name yet. A message that does not match is dropped: SQLite swallowed the error that it belonged to.
pub fn take(code: c_int, database: Option<&CStr>) -> Option<&'static CStr> {
    let detail = LAST.with(Option::take)?;
    let matches = detail.code == code && database.is_none_or(|name| name == detail.database.as_c_str());
    matches.then_some(detail.message)
}
