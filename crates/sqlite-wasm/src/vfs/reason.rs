//! Why a call of the VFS failed, where SQLite's text for the code says too little. SQLite has no place for it.

use core::ffi::{CStr, c_int};
use std::ffi::CString;

use crate::memory::global::Global;

struct Reason {
    code: c_int,
    database: CString,
    text: &'static CStr,
}

static LAST: Global<Option<Reason>> = Global::new(None);

/// Notes a reason for a code; `database` is the name that SQLite knows the main database by.
pub fn set(code: c_int, database: &CStr, text: &'static CStr) {
    LAST.with(|last| *last = Some(Reason { code, database: database.to_owned(), text }));
}

/// Takes the reason for a failure with a code. A failure to open has no database yet. Any other reason is forgotten: it
/// was for a failure that SQLite did not pass on.
pub fn take(code: c_int, database: Option<&CStr>) -> Option<&'static CStr> {
    let reason = LAST.with(Option::take)?;
    let fits = reason.code == code && database.is_none_or(|name| name == reason.database.as_c_str());
    fits.then_some(reason.text)
}
