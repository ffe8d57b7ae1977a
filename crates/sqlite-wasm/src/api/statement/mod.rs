//! A prepared statement: preparing, binding, running, and the texts that describe it.

mod blank;
mod fetch;
pub mod script;

use core::ffi::{c_char, c_int};
use core::mem::offset_of;
use core::ptr::null_mut;
use core::slice;

use abi::*;

use self::blank::is_blank;
use super::bind::{Lifetime, bind_all};
use super::children::Child;
use super::connection::Connection;
use crate::ffi::*;
use crate::layout::assert_layout;
use crate::value::RawValue;

/// A prepared statement. A host knows it by the address of its record, which therefore comes first.
#[repr(C)]
pub struct Statement {
    record: Record,
    connection: *mut Connection,
    handle: *mut sqlite3_stmt,
    child: Child,
    /// How often SQLite has recompiled the statement, as of the last step.
    recompilations: c_int,
    /// The statement is on a row that its last batch had no room for.
    on_row: bool,
    /// The bindings end with the execution.
    bound_once: bool,
}

/// The `STATEMENT_*` record of the abi crate.
#[repr(C)]
struct Record {
    columns: i32,
    readonly: i32,
    parameters: i32,
    named: i32,
}

assert_layout!(Record, STATEMENT_BYTES, {
    columns: STATEMENT_COLUMNS,
    readonly: STATEMENT_READONLY,
    parameters: STATEMENT_PARAMETERS,
    named: STATEMENT_NAMED,
});

/// Prepares the first statement of a text; see `stmt_prepare` of the abi crate. Returns null if there is no statement
/// to return; the code in the results says why.
///
/// # Safety
/// `connection` is open and has no other reference. `sql` points to `len` bytes followed by a NUL.
pub unsafe fn prepare(connection: *mut Connection, sql: *const u8, len: usize, flags: c_int) -> *mut Statement {
    let persistent = if flags & PREPARE_PERSISTENT != 0 { SQLITE_PREPARE_PERSISTENT as u32 } else { 0 };
    // The length includes the NUL, which spares SQLite a copy.
    let length = c_int::try_from(len + 1).unwrap_or(c_int::MAX);
    let (mut handle, mut tail) = (null_mut(), core::ptr::null::<c_char>());
    // SAFETY: the caller passes an open connection and a text with a NUL, into which SQLite's tail points unless it is
    // null. The handle, if there is one, is a new statement.
    unsafe {
        let results = &mut (*connection).results;
        let code = sqlite3_prepare_v3((*connection).db, sql.cast(), length, persistent, &mut handle, &mut tail);
        results.code = SQLITE_OK;
        results.text = tail.cast();
        results.text_len = if tail.is_null() { 0 } else { sql.add(len).offset_from(tail.cast()) as usize };
        if code != SQLITE_OK {
            (*connection).store_error_code();
        } else if handle.is_null() {
            results.code = NO_STATEMENT;
        } else if flags & PREPARE_SCRIPT == 0 && !is_blank(tail.cast()) {
            sqlite3_finalize(handle);
            results.code = SEVERAL_STATEMENTS;
        } else {
            return Statement::link(connection, handle);
        }
    }
    null_mut()
}

impl Statement {
    /// Returns a new child of a connection.
    ///
    /// # Safety
    /// `connection` is open and has no other reference. `handle` is one of its statements, which the result owns.
    unsafe fn link(connection: *mut Connection, handle: *mut sqlite3_stmt) -> *mut Self {
        // SAFETY: the caller passes an open connection and a live statement. The result stays at its address until
        // `finalize` unlinks its child.
        unsafe {
            let parameters = sqlite3_bind_parameter_count(handle);
            let named = (1..=parameters).filter(|&i| !sqlite3_bind_parameter_name(handle, i).is_null()).count();
            let record = Record {
                columns: sqlite3_column_count(handle),
                readonly: sqlite3_stmt_readonly(handle),
                parameters,
                named: named as i32,
            };
            let child = Child::new(Self::end_child);
            let statement =
                Self { record, connection, handle, child, recompilations: 0, on_row: false, bound_once: false };
            let statement = Box::into_raw(Box::new(statement));
            (*connection).children.link(&raw mut (*statement).child);
            statement
        }
    }

    /// Finalizes a statement.
    ///
    /// # Safety
    /// `statement` came from [`prepare`] and is not used again.
    pub unsafe fn finalize(statement: *mut Self) {
        // SAFETY: the caller passes an address of `Box::into_raw`. The connection is open and has the statement's
        // child.
        unsafe {
            let mut statement = Box::from_raw(statement);
            (*statement.connection).children.unlink(&raw mut statement.child);
            sqlite3_finalize(statement.handle);
            // A statement that an iterator left behind has committed its transaction now.
            (*statement.connection).settle_hooks(SQLITE_OK);
        }
    }

