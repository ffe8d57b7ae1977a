//! Virtual tables of the application: read-only, their rows generated one at a time.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;
use core::slice;

use abi::*;

use super::bind::free_owned;
use super::connection::Connection;
use super::values::{describe, give};
use crate::ffi::*;
use crate::ffi::{
    sqlite3_index_info_sqlite3_index_constraint as Constraint,
    sqlite3_index_info_sqlite3_index_constraint_usage as ConstraintUsage,
};
use crate::host::callbacks::{self, Thrown};
use crate::value::RawValue;

/// What SQLite knows a module by.
struct Module(i32);

impl Drop for Module {
    fn drop(&mut self) {
        callbacks::handler_release(self.0);
    }
}

/// A connected table. SQLite's part comes first.
#[repr(C)]
struct Table {
    base: sqlite3_vtab,
    number: i32,
    safe_integers: bool,
    /// Names of the parameters, each with a NUL.
    parameters: Vec<Vec<u8>>,
}

impl Drop for Table {
    fn drop(&mut self) {
        callbacks::handler_release(self.number);
    }
}

/// A scan of a table. SQLite's part comes first.
#[repr(C)]
struct Cursor {
    base: sqlite3_vtab_cursor,
    scan: Option<i32>,
    at_end: bool,
    rowid: i64,
}

impl Cursor {
    fn close(&mut self) {
        if let Some(scan) = self.scan.take() {
            callbacks::vtab_close(scan);
        }
    }
}

/// Estimated cost of a scan without arguments: so high that SQLite does not put one inside a loop if it can help it.
const COST: f64 = 1_000_000_000.0;

