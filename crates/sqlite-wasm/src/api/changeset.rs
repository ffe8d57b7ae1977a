//! Changesets: applying, inverting and concatenating them.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;

use abi::*;

use super::connection::Connection;
use super::pack;
use crate::ffi::*;
use crate::host::callbacks::{self, Thrown};
use crate::sqlite_result::{SqliteResult, check, code};
use crate::value::RawValue;

/// The bytes of a changeset as SQLite's functions take them. They are only read.
struct Bytes {
    start: *mut c_void,
    len: c_int,
}

impl Bytes {
    /// Returns the bytes of a blob, `None` if they are too many for SQLite.
    ///
    /// # Safety
    /// The value is a blob.
    unsafe fn of(value: &RawValue) -> Option<Self> {
        // SAFETY: the caller passes a blob, whose data is an address.
        let start = unsafe { value.data.address }.cast_mut().cast();
        Some(Self { start, len: c_int::try_from(value.len).ok()? })
    }

    /// Returns whether SQLite fails to read the changeset to its end.
    ///
    /// # Safety
    /// The memory of the blob is still valid.
    unsafe fn are_malformed(&self) -> bool {
        let mut iterator = null_mut();
        // SAFETY: the caller keeps `len` bytes valid at `start`. The iterator is finalized once, if it was made.
        unsafe {
            if sqlite3changeset_start(&mut iterator, self.len, self.start) != SQLITE_OK {
                return false;
            }
            while sqlite3changeset_next(iterator) == SQLITE_ROW {}
            sqlite3changeset_finalize(iterator) & 0xff == SQLITE_CORRUPT
        }
    }
}

/// The callbacks of an application of a changeset, by the numbers of user functions or `NO_FUNCTION`.
struct Callbacks {
    filter: i32,
    conflict: i32,
    thrown: bool,
}

impl Callbacks {
    /// Calls a user function that returns a 32-bit integer. Returns `None` if it throws.
    fn call(&mut self, number: i32, argument: RawValue) -> Option<i32> {
        let mut result = RawValue::NULL;
        match callbacks::function_call(number, &[argument], &mut result) {
            // SAFETY: for these functions, a host fills in 32-bit integers.
            Ok(()) => Some(unsafe { result.data.int32 }),
            Err(Thrown) => {
                self.thrown = true;
                None
            }
        }
    }
}

unsafe extern "C" fn x_filter(context: *mut c_void, table: *const c_char) -> c_int {
    // SAFETY: SQLite passes the context of `Connection::apply`, which nothing else uses meanwhile, and a name with a
    // NUL.
    let (callbacks, name) = unsafe { (&mut *context.cast::<Callbacks>(), pack::name(table)) };
    callbacks.call(callbacks.filter, name).unwrap_or(0)
}

unsafe extern "C" fn x_conflict(context: *mut c_void, conflict: c_int, _: *mut sqlite3_changeset_iter) -> c_int {
    // SAFETY: SQLite passes the context of `Connection::apply`, which nothing else uses meanwhile.
    let callbacks = unsafe { &mut *context.cast::<Callbacks>() };
    if callbacks.conflict == NO_FUNCTION {
        return SQLITE_CHANGESET_ABORT;
    }
    callbacks.call(callbacks.conflict, RawValue::int32(conflict)).unwrap_or(SQLITE_CHANGESET_ABORT)
}

impl Connection {
    /// Applies a changeset, as a whole or not at all; see `changeset_apply` of the abi crate. Returns a result code.
    ///
    /// # Safety
    /// The value is a blob that stays valid during the call.
    pub unsafe fn apply_changeset(&mut self, changeset: &RawValue, filter: i32, conflict: i32) -> c_int {
        // SAFETY: the caller passes a blob.
        let Some(bytes) = (unsafe { Bytes::of(changeset) }) else { return self.set_error(SQLITE_TOOBIG, None) };
        // SQLite's own savepoint is not used: SQLite would release it when a filter throws, because a filter cannot
        // fail.
        let code = self.execute(c"SAVEPOINT changeset_apply");
        if code != SQLITE_OK {
            return code;
        }
        // SAFETY: the caller keeps the blob valid.
        let mut code = unsafe { self.apply(&bytes, Callbacks { filter, conflict, thrown: false }) };
        if code == SQLITE_OK {
            code = self.execute(c"RELEASE changeset_apply");
        }
        if code != SQLITE_OK {
            code = self.roll_back(code);
        }
        self.settle_hooks(code)
    }

