//! Virtual tables of the application: read-only, their rows generated one at a time.

mod cursor;
mod plan;
mod table;

use core::ffi::{c_char, c_int, c_void};
use core::slice;

use self::cursor::Cursor;
use self::plan::plan;
use self::table::VirtualTable;
use super::connection::Connection;
use super::function_result::set_result;
use crate::ffi::*;
use crate::host::callbacks;
use crate::sqlite_result::code;

/// A registered module, by the number of its handler: the client data that SQLite keeps for it.
struct Module(i32);

impl Drop for Module {
    fn drop(&mut self) {
        callbacks::handler_release(self.0);
    }
}

const fn methods(create: Option<XCreate>) -> sqlite3_module {
    sqlite3_module {
        iVersion: 0,
        xCreate: create,
        xConnect: Some(x_connect),
        xBestIndex: Some(x_best_index),
        xDisconnect: Some(x_disconnect),
        xDestroy: Some(x_disconnect),
        xOpen: Some(x_open),
        xClose: Some(x_close),
        xFilter: Some(x_filter),
        xNext: Some(x_next),
        xEof: Some(x_eof),
        xColumn: Some(x_column),
        xRowid: Some(x_rowid),
        xUpdate: None,
        xBegin: None,
        xSync: None,
        xCommit: None,
        xRollback: None,
        xFindFunction: None,
        xRename: None,
        xSavepoint: None,
        xRelease: None,
        xRollbackTo: None,
        xShadowName: None,
        xIntegrity: None,
    }
}

type XCreate = unsafe extern "C" fn(
    *mut sqlite3,
    *mut c_void,
    c_int,
    *const *const c_char,
    *mut *mut sqlite3_vtab,
    *mut *mut c_char,
) -> c_int;

/// For CREATE VIRTUAL TABLE. If xCreate were the same function as xConnect, SQLite would make the module eponymous,
/// too.
static MODULE: sqlite3_module = methods(Some(x_create));
/// For an eponymous module, which is its only table.
static EPONYMOUS: sqlite3_module = methods(None);

impl Connection {
    /// Registers a module of virtual tables; see `db_create_module` of the abi crate. Returns a result code.
    ///
    /// # Safety
    /// `name` ends in a NUL.
    pub unsafe fn create_module(&mut self, name: *const c_char, number: i32, eponymous: bool) -> c_int {
        let methods = if eponymous { &raw const EPONYMOUS } else { &raw const MODULE };
        let module = Box::into_raw(Box::new(Module(number))).cast();
        // SAFETY: the handle is open, and the caller passes a name with a NUL. SQLite calls `destroy_module` also on
        // failure.
        unsafe { sqlite3_create_module_v2(self.db, name, methods, module, Some(destroy_module)) }
    }
}

unsafe extern "C" fn destroy_module(module: *mut c_void) {
    // SAFETY: SQLite passes, once, the client data that `create_module` made.
    drop(unsafe { Box::from_raw(module.cast::<Module>()) });
}

unsafe extern "C" fn x_create(
    db: *mut sqlite3,
    module: *mut c_void,
    count: c_int,
    arguments: *const *const c_char,
    table: *mut *mut sqlite3_vtab,
    error: *mut *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes to xCreate what it passes to xConnect.
    unsafe { x_connect(db, module, count, arguments, table, error) }
}

unsafe extern "C" fn x_connect(
    db: *mut sqlite3,
    module: *mut c_void,
    count: c_int,
    arguments: *const *const c_char,
    table: *mut *mut sqlite3_vtab,
    error: *mut *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes the client data that `create_module` made, `count` texts with a NUL, of which there are at
    // least three, and pointers to its results.
    unsafe {
        let module = &*module.cast::<Module>();
        let arguments = slice::from_raw_parts(arguments, count as usize);
        match VirtualTable::connect(db, module.0, arguments, error) {
            Ok(connected) => {
                *table = Box::into_raw(connected).cast();
                SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn x_disconnect(table: *mut sqlite3_vtab) -> c_int {
    // SAFETY: SQLite passes, once, the table that `x_connect` made.
    drop(unsafe { Box::from_raw(table.cast::<VirtualTable>()) });
    SQLITE_OK
}

unsafe extern "C" fn x_best_index(table: *mut sqlite3_vtab, info: *mut sqlite3_index_info) -> c_int {
    // SAFETY: SQLite passes a table that `x_connect` made, and a description of the query that nothing else uses.
    unsafe { code(plan(&mut *table.cast::<VirtualTable>(), &mut *info)) }
}

unsafe extern "C" fn x_open(_: *mut sqlite3_vtab, cursor: *mut *mut sqlite3_vtab_cursor) -> c_int {
    // SAFETY: SQLite passes a pointer to its result.
    unsafe { *cursor = Box::into_raw(Box::new(Cursor::new())).cast() };
    SQLITE_OK
}

unsafe extern "C" fn x_close(cursor: *mut sqlite3_vtab_cursor) -> c_int {
    // SAFETY: SQLite passes, once, the cursor that `x_open` made.
    drop(unsafe { Box::from_raw(cursor.cast::<Cursor>()) });
    SQLITE_OK
}

unsafe extern "C" fn x_filter(
    cursor: *mut sqlite3_vtab_cursor,
    parameters: c_int,
    _: *const c_char,
    _count: c_int,
    values: *mut *mut sqlite3_value,
) -> c_int {
    // SAFETY: SQLite passes a cursor that `x_open` made, of a connected table, and the plan's mask of parameters with
    // as many values.
    unsafe { code((*cursor.cast::<Cursor>()).filter(parameters, values)) }
}

unsafe extern "C" fn x_next(cursor: *mut sqlite3_vtab_cursor) -> c_int {
    // SAFETY: SQLite passes a cursor that `x_open` made.
    unsafe { code((*cursor.cast::<Cursor>()).next()) }
}

unsafe extern "C" fn x_eof(cursor: *mut sqlite3_vtab_cursor) -> c_int {
    // SAFETY: SQLite passes a cursor that `x_open` made.
    unsafe { (*cursor.cast::<Cursor>()).at_end().into() }
}

unsafe extern "C" fn x_column(cursor: *mut sqlite3_vtab_cursor, context: *mut sqlite3_context, column: c_int) -> c_int {
    // SAFETY: SQLite passes a cursor that `x_open` made, of a connected table, and the context of this call. A host
    // fills in well-formed values.
    unsafe {
        match (*cursor.cast::<Cursor>()).column(column) {
            Ok(Some(value)) => {
                set_result(context, &value);
                SQLITE_OK
            }
            Ok(None) => SQLITE_OK,
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn x_rowid(cursor: *mut sqlite3_vtab_cursor, rowid: *mut i64) -> c_int {
    // SAFETY: SQLite passes a cursor that `x_open` made, and a pointer to its result.
    unsafe { *rowid = (*cursor.cast::<Cursor>()).rowid() };
    SQLITE_OK
}
