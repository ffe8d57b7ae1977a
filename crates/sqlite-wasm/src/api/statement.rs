//! A prepared statement: binding, stepping, and the texts that describe it.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;
use core::slice;

use abi::*;

use super::bind::{Lifetime, bind_all};
use super::connection::Connection;
use super::rows::{Batch, Packing, Unpacked};
use crate::ffi::*;
use crate::layout::assert_layout;
use crate::value::RawValue;

/// A prepared statement. Its address is what hosts know it by, so the `STATEMENT_*` record comes first.
#[repr(C)]
pub struct Statement {
    record: Record,
    connection: *mut Connection,
    handle: *mut sqlite3_stmt,
    previous: *mut Statement,
    next: *mut Statement,
    /// How often SQLite has compiled it anew, when last looked at.
    recompiled: c_int,
    /// It is on a row that the batch before had no room for.
    on_row: bool,
    /// Its values were bound for the execution under way.
    bound_once: bool,
}

/// The part of a statement that hosts read: see `STATEMENT_*` of the abi crate.
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
    named: STATEMENT_NAMED
});

/// Compiles the first statement of a text; see `prepare` of the abi crate.
///
/// # Safety
/// `connection` is open, and `sql` points to `len` bytes followed by a NUL.
pub unsafe fn prepare(connection: *mut Connection, sql: *const u8, len: usize, flags: c_int) -> *mut Statement {
    let persistent = if flags & PREPARE_PERSISTENT != 0 { SQLITE_PREPARE_PERSISTENT as u32 } else { 0 };
    let (mut handle, mut tail) = (null_mut(), core::ptr::null::<c_char>());
    // SAFETY: the caller's promise; SQLite is told of the NUL, which spares it a copy.
    unsafe {
        let on = &mut *connection;
        let length = c_int::try_from(len + 1).unwrap_or(c_int::MAX);
        let code = sqlite3_prepare_v3(on.db, sql.cast(), length, persistent, &mut handle, &mut tail);
        on.results.code = SQLITE_OK;
        on.results.text = tail.cast();
        on.results.text_len = if tail.is_null() { 0 } else { (sql.add(len).offset_from(tail.cast())) as usize };
        if code != SQLITE_OK {
            on.fail();
        } else if handle.is_null() {
            on.results.code = NO_STATEMENT;
        } else if flags & PREPARE_SCRIPT == 0 && !is_blank(tail.cast()) {
            sqlite3_finalize(handle);
            on.results.code = SEVERAL_STATEMENTS;
        } else {
            return Statement::enlist(connection, handle);
        }
    }
    null_mut()
}

/// Whether a text has only blanks, semicolons and comments before its NUL.
///
/// # Safety
/// `text` ends in a NUL.
unsafe fn is_blank(mut text: *const u8) -> bool {
    // SAFETY: no byte beyond the NUL is read: each look ahead follows a byte that was not it.
    unsafe {
        loop {
            match *text {
                0 => return true,
                b' ' | b';' | b'\t'..=b'\r' => text = text.add(1),
                b'-' if *text.add(1) == b'-' => {
                    while !matches!(*text, 0 | b'\n') {
                        text = text.add(1);
                    }
                }
                b'/' if *text.add(1) == b'*' => {
                    text = text.add(2);
                    while *text != 0 && !(*text == b'*' && *text.add(1) == b'/') {
                        text = text.add(1);
                    }
                    if *text != 0 {
                        text = text.add(2);
                    }
                }
                _ => return false,
            }
        }
    }
}

impl Statement {
    /// # Safety
    /// `connection` is open and `handle` one of its statements, which this one owns from now on.
    unsafe fn enlist(connection: *mut Connection, handle: *mut sqlite3_stmt) -> *mut Self {
        // SAFETY: the caller's promise; the list holds living statements only.
        unsafe {
            let parameters = sqlite3_bind_parameter_count(handle);
            let named = (1..=parameters).filter(|&i| !sqlite3_bind_parameter_name(handle, i).is_null()).count();
            let statement = Box::into_raw(Box::new(Self {
                record: Record {
                    columns: sqlite3_column_count(handle),
                    readonly: sqlite3_stmt_readonly(handle),
                    parameters,
                    named: named as i32,
                },
                connection,
                handle,
                previous: null_mut(),
                next: (*connection).statements,
                recompiled: 0,
                on_row: false,
                bound_once: false,
            }));
            if let Some(next) = (*statement).next.as_mut() {
                next.previous = statement;
            }
            (*connection).statements = statement;
            statement
        }
    }

    /// Ends a statement.
    ///
    /// # Safety
    /// `statement` came from [`prepare`] and is not used again.
    pub unsafe fn finalize(statement: *mut Self) {
        // SAFETY: the caller's promise; its neighbours in the list are living statements.
        unsafe {
            let Self { connection, handle, previous, next, .. } = *Box::from_raw(statement);
            if let Some(next) = next.as_mut() {
                next.previous = previous;
            }
            match previous.as_mut() {
                Some(previous) => previous.next = next,
                None => (*connection).statements = next,
            }
            sqlite3_finalize(handle);
        }
    }

    fn on(&mut self) -> &mut Connection {
        // SAFETY: a statement never outlives its connection, and SQLite's calls below do not touch the record.
        unsafe { &mut *self.connection }
    }

    fn succeed(&mut self) -> c_int {
        self.on().results.code = SQLITE_OK;
        SQLITE_OK
    }