    /// Applies a changeset within the savepoint. Returns a result code.
    ///
    /// # Safety
    /// The memory of the blob is still valid.
    unsafe fn apply(&mut self, bytes: &Bytes, mut callbacks: Callbacks) -> c_int {
        let filter = (callbacks.filter != NO_FUNCTION).then_some(x_filter as unsafe extern "C" fn(_, _) -> _);
        let context: *mut c_void = (&raw mut callbacks).cast();
        // SAFETY: the handle is open, the caller keeps the blob valid, and the callbacks live until SQLite returns.
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

    /// Rolls back to the savepoint and restores the error that was the reason. Returns its code.
    fn roll_back(&mut self, code: c_int) -> c_int {
        // SAFETY: the handle is open. SQLite returns a text with a NUL, which is copied before the handle's next call.
        let message = unsafe { CStr::from_ptr(sqlite3_errmsg(self.db)) }.to_owned();
        self.execute(c"ROLLBACK TO changeset_apply");
        self.execute(c"RELEASE changeset_apply");
        self.set_error(code, Some(&message))
    }
}

/// Inverts a changeset. Fills `result` with memory that the host frees. Returns a result code.
///
/// # Safety
/// The value is a blob.
pub unsafe fn invert(changeset: &RawValue, result: &mut RawValue) -> c_int {
    let (mut len, mut inverse) = (0, null_mut());
    // SAFETY: the caller passes a blob. SQLite fills in the address and the length of its result.
    unsafe {
        let Some(bytes) = Bytes::of(changeset) else { return SQLITE_TOOBIG };
        let code = sqlite3changeset_invert(bytes.len, bytes.start, &mut len, &mut inverse);
        *result = RawValue::bytes(VALUE_BLOB, inverse.cast(), len as usize);
        code
    }
}

/// A group of changesets that are concatenated.
struct Group(*mut sqlite3_changegroup);

impl Group {
    fn new() -> SqliteResult<Self> {
        let mut group = null_mut();
        // SAFETY: SQLite fills in the address of the group.
        check(unsafe { sqlite3changegroup_new(&mut group) }).map(|()| Self(group))
    }

    /// Adds a changeset.
    ///
    /// # Safety
    /// The value is a blob.
    unsafe fn add(&mut self, changeset: &RawValue) -> SqliteResult {
        // SAFETY: the caller passes a blob. The group is deleted only when it is dropped.
        unsafe {
            let bytes = Bytes::of(changeset).ok_or(SQLITE_TOOBIG)?;
            check(sqlite3changegroup_add(self.0, bytes.len, bytes.start))
        }
    }

    /// Fills `result` with the whole, as memory that the host frees.
    fn output(&mut self, result: &mut RawValue) -> SqliteResult {
        let (mut len, mut joined) = (0, null_mut());
        // SAFETY: SQLite fills in the address and the length. The group is deleted only when it is dropped.
        let code = unsafe { sqlite3changegroup_output(self.0, &mut len, &mut joined) };
        *result = RawValue::bytes(VALUE_BLOB, joined.cast(), len as usize);
        check(code)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // SAFETY: `new` made the group, which is deleted only here.
        unsafe { sqlite3changegroup_delete(self.0) };
    }
}

/// Concatenates changesets. Fills `result` with memory that the host frees. Returns a result code.
///
/// # Safety
/// The values are blobs.
pub unsafe fn concat(changesets: &[RawValue], result: &mut RawValue) -> c_int {
    let joined = Group::new().and_then(|mut group| {
        for changeset in changesets {
            // SAFETY: the caller passes blobs.
            unsafe { group.add(changeset)? };
        }
        group.output(result)
    });
    code(joined)
}