const fn module(create: Option<CreateFunction>) -> sqlite3_module {
    sqlite3_module {
        iVersion: 0,
        xCreate: create,
        xConnect: Some(connect),
        xBestIndex: Some(best_index),
        xDisconnect: Some(disconnect),
        xDestroy: Some(disconnect),
        xOpen: Some(open),
        xClose: Some(close),
        xFilter: Some(filter),
        xNext: Some(next),
        xEof: Some(eof),
        xColumn: Some(column),
        xRowid: Some(rowid),
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

type CreateFunction = unsafe extern "C" fn(
    *mut sqlite3,
    *mut c_void,
    c_int,
    *const *const c_char,
    *mut *mut sqlite3_vtab,
    *mut *mut c_char,
) -> c_int;

/// For CREATE VIRTUAL TABLE. Were xCreate the same function as xConnect, SQLite would make the module's name a table too.
static MODULE: sqlite3_module = module(Some(create));
/// For a module that is itself a table.
static EPONYMOUS: sqlite3_module = module(None);

impl Connection {
    /// Defines a module of virtual tables.
    ///
    /// # Safety
    /// `name` is NUL-terminated.
    pub unsafe fn create_module(&mut self, name: *const c_char, number: i32, eponymous: bool) -> c_int {
        let methods = if eponymous { &raw const EPONYMOUS } else { &raw const MODULE };
        let module = Box::into_raw(Box::new(Module(number))).cast();
        // SAFETY: the caller's promise; SQLite calls `forget` also when it fails.
        unsafe { sqlite3_create_module_v2(self.db, name, methods, module, Some(forget)) }
    }
}

// SAFETY, for all functions below: SQLite passes what these functions have made, NUL-terminated texts, arrays of the
// lengths it says and pointers to the result types of its documentation.

unsafe extern "C" fn forget(module: *mut c_void) {
    // SAFETY: SQLite gives back, once, the box made above.
    drop(unsafe { Box::from_raw(module.cast::<Module>()) });
}

unsafe extern "C" fn create(
    db: *mut sqlite3,
    module: *mut c_void,
    count: c_int,
    arguments: *const *const c_char,
    table: *mut *mut sqlite3_vtab,
    error: *mut *mut c_char,
) -> c_int {
    // SAFETY: see above.
    unsafe { connect(db, module, count, arguments, table, error) }
}

unsafe extern "C" fn connect(
    db: *mut sqlite3,
    module: *mut c_void,
    count: c_int,
    arguments: *const *const c_char,
    table: *mut *mut sqlite3_vtab,
    error: *mut *mut c_char,
) -> c_int {
    // SAFETY: see above.
    unsafe {
        let module = &*module.cast::<Module>();
        let texts: Vec<_> = slice::from_raw_parts(arguments, count as usize).iter().map(|text| borrow(*text)).collect();
        let mut cells = [RawValue::NULL; VTAB_MAX_VALUES as usize];
        let Ok(number) = callbacks::vtab_connect(module.0, &texts, &mut cells) else { return SQLITE_ERROR };
        let connected = Table::new(number, &cells);
        let declared = connected.declare(db, &cells);
        cells.iter().for_each(free_owned);
        if declared != SQLITE_OK {
            *error = sqlite3_mprintf(c"failed to declare virtual table \"%s\"".as_ptr(), *arguments.add(TABLE_NAME));
            return SQLITE_ERROR;
        }
        *table = Box::into_raw(Box::new(connected)).cast();
    }
    SQLITE_OK
}

/// Which of the arguments for connecting a table is its name.
const TABLE_NAME: usize = 2;

/// A text of SQLite's as a cell.
///
/// # Safety
/// `text` is NUL-terminated.
unsafe fn borrow(text: *const c_char) -> RawValue {
    // SAFETY: the caller's promise.
    let len = unsafe { CStr::from_ptr(text) }.count_bytes();
    RawValue::bytes(VALUE_TEXT, text.cast(), len)
}

/// A copy of a text that the host gave, with a NUL.
///
/// # Safety
/// The cell is one that the host has filled with a text.
unsafe fn terminated(cell: &RawValue) -> Vec<u8> {
    // SAFETY: the caller's promise.
    let text = unsafe { slice::from_raw_parts(cell.data.address, cell.len) };
    [text, b"\0"].concat()
}

impl Table {
    /// # Safety
    /// The cells are what the host gives for a table.
    unsafe fn new(number: i32, cells: &[RawValue]) -> Self {
        // SAFETY: the caller's promise; numbers are 32-bit integers, names are texts.
        unsafe {
            let count = cells[VTAB_PARAMETERS as usize].data.int32 as usize;
            let names = &cells[VTAB_NAMES as usize..][..count];
            Self {
                base: sqlite3_vtab { pModule: core::ptr::null(), nRef: 0, zErrMsg: null_mut() },
                number,
                safe_integers: cells[VTAB_SAFE_INTEGERS as usize].data.int32 != 0,
                parameters: names.iter().map(|name| terminated(name)).collect(),
            }
        }
    }

    /// Tells SQLite the table's columns.
    ///
    /// # Safety
    /// SQLite is connecting the table, and the cells are what the host gave for it.
    unsafe fn declare(&self, db: *mut sqlite3, cells: &[RawValue]) -> c_int {
        // SAFETY: the caller's promise.
        unsafe {
            let schema = terminated(&cells[VTAB_SCHEMA as usize]);
            let declared = sqlite3_declare_vtab(db, schema.as_ptr().cast());
            if declared != SQLITE_OK || cells[VTAB_DIRECT_ONLY as usize].data.int32 == 0 {
                return declared;
            }
            sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY)
        }
    }

    /// Passes the values of parameters on to the generator.
    fn plan(&mut self, constraints: &[Constraint], usage: &mut [ConstraintUsage]) -> Plan {
        let mut given = Vec::new();
        for (index, constraint) in constraints.iter().enumerate() {
            let limits = [SQLITE_INDEX_CONSTRAINT_LIMIT, SQLITE_INDEX_CONSTRAINT_OFFSET];
            let parameter = constraint.iColumn as usize;
            if limits.contains(&constraint.op.into()) || parameter >= self.parameters.len() {
                continue;
            }
            if c_int::from(constraint.op) != SQLITE_INDEX_CONSTRAINT_EQ {
                self.refuse_operator(parameter);
                return Plan::Impossible(SQLITE_ERROR);
            }
            if constraint.usable == 0 {
                // A plan without it would let an argument that was given look like one that was not.
                return Plan::Impossible(SQLITE_CONSTRAINT);
            }
            given.push((parameter, index));
        }
        given.sort_unstable();
        let (mut mask, mut count) = (0, 0);
        for (parameter, index) in given {
            if mask & (1 << parameter) == 0 {
                mask |= 1 << parameter;
                count += 1;
                usage[index] = ConstraintUsage { argvIndex: count, omit: 1 };
            }
        }
        Plan::Possible { mask, count }
    }

    fn refuse_operator(&mut self, parameter: usize) {
        let name = &self.parameters[parameter];
        // SAFETY: the name is NUL-terminated, and SQLite frees the message.
        unsafe {
            sqlite3_free(self.base.zErrMsg.cast());
            let format = c"virtual table parameter \"%s\" can only be constrained by the '=' operator";
            self.base.zErrMsg = sqlite3_mprintf(format.as_ptr(), name.as_ptr());
        }
    }

    /// The arguments of the generator; `None` when one of them is NULL, and so nothing can be found.
    ///
    /// # Safety
    /// `values` holds a value for each bit of the mask.
    unsafe fn arguments(
        &self,
        mask: c_int,
        mut values: *mut *mut sqlite3_value,
    ) -> Result<Option<Vec<RawValue>>, c_int> {
        let mut arguments = Vec::with_capacity(self.parameters.len());
        for parameter in 0..self.parameters.len() {
            if mask & (1 << parameter) == 0 {
                arguments.push(RawValue::UNDEFINED);
                continue;
            }
            // SAFETY: the caller's promise.
            let argument = unsafe {
                let value = *values;
                values = values.add(1);
                describe(value, self.safe_integers).map_err(|_| SQLITE_NOMEM)?
            };
            if argument.kind == VALUE_NULL {
                return Ok(None);
            }
            arguments.push(argument);
        }
        Ok(Some(arguments))
    }
}

/// What can be done about constraints.
enum Plan {
    /// The parameters in the mask are passed on.
    Possible { mask: c_int, count: c_int },
    /// Nothing, for that reason.
    Impossible(c_int),
}

unsafe extern "C" fn disconnect(table: *mut sqlite3_vtab) -> c_int {
    // SAFETY: SQLite gives back, once, the box made in `connect`.
    drop(unsafe { Box::from_raw(table.cast::<Table>()) });
    SQLITE_OK
}

unsafe extern "C" fn best_index(table: *mut sqlite3_vtab, info: *mut sqlite3_index_info) -> c_int {
    // SAFETY: see above.
    unsafe {
        let (table, info) = (&mut *table.cast::<Table>(), &mut *info);
        let count = info.nConstraint as usize;
        if count == 0 {
            info.estimatedCost = COST;
            info.estimatedRows = COST as i64;
            return SQLITE_OK;
        }
        let constraints = slice::from_raw_parts(info.aConstraint, count);
        let usage = slice::from_raw_parts_mut(info.aConstraintUsage, count);
        match table.plan(constraints, usage) {
            Plan::Possible { mask, count } => {
                info.idxNum = mask;
                info.estimatedCost = (COST / f64::from(count + 1)).floor();
                info.estimatedRows = info.estimatedCost as i64;
                SQLITE_OK
            }
            Plan::Impossible(code) => code,
        }
    }
}

unsafe extern "C" fn open(_: *mut sqlite3_vtab, cursor: *mut *mut sqlite3_vtab_cursor) -> c_int {
    let base = sqlite3_vtab_cursor { pVtab: null_mut() };
    // SAFETY: see above.
    unsafe { *cursor = Box::into_raw(Box::new(Cursor { base, scan: None, at_end: true, rowid: 0 })).cast() };
    SQLITE_OK
}

unsafe extern "C" fn close(cursor: *mut sqlite3_vtab_cursor) -> c_int {
    // SAFETY: SQLite gives back, once, the box made in `open`.
    unsafe { Box::from_raw(cursor.cast::<Cursor>()) }.close();
    SQLITE_OK
}

unsafe extern "C" fn filter(
    cursor: *mut sqlite3_vtab_cursor,
    mask: c_int,
    _: *const c_char,
    _count: c_int,
    values: *mut *mut sqlite3_value,
) -> c_int {
    // SAFETY: see above.
    unsafe {
        let scan = &mut *cursor.cast::<Cursor>();
        let table = &*scan.base.pVtab.cast::<Table>();
        scan.close();
        (scan.at_end, scan.rowid) = (true, 0);
        match table.arguments(mask, values) {
            Ok(None) => SQLITE_OK,
            Err(code) => code,
            Ok(Some(arguments)) => match callbacks::vtab_open(table.number, &arguments) {
                Ok(number) => {
                    scan.scan = Some(number);
                    next(cursor)
                }
                Err(Thrown) => SQLITE_ERROR,
            },
        }
    }
}

unsafe extern "C" fn next(cursor: *mut sqlite3_vtab_cursor) -> c_int {
    // SAFETY: see above.
    let cursor = unsafe { &mut *cursor.cast::<Cursor>() };
    let Some(scan) = cursor.scan else { return SQLITE_OK };
    match callbacks::vtab_next(scan) {
        Ok(on_row) => {
            cursor.at_end = !on_row;
            cursor.rowid += 1;
            SQLITE_OK
        }
        Err(Thrown) => SQLITE_ERROR,
    }
}

unsafe extern "C" fn eof(cursor: *mut sqlite3_vtab_cursor) -> c_int {
    // SAFETY: see above.
    unsafe { (*cursor.cast::<Cursor>()).at_end.into() }
}

unsafe extern "C" fn column(cursor: *mut sqlite3_vtab_cursor, context: *mut sqlite3_context, column: c_int) -> c_int {
    // SAFETY: see above.
    unsafe {
        let cursor = &*cursor.cast::<Cursor>();
        let table = &*cursor.base.pVtab.cast::<Table>();
        let Some(scan) = cursor.scan else { return SQLITE_OK };
        let mut value = RawValue::NULL;
        if callbacks::vtab_column(table.number, scan, column, &mut value).is_err() {
            return SQLITE_ERROR;
        }
        give(context, &value);
    }
    SQLITE_OK
}

unsafe extern "C" fn rowid(cursor: *mut sqlite3_vtab_cursor, rowid: *mut i64) -> c_int {
    // SAFETY: see above.
    unsafe { *rowid = (*cursor.cast::<Cursor>()).rowid };
    SQLITE_OK
}