    /// Binds parameters; a count below zero leaves them as they are. After a failure nothing is bound.
    ///
    /// # Safety
    /// `cells` points to `count` well-formed cells, and what they point to lives as long as is said.
    pub unsafe fn bind(&mut self, cells: *const RawValue, count: c_int, lifetime: Lifetime) -> c_int {
        let Ok(count) = usize::try_from(count) else { return self.succeed() };
        if count == 0 {
            return self.succeed();
        }
        // SAFETY: the caller's promise.
        let code = unsafe { bind_all(self.handle, slice::from_raw_parts(cells, count), lifetime) };
        self.bound_once = lifetime == Lifetime::Execution;
        self.on().results.code = code;
        if code != SQLITE_OK {
            self.clear_bindings();
        }
        code
    }

    /// Forgets all bound values.
    pub fn clear_bindings(&mut self) {
        self.bound_once = false;
        // SAFETY: the handle is open.
        unsafe { sqlite3_clear_bindings(self.handle) };
    }

    /// Steps once and resets.
    pub fn run(&mut self) -> c_int {
        // SAFETY: the handle is open.
        unsafe {
            let total_before = sqlite3_total_changes64(self.on().db);
            sqlite3_step(self.handle);
            let code = self.end();
            if code == SQLITE_OK {
                self.on().note_changes(total_before);
            }
            code
        }
    }

    /// Steps to the end and resets.
    pub fn drain(&mut self) -> c_int {
        // SAFETY: the handle is open.
        unsafe { while sqlite3_step(self.handle) == SQLITE_ROW {} }
        self.end()
    }

    /// Resets, gives the code of the execution, and forgets values bound for it.
    fn end(&mut self) -> c_int {
        self.on_row = false;
        // SAFETY: the handle is open.
        let code = unsafe { sqlite3_reset(self.handle) };
        let code = if code == SQLITE_OK { self.succeed() } else { self.on().fail() };
        if self.bound_once {
            self.clear_bindings();
        }
        code
    }

    /// Abandons what is left of its rows; what it changed is committed if the transaction is its own.
    pub fn reset(&mut self) -> c_int {
        self.end()
    }

    /// Packs rows; see `fetch` of the abi crate.
    pub fn fetch(&mut self, flags: c_int) -> c_int {
        let single = flags & (ROWS_ONE | ROWS_FIRST) != 0;
        self.on().results.state = 0;
        // SAFETY: the area is the connection's, and one batch is filled at a time.
        let mut batch = unsafe { Batch::new(self.on().results.rows) };
        let mut count = 0;
        while self.on_row || self.step() {
            self.on_row = true;
            let packing = self.packing(flags);
            self.on().results.columns = packing.columns;
            // SAFETY: the statement is on a row.
            let packed = unsafe {
                match batch.push(self.handle, packing) {
                    Err(Unpacked::Full) if count == 0 => batch.push_alone(self.handle, packing).map(|()| Fit::Alone),
                    packed => packed.map(|()| Fit::Copied),
                }
            };
            match packed {
                Ok(fit) => {
                    count += 1;
                    self.on_row = false;
                    if single || fit == Fit::Alone {
                        return self.pause(count, fit == Fit::Copied && flags & ROWS_FIRST != 0);
                    }
                }
                Err(Unpacked::Full) => return self.pause(count, false),
                Err(Unpacked::OutOfMemory) => {
                    self.end();
                    self.on().results.code = SQLITE_NOMEM;
                    return SQLITE_NOMEM;
                }
            }
        }
        self.on().results.state |= STATE_DONE;
        self.on().results.count = count;
        self.end()
    }

    /// Steps; true on a row.
    fn step(&mut self) -> bool {
        // SAFETY: the handle is open.
        let (on_row, recompiled) = unsafe {
            let on_row = sqlite3_step(self.handle) == SQLITE_ROW;
            (on_row, sqlite3_stmt_status(self.handle, SQLITE_STMTSTATUS_REPREPARE, 0))
        };
        if recompiled != self.recompiled {
            self.recompiled = recompiled;
            self.on().results.state |= STATE_RECOMPILED;
            // SAFETY: the handle is open.
            self.record.columns = unsafe { sqlite3_column_count(self.handle) };
        }
        on_row
    }

    fn packing(&self, flags: c_int) -> Packing {
        let columns = if flags & ROWS_PLUCK != 0 {
            1
        } else {
            // SAFETY: the handle is open.
            unsafe { sqlite3_column_count(self.handle) }
        };
        Packing { safe_integers: flags & ROWS_SAFE_INTEGERS != 0, columns }
    }

    /// Ends a batch; the statement too, if asked for.
    fn pause(&mut self, count: i32, finished: bool) -> c_int {
        self.on().results.count = count;
        if finished {
            self.on().results.state |= STATE_DONE;
            return self.end();
        }
        self.succeed()
    }

    /// Puts a text that describes a column into the results.
    pub fn column_text(&mut self, column: c_int, which: c_int) {
        let ask = match which {
            COLUMN_NAME => sqlite3_column_name,
            COLUMN_ORIGIN => sqlite3_column_origin_name,
            COLUMN_TABLE => sqlite3_column_table_name,
            COLUMN_DATABASE => sqlite3_column_database_name,
            _ => sqlite3_column_decltype,
        };
        // SAFETY: the handle is open; SQLite gives null for a column that is not there.
        unsafe {
            let text = ask(self.handle, column);
            self.on().set_text(text);
        }
    }

    /// Puts the name of a parameter into the results.
    pub fn parameter_name(&mut self, index: c_int) {
        // SAFETY: as above.
        unsafe {
            let name = sqlite3_bind_parameter_name(self.handle, index);
            self.on().set_text(name);
        }
    }

    /// Puts the SQL with its bound values into the results.
    pub fn expanded_sql(&mut self) {
        // SAFETY: as above; the host frees the text.
        unsafe {
            let sql = sqlite3_expanded_sql(self.handle);
            self.on().set_text(sql);
        }
    }
}

/// How a row was packed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// With copies of its texts and blobs.
    Copied,
    /// With SQLite's own.
    Alone,
}
