//! An open database: SQLite's handle, and the record through which a host reads results.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;

use super::children::Children;
use super::hooks::Hooks;
use super::result_record::ResultRecord;
use crate::extension::Library;
use crate::extension::dl::{self, Outcome};
use crate::ffi::*;
use crate::vfs::{error_detail, fd_database};

/// Size of the rows area in bytes.
const ROWS_LEN: usize = abi::ROWS_AREA_BYTES as usize;

/// Size of the parameter area in bytes.
const PARAMS_LEN: usize = abi::PARAMETER_AREA_BYTES as usize;

/// An open database. A host knows it by the address of its record, which therefore comes first.
#[repr(C)]
pub struct Connection {
    /// The results of the last call.
    pub results: ResultRecord,
    /// SQLite's handle; null if there was no memory for one.
    pub db: *mut sqlite3,
    /// The statements and sessions of this connection.
    pub children: Children,
    /// The hooks of this connection; null if none is set.
    pub hooks: *mut Hooks,
    /// The VFS's message for the last failure, which the results may point to.
    detail: Option<error_detail::Message>,
    /// Extensions whose entry points failed. What they registered stays until the connection is closed.
    failed_extensions: Vec<Library>,
}

/// Opens a database. Returns null if out of memory; any other failure is the code in the results.
pub fn open(path: &[u8], flags: c_int, timeout: c_int) -> *mut Connection {
    let (Some(name), Some(mut connection)) = (terminated(path), Connection::new()) else { return null_mut() };
    // SAFETY: `terminated` ends the name in a NUL.
    connection.results.code = unsafe { open_handle(&mut connection.db, name.as_ptr().cast(), flags, timeout) };
    Box::into_raw(connection)
}

/// Opens the database behind two descriptors of the application. Returns null if out of memory; any other failure is
/// the code in the results.
pub fn open_fds(database: c_int, journal: c_int, flags: c_int, timeout: c_int) -> *mut Connection {
    let Some(mut connection) = Connection::new() else { return null_mut() };
    let opened = fd_database::with_name(database, journal, flags & SQLITE_OPEN_READONLY != 0, |name| {
        // SAFETY: a CStr ends in a NUL.
        unsafe { open_handle(&mut connection.db, name.as_ptr(), flags, timeout) }
    });
    connection.results.code = opened.unwrap_or_else(|message| {
        error_detail::set(SQLITE_MISUSE, c"", message);
        SQLITE_MISUSE
    });
    Box::into_raw(connection)
}

/// Returns a copy that ends in a NUL, `None` if out of memory.
fn terminated(text: &[u8]) -> Option<Vec<u8>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(text.len() + 1).ok()?;
    copy.extend_from_slice(text);
    copy.push(0);
    Some(copy)
}

