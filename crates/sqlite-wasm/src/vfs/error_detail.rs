//! The message for a failure of the VFS where SQLite's general text says too little. SQLite has no place for it.

use core::ffi::{CStr, c_int};
use std::borrow::Cow;
use std::ffi::CString;

use crate::memory::global::Global;

/// A message that ends in its only NUL.
pub type Message = Cow<'static, CStr>;

struct Detail {
    code: c_int,
    database: CString,
    message: Message,
}

static LAST: Global<Option<Detail>> = Global::new(None);

/// Stores the message for a code. `database` is the name by which SQLite knows the main database.
pub fn set(code: c_int, database: &CStr, message: impl Into<Message>) {
    let detail = Detail { code, database: database.to_owned(), message: message.into() };
    LAST.with(|last| *last = Some(detail));
}

/// Drops the message of an earlier failure.
pub fn clear() {
    LAST.with(|last| *last = None);
}

/// Takes the message for a failure of a database with a code. A failure to open passes no database, because it has no
/// name yet. A message that does not match is dropped: SQLite swallowed the error that it belonged to.
pub fn take(code: c_int, database: Option<&CStr>) -> Option<Message> {
    let detail = LAST.with(Option::take)?;
    let matches = detail.code == code && database.is_none_or(|name| name == detail.database.as_c_str());
    matches.then_some(detail.message)
}
