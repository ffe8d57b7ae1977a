//! The methods of the VFS by which SQLite loads extensions.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::mem::{replace, take};
use core::ptr::null_mut;
use std::borrow::Cow;
use std::ffi::CString;

use super::find;
use super::library::Library;
use crate::ffi::sqlite3_vfs;
use crate::memory::global::Global;
use crate::vfs::system::System;

/// Why the last file was refused, as a whole sentence.
static REASON: Global<Option<String>> = Global::new(None);

/// The extensions whose entry points failed while SQLite loads one.
static FAILED: Global<Vec<Library>> = Global::new(Vec::new());

/// Whether an extension is just being loaded.
static LOADING: Global<bool> = Global::new(false);

/// Returns a path as SQLite has to get it. SQLite names an entry point after what follows the last slash, so on Windows
/// a backslash becomes one, unless Windows would take it for a part of a name.
pub fn path_for_sqlite(path: &CStr) -> Cow<'_, CStr> {
    let bytes = path.to_bytes();
    if System::current() != System::Windows || bytes.starts_with(br"\\?\") {
        return path.into();
    }
    let slashes = bytes.iter().map(|&byte| if byte == b'\\' { b'/' } else { byte }).collect::<Vec<_>>();
    CString::new(slashes).map_or(path.into(), Cow::from)
}

/// What loading an extension led to, beside SQLite's result code and message.
pub struct Outcome {
    /// Why the file was refused, if it was.
    pub reason: Option<String>,
    /// Extensions that are not to be released before the connection is closed: their entry points failed, but may have
    /// registered functions.
    pub failed: Vec<Library>,
}

/// Calls `load`, in which SQLite loads an extension. Returns its result, too. Callbacks in it may load others.
pub fn while_loading<R>(load: impl FnOnce() -> R) -> (R, Outcome) {
    REASON.with(|reason| *reason = None);
    let outer_loading = LOADING.with(|loading| replace(loading, true));
    let outer_failed = FAILED.with(take);
    let result = load();
    LOADING.with(|loading| *loading = outer_loading);
    let failed = FAILED.with(|failed| replace(failed, outer_failed));
    (result, Outcome { reason: REASON.with(Option::take), failed })
}

/// The type of a symbol, which SQLite converts to that of an entry point.
pub type Symbol = unsafe extern "C" fn(*mut sqlite3_vfs, *mut c_void, *const c_char);

/// Loads an extension. Returns its [`Library`], null after a failure.
///
/// # Safety
/// `name` ends in a NUL.
pub unsafe extern "C" fn x_dl_open(_: *mut sqlite3_vfs, name: *const c_char) -> *mut c_void {
    // SAFETY: SQLite passes a name with a NUL.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    match find::read(name).and_then(|content| Library::load(&content)) {
        Ok(library) => Box::into_raw(Box::new(library)).cast(),
        Err(refusal) => {
            let reason = format!("the shared library {} {}", String::from_utf8_lossy(name), refusal.0);
            REASON.with(|last| *last = Some(reason));
            null_mut()
        }
    }
}

/// Leaves SQLite's message: [`Outcome`] has the better one, for which SQLite's buffer is too small.
///
/// # Safety
/// Nothing is accessed.
pub unsafe extern "C" fn x_dl_error(_: *mut sqlite3_vfs, _capacity: c_int, _into: *mut c_char) {}

/// Returns an entry point, `None` if the library has none of that name.
///
/// # Safety
/// `library` came from [`x_dl_open`] and is not closed. `name` ends in a NUL.
pub unsafe extern "C" fn x_dl_sym(_: *mut sqlite3_vfs, library: *mut c_void, name: *const c_char) -> Option<Symbol> {
    // SAFETY: SQLite passes a library of `x_dl_open` that it has not closed, and a name with a NUL.
    let (library, name) = unsafe { (&mut *library.cast::<Library>(), CStr::from_ptr(name)) };
    let address = library.entry_point(name.to_str().ok()?)?;
    // SAFETY: the address is the index of an element of the table that refers to a function. SQLite calls it by the
    // type of an entry point, which it has.
    Some(unsafe { core::mem::transmute::<*mut c_void, Symbol>(address.as_ptr()) })
}

/// Releases an extension, unless its entry point was called and has failed: then the connection keeps it.
///
/// # Safety
/// `library` came from [`x_dl_open`] and is not used again.
pub unsafe extern "C" fn x_dl_close(_: *mut sqlite3_vfs, library: *mut c_void) {
    // SAFETY: SQLite passes a library of `x_dl_open`, once.
    let library = unsafe { Box::from_raw(library.cast::<Library>()) };
    if library.is_entered && LOADING.with(|loading| *loading) {
        FAILED.with(|failed| failed.push(*library));
    }
}
