//! A scan of a virtual table.

use core::ffi::c_int;
use core::ptr::null_mut;

use super::table::VirtualTable;
use crate::ffi::*;
use crate::host::callbacks::{self, Thrown};
use crate::sqlite_result::SqliteResult;
use crate::value::RawValue;

/// A cursor. SQLite's part comes first.
#[repr(C)]
pub struct Cursor {
    base: sqlite3_vtab_cursor,
    scan: Option<i32>,
    at_end: bool,
    rowid: i64,
}

impl Drop for Cursor {
    fn drop(&mut self) {
        self.end_scan();
    }
}

impl Cursor {
    /// Creates a cursor without a scan. SQLite sets its table.
    pub fn new() -> Self {
        Self { base: sqlite3_vtab_cursor { pVtab: null_mut() }, scan: None, at_end: true, rowid: 0 }
    }

    /// Begins a scan and advances it to its first row.
    ///
    /// # Safety
    /// SQLite has set the table of this cursor. `values` points to a live value for each bit of `parameters`.
    pub unsafe fn filter(&mut self, parameters: c_int, values: *mut *mut sqlite3_value) -> SqliteResult {
        self.end_scan();
        (self.at_end, self.rowid) = (true, 0);
        // SAFETY: the caller passes a cursor of a connected table and as many live values as `parameters` has bits.
        let (table, arguments) = unsafe {
            let table = self.table();
            (table.number(), table.arguments(parameters, values)?)
        };
        let Some(arguments) = arguments else { return Ok(()) };
        self.scan = Some(callbacks::vtab_open(table, &arguments).map_err(|Thrown| SQLITE_ERROR)?);
        self.next()
    }

    /// Advances the scan.
    pub fn next(&mut self) -> SqliteResult {
        let Some(scan) = self.scan else { return Ok(()) };
        self.at_end = !callbacks::vtab_next(scan).map_err(|Thrown| SQLITE_ERROR)?;
        self.rowid += 1;
        Ok(())
    }

    /// Returns whether the scan has ended.
    pub fn at_end(&self) -> bool {
        self.at_end
    }

    /// Returns a column of the current row, `None` without a scan.
    ///
    /// # Safety
    /// SQLite has set the table of this cursor.
    pub unsafe fn column(&self, column: c_int) -> SqliteResult<Option<RawValue>> {
        // SAFETY: the caller passes a cursor of a connected table.
        let table = unsafe { self.table().number() };
        let Some(scan) = self.scan else { return Ok(None) };
        let mut value = RawValue::NULL;
        callbacks::vtab_column(table, scan, column, &mut value).map_err(|Thrown| SQLITE_ERROR)?;
        Ok(Some(value))
    }

    /// Returns the number of the current row, from 1.
    pub fn rowid(&self) -> i64 {
        self.rowid
    }

    /// Returns the table of this cursor.
    ///
    /// # Safety
    /// SQLite has set the table, which is connected as long as it has cursors.
    unsafe fn table(&self) -> &VirtualTable {
        // SAFETY: SQLite sets the table that `x_connect` made.
        unsafe { &*self.base.pVtab.cast::<VirtualTable>() }
    }

    fn end_scan(&mut self) {
        if let Some(scan) = self.scan.take() {
            callbacks::vtab_close(scan);
        }
    }
}
