//! An open database: SQLite's handle, and the record through which a host reads results.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;

use super::sessions::Session;
use super::statement::Statement;
use crate::ffi::*;
use crate::layout::assert_layout;
use crate::vfs::{given, reason};

/// The record that a host reads: see `RESULT_*` of the abi crate.
#[repr(C)]
pub struct Results {
    pub code: i32,
    pub count: i32,
    pub columns: i32,
    pub state: i32,
    pub changes: i32,
    pub rows: *mut u8,
    pub rowid: f64,
    pub rowid64: i64,
    pub text: *const u8,
    pub text_len: usize,
    pub params: *mut u8,
    pub params_len: usize,
}

assert_layout!(Results, RESULT_BYTES, {
    code: RESULT_CODE,
    count: RESULT_COUNT,
    columns: RESULT_COLUMNS,
    state: RESULT_STATE,
    changes: RESULT_CHANGES,
    rows: RESULT_ROWS,
    rowid: RESULT_ROWID,
    rowid64: RESULT_ROWID64,
    text: RESULT_TEXT,
    text_len: RESULT_TEXT_LEN,
    params: RESULT_PARAMS,
    params_len: RESULT_PARAMS_LEN
});

/// Size of the rows area in bytes.
pub const ROWS_LEN: usize = abi::ROWS_AREA_BYTES as usize;

/// Size of the parameter area in bytes.
const PARAMS_LEN: usize = abi::PARAMETER_AREA_BYTES as usize;

/// An open database. Its address is what hosts know it by, so the record comes first.
#[repr(C)]
pub struct Connection {
    /// What the last call gave.
    pub results: Results,
    /// SQLite's handle; null when there was no memory for one.
    pub db: *mut sqlite3,
    /// The most recently prepared of its statements; each knows the next.
    pub statements: *mut Statement,
    /// The most recently opened of its sessions; each knows the next.
    pub sessions: *mut Session,
}

/// Opens a database. Null when out of memory.
pub fn open(path: &[u8], flags: c_int, timeout: c_int) -> *mut Connection {
    let (Some(name), Some(mut connection)) = (terminated(path), Connection::new()) else { return null_mut() };
    // SAFETY: the name is NUL-terminated.
    connection.results.code = unsafe { open_handle(&mut connection.db, name.as_ptr(), flags, timeout) };
    Box::into_raw(connection)
}

/// Opens the database behind two descriptors of the application. Null when out of memory.
pub fn open_fds(database: c_int, journal: c_int, flags: c_int, timeout: c_int) -> *mut Connection {
    let Some(mut connection) = Connection::new() else { return null_mut() };
    connection.results.code = match given::offer(database, journal, flags & SQLITE_OPEN_READONLY != 0) {
        // SAFETY: the name is NUL-terminated.
        Ok(name) => unsafe { open_handle(&mut connection.db, name.as_ptr().cast(), flags, timeout) },
        Err(text) => {
            reason::set(SQLITE_MISUSE, c"", text);
            SQLITE_MISUSE
        }
    };
    given::withdraw();
    Box::into_raw(connection)
}

/// A copy that ends in a NUL; `None` when out of memory.
fn terminated(text: &[u8]) -> Option<Vec<u8>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(text.len() + 1).ok()?;
    copy.extend_from_slice(text);
    copy.push(0);
    Some(copy)
}

/// # Safety
/// `name` is NUL-terminated.
unsafe fn open_handle(db: &mut *mut sqlite3, name: *const u8, flags: c_int, timeout: c_int) -> c_int {
    // SAFETY: the caller's promise; the settings are made on an open handle.
    unsafe {
        let code = sqlite3_open_v2(name.cast(), db, flags, core::ptr::null());
        if code != SQLITE_OK {
            return if db.is_null() { code } else { sqlite3_extended_errcode(*db) };
        }
        sqlite3_extended_result_codes(*db, 1);
        sqlite3_busy_timeout(*db, timeout);
        sqlite3_limit(*db, SQLITE_LIMIT_LENGTH, abi::MAX_LENGTH);
        sqlite3_limit(*db, SQLITE_LIMIT_SQL_LENGTH, abi::MAX_LENGTH);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, null_mut::<c_int>());
        sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, null_mut::<c_int>());
    }
    SQLITE_OK
}

impl Connection {
    /// A connection that is not open; `None` when out of memory.
    fn new() -> Option<Box<Self>> {
        // SAFETY: the sizes are not zero; a null result is looked at. The areas hold no values yet.
        let (rows, params) = unsafe { (sqlite3_malloc64(ROWS_LEN as u64), sqlite3_malloc64(PARAMS_LEN as u64)) };
        if rows.is_null() || params.is_null() {
            // SAFETY: null is ignored, and nobody else knows these addresses.
            unsafe {
                sqlite3_free(rows);
                sqlite3_free(params);
            }
            return None;
        }
        let results = Results {
            code: SQLITE_OK,
            count: 0,
            columns: 0,
            state: 0,
            changes: 0,
            rows: rows.cast(),
            rowid: 0.0,
            rowid64: 0,
            text: core::ptr::null(),
            text_len: 0,
            params: params.cast(),
            params_len: PARAMS_LEN,
        };
        Some(Box::new(Self { results, db: null_mut(), statements: null_mut(), sessions: null_mut() }))
    }

