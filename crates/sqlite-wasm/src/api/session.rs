//! Sessions: recording the changes of a connection.

use core::ffi::{c_char, c_int};
use core::mem::offset_of;
use core::ptr::null_mut;

use super::children::Child;
use super::connection::Connection;
use crate::ffi::*;

/// A session of a connection.
pub struct Session {
    handle: *mut sqlite3_session,
    connection: *mut Connection,
    child: Child,
}

impl Session {
    /// Begins to record the changes of one table or, if `table` is null, of all. Returns null if out of memory.
    ///
    /// # Safety
    /// `connection` is open and runs no statement. `database` ends in a NUL; `table` is null or ends in a NUL.
    pub unsafe fn open(connection: *mut Connection, database: *const c_char, table: *const c_char) -> *mut Self {
        let mut handle = null_mut();
        // SAFETY: the caller passes an open connection and names with a NUL, which SQLite copies. The session stays at
        // its address until `close` unlinks its child.
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
            let session = Box::into_raw(Box::new(Self { handle, connection, child: Child::new(Self::end_child) }));
            (*connection).children.link(&raw mut (*session).child);
            session
        }
    }

    /// Writes the recorded changes to the result's text, as memory that the host frees. Returns a result code.
    ///
    /// # Safety
    /// The connection is open and runs nothing.
    pub unsafe fn changeset(&mut self, patchset: bool) -> c_int {
        let collect = if patchset { sqlite3session_patchset } else { sqlite3session_changeset };
        let (mut len, mut bytes) = (0, null_mut());
        // SAFETY: a session ends before its connection closes, and the caller rules out other uses of the connection.
        unsafe {
            let connection = &mut *self.connection;
            let code = collect(self.handle, &mut len, &mut bytes);
            connection.results.store_bytes(bytes, len as usize);
            connection.ensure_error(code)
        }
    }

    /// Ends a session.
    ///
    /// # Safety
    /// `session` came from [`Session::open`] and is not used again.
    pub unsafe fn close(session: *mut Self) {
        // SAFETY: the caller passes an address of `Box::into_raw`. The connection is open and has the session's child.
        unsafe {
            let mut session = Box::from_raw(session);
            (*session.connection).children.unlink(&raw mut session.child);
            sqlite3session_delete(session.handle);
        }
    }

    /// Ends the session that contains a child.
    ///
    /// # Safety
    /// `child` is the child of a session that is not used again.
    unsafe fn end_child(child: *mut Child) {
        // SAFETY: the caller passes the child inside a session, which `open` made.
        unsafe { Self::close(child.byte_sub(offset_of!(Self, child)).cast()) };
    }
}

/// Makes SQLite recompile all statements. A DELETE of all rows that was compiled while there was no session truncates
/// the table, which a session does not see.
///
/// # Safety
/// `db` is open and runs no statement.
unsafe fn recompile_statements(db: *mut sqlite3) {
    let mut on: c_int = 0;
    // SAFETY: the caller passes an open handle. Any change of this setting expires all statements; in the end the
    // setting has its former value.
    unsafe {
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, -1, &raw mut on);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, c_int::from(on == 0), null_mut::<c_int>());
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, on, null_mut::<c_int>());
    }
}
