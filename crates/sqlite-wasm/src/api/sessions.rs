//! Sessions: recording what a connection changes.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use super::connection::Connection;
use crate::ffi::*;

/// A recording under way.
pub struct Session {
    handle: *mut sqlite3_session,
    connection: *mut Connection,
    next: *mut Session,
}

impl Session {
    /// Begins to record the changes of one table, or of all where that is null. Null when out of memory.
    ///
    /// # Safety
    /// `connection` is open and runs no statement; `database` is NUL-terminated, `table` too or null.
    pub unsafe fn open(connection: *mut Connection, database: *const c_char, table: *const c_char) -> *mut Self {
        let mut handle = null_mut();
        // SAFETY: the caller's promise; SQLite copies the names.
        unsafe {
            let db = (*connection).db;
            if sqlite3session_create(db, database, &mut handle) != SQLITE_OK {
                return null_mut();
            }
            if sqlite3session_attach(handle, table) != SQLITE_OK {
                sqlite3session_delete(handle);
                return null_mut();
            }
            recompile_statements(db);
            let next = (*connection).sessions;
            (*connection).sessions = Box::into_raw(Box::new(Self { handle, connection, next }));
            (*connection).sessions
        }
    }

    /// Puts what was recorded into the results, as memory that the host frees.
    ///
    /// # Safety
    /// The connection is open and runs nothing.
    pub unsafe fn changeset(&mut self, patchset: bool) -> c_int {
        let collect = if patchset { sqlite3session_patchset } else { sqlite3session_changeset };
        let (mut len, mut bytes) = (0, null_mut());
        // SAFETY: the caller's promise; a session never outlives its connection.
        unsafe {
            let connection = &mut *self.connection;
            let code = collect(self.handle, &mut len, &mut bytes);
            connection.results.text = bytes.cast();
            connection.results.text_len = len as usize;
            connection.note_code(code)
        }
    }

    /// Ends a session.
    ///
    /// # Safety
    /// `session` came from [`Session::open`] and is not used again.
    pub unsafe fn close(session: *mut Self) {
        // SAFETY: the caller's promise; the list holds living sessions only, this one among them.
        unsafe {
            let Self { handle, connection, next } = *Box::from_raw(session);
            let mut link = &raw mut (*connection).sessions;
            while *link != session {
                link = &raw mut (**link).next;
            }
            *link = next;
            sqlite3session_delete(handle);
        }
    }
}

/// Makes SQLite compile all statements anew. A DELETE of all rows that was compiled while there was no session drops them
/// at once, and a session would not see it.
///
/// # Safety
/// `db` is open and runs no statement.
unsafe fn recompile_statements(db: *mut sqlite3) {
    let mut on: c_int = 0;
    // SAFETY: the caller's promise. Any change of such a setting has that effect; this one is as before afterwards.
    unsafe {
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, -1, &raw mut on);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, c_int::from(on == 0), null_mut::<c_int>());
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, on, null_mut::<c_int>());
    }
}