    /// Ends a connection and everything made with it. A failure leaves it open but for its statements.
    ///
    /// # Safety
    /// `connection` came from [`open`] and is not used again once this gave `SQLITE_OK`.
    pub unsafe fn close(connection: *mut Self) -> c_int {
        // SAFETY: the caller's promise; sessions and statements are ours until ended.
        unsafe {
            while !(*connection).sessions.is_null() {
                Session::close((*connection).sessions);
            }
            while !(*connection).statements.is_null() {
                Statement::finalize((*connection).statements);
            }
            let code = sqlite3_close((*connection).db);
            if code == SQLITE_OK {
                sqlite3_free((*connection).results.rows.cast());
                sqlite3_free((*connection).results.params.cast());
                drop(Box::from_raw(connection));
            }
            code
        }
    }

    /// Makes `data`, which SQLite owns from now on, the content of the main database.
    ///
    /// # Safety
    /// `data` points to `size` bytes of SQLite's allocator.
    pub unsafe fn deserialize(&mut self, data: *mut u8, size: usize, read_only: bool) -> c_int {
        let flags = SQLITE_DESERIALIZE_FREEONCLOSE
            | if read_only { SQLITE_DESERIALIZE_READONLY } else { SQLITE_DESERIALIZE_RESIZEABLE };
        // SAFETY: the caller's promise.
        unsafe { sqlite3_deserialize(self.db, c"main".as_ptr(), data, size as i64, size as i64, flags as u32) }
    }

    /// Whether no transaction is open.
    pub fn autocommit(&self) -> bool {
        // SAFETY: the handle is open.
        unsafe { sqlite3_get_autocommit(self.db) != 0 }
    }

    /// Switches SQLite's defensive mode.
    pub fn set_defensive(&mut self, on: bool) -> c_int {
        // SAFETY: the handle is open.
        unsafe { sqlite3_db_config(self.db, SQLITE_DBCONFIG_DEFENSIVE, c_int::from(on), null_mut::<c_int>()) }
    }

    /// Puts the message of the last failure into the results.
    pub fn report_error(&mut self) {
        // SAFETY: SQLite gives a NUL-terminated text, also for a null handle.
        unsafe { self.set_text(self.reason().map_or_else(|| sqlite3_errmsg(self.db), CStr::as_ptr)) };
    }

    /// What the VFS has to say about the last failure.
    fn reason(&self) -> Option<&'static CStr> {
        if self.db.is_null() {
            return reason::take(self.results.code, None);
        }
        // SAFETY: the handle is there; SQLite gives null or a NUL-terminated name that the handle keeps.
        unsafe {
            let name = sqlite3_db_filename(self.db, c"main".as_ptr());
            let name = (!name.is_null()).then(|| CStr::from_ptr(name)).filter(|name| !name.is_empty());
            reason::take(sqlite3_extended_errcode(self.db), name)
        }
    }

    /// Puts SQLite's general text for a code into the results.
    pub fn report_code(&mut self, code: c_int) {
        // SAFETY: SQLite gives a NUL-terminated text that is never freed.
        unsafe { self.set_text(sqlite3_errstr(code)) };
    }

    /// Puts a copy of a database into the results, as memory that the host frees. False when that failed.
    ///
    /// # Safety
    /// `name` is NUL-terminated.
    pub unsafe fn serialize(&mut self, name: *const c_char) -> bool {
        let mut size = -1;
        // SAFETY: the caller's promise.
        let copy = unsafe { sqlite3_serialize(self.db, name, &mut size, 0) };
        self.results.text = copy;
        self.results.text_len = if copy.is_null() { 0 } else { size as usize };
        // A database of no bytes has no copy either.
        !copy.is_null() || size == 0
    }

    /// Tries to load an extension; the message of its failure is put into the results, as memory that the host frees.
    ///
    /// # Safety
    /// `path` is NUL-terminated, `entry` too or null.
    pub unsafe fn load_extension(&mut self, path: *const c_char, entry: *const c_char) -> c_int {
        let mut message = null_mut();
        // SAFETY: the caller's promise.
        unsafe {
            let code = sqlite3_load_extension(self.db, path, entry, &mut message);
            self.set_text(message);
            code
        }
    }

    /// Notes the code of the last failure on SQLite's handle.
    pub fn fail(&mut self) -> c_int {
        // SAFETY: the handle is open.
        self.results.code = unsafe { sqlite3_extended_errcode(self.db) };
        self.results.code
    }

    /// Sets the error that SQLite's handle reports; without a message it is SQLite's general text for the code.
    pub fn set_error(&mut self, code: c_int, message: Option<&CStr>) -> c_int {
        // SAFETY: the handle is open, and SQLite copies the text.
        unsafe { sqlite3_set_errmsg(self.db, code, message.map_or(core::ptr::null(), CStr::as_ptr)) };
        code
    }

    /// Sees to it that SQLite's handle reports the failure that a code is of: not every function takes a note of it there.
    pub fn note_code(&mut self, code: c_int) -> c_int {
        // SAFETY: the handle is open.
        let noted = unsafe { sqlite3_extended_errcode(self.db) };
        if noted & 0xff == code & 0xff { noted } else { self.set_error(code, None) }
    }

    /// Puts a text into the results; null stands for no text.
    ///
    /// # Safety
    /// `text` is null or NUL-terminated, and stays until the host has read it.
    pub unsafe fn set_text(&mut self, text: *const c_char) {
        self.results.text = text.cast();
        // SAFETY: the caller's promise.
        self.results.text_len = if text.is_null() { 0 } else { unsafe { CStr::from_ptr(text).count_bytes() } };
    }

    /// Notes what the last run changed.
    pub fn note_changes(&mut self, total_before: i64) {
        // SAFETY: the handle is open.
        unsafe {
            let changed = sqlite3_total_changes64(self.db) != total_before;
            self.results.changes = if changed { sqlite3_changes(self.db) } else { 0 };
            self.results.rowid64 = sqlite3_last_insert_rowid(self.db);
        }
        self.results.rowid = self.results.rowid64 as f64;
    }
}
