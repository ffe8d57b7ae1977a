//! Changesets: applying, inverting, joining.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;

use abi::*;

use super::connection::Connection;
use crate::ffi::*;
use crate::host::callbacks::{self, Thrown};
use crate::sqlite_result::{SqliteResult, check, code};
use crate::value::RawValue;

/// The bytes of a changeset as SQLite takes them; it does not write to them.
struct Bytes {
    start: *mut c_void,
    len: c_int,
}

impl Bytes {
    /// `None` when they are more than SQLite takes.
    ///
    /// # Safety
    /// The cell is a blob.
    unsafe fn of(cell: &RawValue) -> Option<Self> {
        // SAFETY: the caller's promise.
        let start = unsafe { cell.data.address }.cast_mut().cast();
        Some(Self { start, len: c_int::try_from(cell.len).ok()? })
    }

    /// Whether SQLite cannot read them to the end.
    ///
    /// # Safety
    /// They are still there.
    unsafe fn are_malformed(&self) -> bool {
        let mut iterator = null_mut();
        // SAFETY: the caller's promise.
        unsafe {
            if sqlite3changeset_start(&mut iterator, self.len, self.start) != SQLITE_OK {
                return false;
            }
            while sqlite3changeset_next(iterator) == SQLITE_ROW {}
            sqlite3changeset_finalize(iterator) & 0xff == SQLITE_CORRUPT
        }
    }
}

/// What the application wants to be asked while a changeset is applied: numbers of functions, below zero for none.
struct Callbacks {
    filter: i32,
    conflict: i32,
    thrown: bool,
}

impl Callbacks {
    /// Gives what the application answers; `None` when it threw something.
    fn ask(&mut self, function: i32, argument: RawValue) -> Option<i32> {
        let mut result = RawValue::NULL;
        let answer = callbacks::function_call(function, &[argument], &mut result);
        self.thrown |= answer.is_err();
        match answer {
            // SAFETY: the host gives 32-bit integers here.
            Ok(()) => Some(unsafe { result.data.int32 }),
            Err(Thrown) => None,
        }
    }
}

// SAFETY, for both functions below: SQLite passes the context that `apply` has given it.

unsafe extern "C" fn x_filter(context: *mut c_void, table: *const c_char) -> c_int {
    // SAFETY: see above; the name is NUL-terminated.
    let (callbacks, name) = unsafe { (&mut *context.cast::<Callbacks>(), CStr::from_ptr(table)) };
    callbacks.ask(callbacks.filter, RawValue::bytes(VALUE_TEXT, name.as_ptr().cast(), name.count_bytes())).unwrap_or(0)
}

unsafe extern "C" fn x_conflict(context: *mut c_void, conflict: c_int, _: *mut sqlite3_changeset_iter) -> c_int {
    // SAFETY: see above.
    let callbacks = unsafe { &mut *context.cast::<Callbacks>() };
    if callbacks.conflict < 0 {
        return SQLITE_CHANGESET_ABORT;
    }
    let argument = RawValue::int32(conflict);
    callbacks.ask(callbacks.conflict, argument).unwrap_or(SQLITE_CHANGESET_ABORT)
}

impl Connection {
    /// Applies a changeset, whole or not at all; see `apply_changeset` of the abi crate.
    ///
    /// # Safety
    /// The cell is a blob, and the connection runs nothing that writes.
    pub unsafe fn apply_changeset(&mut self, changeset: &RawValue, filter: i32, conflict: i32) -> c_int {
        // SAFETY: the caller's promise.
        let Some(bytes) = (unsafe { Bytes::of(changeset) }) else { return self.set_error(SQLITE_TOOBIG, None) };
        // Not SQLite's own savepoint: it would be kept when a filter throws, of which SQLite is not told.
        let code = self.execute(c"SAVEPOINT changeset_apply");
        if code != SQLITE_OK {
            return code;
        }
        // SAFETY: the caller's promise.
        let mut code = unsafe { self.apply(&bytes, Callbacks { filter, conflict, thrown: false }) };
        if code == SQLITE_OK {
            code = self.execute(c"RELEASE changeset_apply");
        }
        if code == SQLITE_OK { code } else { self.take_back(code) }
    }