    /// Finalizes the statement that contains a child.
    ///
    /// # Safety
    /// `child` is the child of a statement that is not used again.
    unsafe fn end_child(child: *mut Child) {
        // SAFETY: the caller passes the child inside a statement, which `prepare` made.
        unsafe { Self::finalize(child.byte_sub(offset_of!(Self, child)).cast()) };
    }

    fn connection(&mut self) -> &mut Connection {
        // SAFETY: a statement ends before its connection closes. The host makes one call at a time on a connection, and
        // SQLite does not refer to ours.
        unsafe { &mut *self.connection }
    }

    /// Binds parameters; a negative count keeps the current bindings. Returns a result code; after a failure nothing is
    /// bound.
    ///
    /// # Safety
    /// `values` points to `count` well-formed values. Borrowed texts and blobs stay as long as `lifetime` says.
    pub unsafe fn bind(&mut self, values: *const RawValue, count: c_int, lifetime: Lifetime) -> c_int {
        let count = usize::try_from(count).unwrap_or(0);
        if count == 0 {
            return self.connection().results.store_code(SQLITE_OK);
        }
        // SAFETY: the statement is not finalized, and the caller passes `count` well-formed values.
        let code = unsafe { bind_all(self.handle, slice::from_raw_parts(values, count), lifetime) };
        self.bound_once = lifetime == Lifetime::Execution;
        self.connection().results.code = code;
        if code != SQLITE_OK {
            self.clear_bindings();
        }
        code
    }

    /// Sets all parameters to NULL.
    pub fn clear_bindings(&mut self) {
        self.bound_once = false;
        // SAFETY: the statement is not finalized.
        unsafe { sqlite3_clear_bindings(self.handle) };
    }

    /// Steps once and resets. Returns a result code.
    pub fn run(&mut self) -> c_int {
        // SAFETY: the statement is not finalized, and its connection is open.
        let total_before = unsafe {
            let total = sqlite3_total_changes64(self.connection().db);
            sqlite3_step(self.handle);
            total
        };
        let code = self.reset();
        if code == SQLITE_OK {
            self.connection().store_changes(total_before);
        }
        code
    }

    /// Steps to the end and resets. Returns a result code.
    pub fn drain(&mut self) -> c_int {
        // SAFETY: the statement is not finalized.
        unsafe { while sqlite3_step(self.handle) == SQLITE_ROW {} }
        self.reset()
    }

    /// Resets, which drops the remaining rows and commits a transaction of the statement's own, and clears bindings
    /// that end with the execution. Returns the result code of the execution.
    pub fn reset(&mut self) -> c_int {
        self.on_row = false;
        // SAFETY: the statement is not finalized.
        let code = match unsafe { sqlite3_reset(self.handle) } {
            SQLITE_OK => self.connection().results.store_code(SQLITE_OK),
            _ => self.connection().store_error_code(),
        };
        if self.bound_once {
            self.clear_bindings();
        }
        self.connection().settle_hooks(code)
    }

    /// Writes a text that describes a column to the result's text.
    pub fn column_text(&mut self, column: c_int, which: c_int) {
        let text_of = match which {
            COLUMN_NAME => sqlite3_column_name,
            COLUMN_ORIGIN => sqlite3_column_origin_name,
            COLUMN_TABLE => sqlite3_column_table_name,
            COLUMN_DATABASE => sqlite3_column_database_name,
            _ => sqlite3_column_decltype,
        };
        // SAFETY: the statement is not finalized. SQLite returns null, if the column does not exist, or a text with a
        // NUL that stays until the statement's next call.
        unsafe {
            let text = text_of(self.handle, column);
            self.connection().results.store_text(text);
        }
    }

    /// Writes the name of a parameter to the result's text.
    pub fn parameter_name(&mut self, index: c_int) {
        // SAFETY: the statement is not finalized. SQLite returns null or a text with a NUL that lives as long as it.
        unsafe {
            let name = sqlite3_bind_parameter_name(self.handle, index);
            self.connection().results.store_text(name);
        }
    }

    /// Writes the SQL with its bound values to the result's text, which the host frees.
    pub fn expanded_sql(&mut self) {
        // SAFETY: the statement is not finalized. SQLite returns null or a new text with a NUL.
        unsafe {
            let sql = sqlite3_expanded_sql(self.handle);
            self.connection().results.store_text(sql);
        }
    }
}