/// Opens SQLite's handle and makes its settings. Returns a result code.
///
/// # Safety
/// `name` ends in a NUL.
unsafe fn open_handle(db: &mut *mut sqlite3, name: *const c_char, flags: c_int, timeout: c_int) -> c_int {
    // SAFETY: the caller passes a name with a NUL; the settings are made on a handle that was opened successfully.
    unsafe {
        let code = sqlite3_open_v2(name, db, flags, core::ptr::null());
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
    /// Creates a connection without a handle. Returns `None` if out of memory.
    fn new() -> Option<Box<Self>> {
        // SAFETY: any size may be requested, and null results are handled. The areas need no first content.
        let (rows, params) = unsafe { (sqlite3_malloc64(ROWS_LEN as u64), sqlite3_malloc64(PARAMS_LEN as u64)) };
        if rows.is_null() || params.is_null() {
            // SAFETY: each address is null, which is ignored, or a new block of SQLite's allocator.
            unsafe {
                sqlite3_free(rows);
                sqlite3_free(params);
            }
            return None;
        }
        let results = ResultRecord::new(rows.cast(), params.cast(), PARAMS_LEN);
        Some(Box::new(Self {
            results,
            db: null_mut(),
            children: Children::NONE,
            hooks: null_mut(),
            detail: None,
            failed_extensions: Vec::new(),
        }))
    }

    /// Removes the hooks of a connection, ends its statements and sessions, and closes it. Returns a result code; after
    /// a failure the connection is still open.
    ///
    /// # Safety
    /// `connection` came from [`open`] or [`open_fds`]. It is not used again after `SQLITE_OK`, its statements and
    /// sessions in no case.
    pub unsafe fn close(connection: *mut Self) -> c_int {
        // SAFETY: the caller passes a live connection to which no reference exists. SQLite's allocator made the areas,
        // and `Box::into_raw` made the address.
        unsafe {
            (*connection).remove_hooks();
            Children::end_all(&raw mut (*connection).children);
            let code = sqlite3_close((*connection).db);
            if code == SQLITE_OK {
                sqlite3_free((*connection).results.rows.cast());
                sqlite3_free((*connection).results.params.cast());
                drop(Box::from_raw(connection));
            }
            code
        }
    }

    /// Makes `data` the content of the main database. SQLite owns `data` from then on, also after a failure.
    ///
    /// # Safety
    /// `data` points to `size` bytes of SQLite's allocator.
    pub unsafe fn deserialize(&mut self, data: *mut u8, size: usize, read_only: bool) -> c_int {
        let flags = SQLITE_DESERIALIZE_FREEONCLOSE
            | if read_only { SQLITE_DESERIALIZE_READONLY } else { SQLITE_DESERIALIZE_RESIZEABLE };
        // SAFETY: the handle is open, and the caller passes a block of SQLite's allocator of that size.
        unsafe { sqlite3_deserialize(self.db, c"main".as_ptr(), data, size as i64, size as i64, flags as u32) }
    }

    /// Returns whether no transaction is open.
    pub fn autocommit(&self) -> bool {
        // SAFETY: the handle is open.
        unsafe { sqlite3_get_autocommit(self.db) != 0 }
    }

    /// Switches SQLite's defensive mode. Returns a result code.
    pub fn set_defensive(&mut self, on: bool) -> c_int {
        // SAFETY: the handle is open.
        unsafe { sqlite3_db_config(self.db, SQLITE_DBCONFIG_DEFENSIVE, c_int::from(on), null_mut::<c_int>()) }
    }

    /// Writes a copy of a database to the result's text, as memory that the host frees. Returns false on failure.
    ///
    /// # Safety
    /// `name` ends in a NUL.
    pub unsafe fn serialize(&mut self, name: *const c_char) -> bool {
        let mut size = -1;
        // SAFETY: the handle is open, and the caller passes a name with a NUL.
        let copy = unsafe { sqlite3_serialize(self.db, name, &mut size, 0) };
        self.results.store_bytes(copy.cast(), if copy.is_null() { 0 } else { size as usize });
        // SQLite returns null for a database of no bytes, too.
        !copy.is_null() || size == 0
    }

    /// Executes SQL without rows. Returns a result code.
    pub fn execute(&mut self, sql: &CStr) -> c_int {
        // SAFETY: the handle is open, and a CStr ends in a NUL.
        unsafe { sqlite3_exec(self.db, sql.as_ptr(), None, null_mut(), null_mut()) }
    }

    /// Loads an extension. Returns a result code; the message of a failure is the result's text, as memory that the
    /// host frees.
    ///
    /// # Safety
    /// `path` ends in a NUL. `entry` is null or ends in a NUL.
    pub unsafe fn load_extension(&mut self, path: *const c_char, entry: *const c_char) -> c_int {
        let mut message = null_mut();
        // SAFETY: the caller passes a text with a NUL.
        let path = dl::path_for_sqlite(unsafe { CStr::from_ptr(path) });
        // SAFETY: the handle is open, and both texts end in a NUL. SQLite leaves the message null or fills it.
        let load = || unsafe { sqlite3_load_extension(self.db, path.as_ptr(), entry, &mut message) };
        let (code, Outcome { reason, failed }) = dl::while_loading(load);
        self.failed_extensions.extend(failed);
        // The entry point may have executed SQL.
        let code = self.settle_hooks(code);
        // SAFETY: SQLite's allocator made the message, or it is null. The format takes a length and bytes.
        unsafe {
            if let Some(reason) = reason {
                sqlite3_free(message.cast());
                message = sqlite3_mprintf(c"%.*s".as_ptr(), reason.len() as c_int, reason.as_ptr());
            }
            self.results.store_text(message);
        }
        code
    }

    /// Writes the message of the last failure to the result's text.
    pub fn report_error(&mut self) {
        // SAFETY: SQLite returns a text with a NUL, also for a null handle, that stays until the handle's next call.
        unsafe {
            self.detail = self.error_detail();
            let message = self.detail.as_ref().map_or_else(|| sqlite3_errmsg(self.db), |detail| detail.as_ptr());
            self.results.store_text(message);
        }
    }

    /// Returns the VFS's message for the last failure, if it has one.
    fn error_detail(&self) -> Option<error_detail::Message> {
        if self.db.is_null() {
            return error_detail::take(self.results.code, None);
        }
        // SAFETY: the handle is open. SQLite returns null or a name with a NUL that lives as long as the handle.
        unsafe {
            let name = sqlite3_db_filename(self.db, c"main".as_ptr());
            let name = (!name.is_null()).then(|| CStr::from_ptr(name)).filter(|name| !name.is_empty());
            error_detail::take(sqlite3_extended_errcode(self.db), name)
        }
    }

    /// Writes SQLite's general text for a result code to the result's text.
    pub fn report_code(&mut self, code: c_int) {
        // SAFETY: SQLite returns a static text with a NUL.
        unsafe { self.results.store_text(sqlite3_errstr(code)) };
    }

    /// Stores the extended code of the last failure in the results. Returns it.
    pub fn store_error_code(&mut self) -> c_int {
        // SAFETY: the handle is open.
        self.results.store_code(unsafe { sqlite3_extended_errcode(self.db) })
    }

    /// Sets the connection's error; without a message, SQLite's general text for the code is the message. Returns the
    /// code.
    pub fn set_error(&mut self, code: c_int, message: Option<&CStr>) -> c_int {
        // SAFETY: the handle is open, and SQLite copies the text.
        unsafe { sqlite3_set_errmsg(self.db, code, message.map_or(core::ptr::null(), CStr::as_ptr)) };
        code
    }

    /// Sets the connection's error to `code` unless SQLite already did; some functions do not. Returns the extended
    /// code.
    pub fn ensure_error(&mut self, code: c_int) -> c_int {
        // SAFETY: the handle is open.
        let current = unsafe { sqlite3_extended_errcode(self.db) };
        if current & 0xff == code & 0xff { current } else { self.set_error(code, None) }
    }

    /// Stores the number of rows that an execution changed, and the last rowid. `total_before`: SQLite's total of
    /// changes before the execution.
    pub fn store_changes(&mut self, total_before: i64) {
        // SAFETY: the handle is open.
        unsafe {
            let changed = sqlite3_total_changes64(self.db) != total_before;
            self.results.changes = if changed { sqlite3_changes(self.db) } else { 0 };
            self.results.rowid64 = sqlite3_last_insert_rowid(self.db);
        }
        self.results.rowid = self.results.rowid64 as f64;
    }
}