    /// # Safety
    /// The bytes are still there, and the connection runs nothing that writes.
    unsafe fn apply(&mut self, bytes: &Bytes, mut callbacks: Callbacks) -> c_int {
        let filter = (callbacks.filter >= 0).then_some(x_filter as unsafe extern "C" fn(_, _) -> _);
        let context: *mut c_void = (&raw mut callbacks).cast();
        // SAFETY: the caller's promise; the callbacks live until SQLite returns.
        unsafe {
            let code = sqlite3changeset_apply_v2(
                self.db,
                bytes.len,
                bytes.start,
                filter,
                Some(x_conflict),
                context,
                null_mut(),
                null_mut(),
                SQLITE_CHANGESETAPPLY_NOSAVEPOINT,
            );
            if code & 0xff == SQLITE_CORRUPT && bytes.are_malformed() {
                return self.set_error(code, Some(c"the changeset is malformed"));
            }
            if code == SQLITE_OK && callbacks.thrown { SQLITE_ABORT } else { code }
        }
    }

    /// Takes back what was applied. The error stays the one that it was.
    fn take_back(&mut self, code: c_int) -> c_int {
        // SAFETY: SQLite gives a NUL-terminated text, of which this is a copy.
        let message = unsafe { CStr::from_ptr(sqlite3_errmsg(self.db)) }.to_owned();
        self.execute(c"ROLLBACK TO changeset_apply");
        self.execute(c"RELEASE changeset_apply");
        self.set_error(code, Some(&message))
    }

    fn execute(&mut self, sql: &CStr) -> c_int {
        // SAFETY: the handle is open.
        unsafe { sqlite3_exec(self.db, sql.as_ptr(), None, null_mut(), null_mut()) }
    }
}

/// Puts memory of SQLite's into a cell, for the host to free.
fn hand_over(bytes: *mut c_void, len: c_int, result: &mut RawValue) {
    *result = RawValue::bytes(VALUE_BLOB, bytes.cast(), len as usize);
}

/// Inverts a changeset.
///
/// # Safety
/// The cell is a blob.
pub unsafe fn invert(changeset: &RawValue, result: &mut RawValue) -> c_int {
    let (mut len, mut inverse) = (0, null_mut());
    // SAFETY: the caller's promise.
    unsafe {
        let Some(bytes) = Bytes::of(changeset) else { return SQLITE_TOOBIG };
        let code = sqlite3changeset_invert(bytes.len, bytes.start, &mut len, &mut inverse);
        hand_over(inverse, len, result);
        code
    }
}

/// Changesets that become one.
struct Group(*mut sqlite3_changegroup);

impl Group {
    fn new() -> SqliteResult<Self> {
        let mut group = null_mut();
        // SAFETY: SQLite fills the pointer.
        check(unsafe { sqlite3changegroup_new(&mut group) }).map(|()| Self(group))
    }

    /// # Safety
    /// The cell is a blob.
    unsafe fn add(&mut self, changeset: &RawValue) -> SqliteResult {
        // SAFETY: the caller's promise.
        unsafe {
            let bytes = Bytes::of(changeset).ok_or(SQLITE_TOOBIG)?;
            check(sqlite3changegroup_add(self.0, bytes.len, bytes.start))
        }
    }

    fn output(&mut self, result: &mut RawValue) -> SqliteResult {
        let (mut len, mut joined) = (0, null_mut());
        // SAFETY: SQLite fills both.
        let code = unsafe { sqlite3changegroup_output(self.0, &mut len, &mut joined) };
        hand_over(joined, len, result);
        check(code)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // SAFETY: it is deleted once.
        unsafe { sqlite3changegroup_delete(self.0) };
    }
}

/// Makes one changeset of several.
///
/// # Safety
/// The cells are blobs.
pub unsafe fn concat(changesets: &[RawValue], result: &mut RawValue) -> c_int {
    let joined = Group::new().and_then(|mut group| {
        for changeset in changesets {
            // SAFETY: the caller's promise.
            unsafe { group.add(changeset)? };
        }
        group.output(result)
    });
    code(joined)
}
