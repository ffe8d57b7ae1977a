//! A connected virtual table.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;
use core::slice;

use abi::*;

use crate::api::bind::free_owned;
use crate::api::pack::pack_argument;
use crate::ffi::*;
use crate::host::callbacks::{self, Thrown};
use crate::sqlite_result::SqliteResult;
use crate::value::RawValue;

/// Which argument of xConnect is the table's name.
const TABLE_NAME: usize = 2;

/// A connected table. SQLite's part comes first.
#[repr(C)]
pub struct VirtualTable {
    base: sqlite3_vtab,
    number: i32,
    safe_integers: bool,
    /// Names of the parameters, each with a NUL.
    parameters: Vec<Vec<u8>>,
}

impl Drop for VirtualTable {
    fn drop(&mut self) {
        callbacks::handler_release(self.number);
    }
}

impl VirtualTable {
    /// Connects a table of a module and declares its columns to SQLite.
    ///
    /// # Safety
    /// SQLite is connecting the table. It passed the arguments, at least three texts with a NUL, and the pointer to a
    /// message.
    pub unsafe fn connect(
        db: *mut sqlite3,
        module: i32,
        arguments: &[*const c_char],
        error: *mut *mut c_char,
    ) -> SqliteResult<Box<Self>> {
        // SAFETY: the caller passes texts with a NUL.
        let texts: Vec<_> = arguments.iter().map(|text| unsafe { borrow(*text) }).collect();
        let mut values = [RawValue::NULL; VTAB_MAX_VALUES as usize];
        let number = callbacks::vtab_connect(module, &texts, &mut values).map_err(|Thrown| SQLITE_ERROR)?;
        // SAFETY: a host fills in the values of a table, and SQLite is connecting it.
        let (table, declared) = unsafe {
            let table = Self::new(number, &values);
            let declared = table.declare(db, &values);
            (table, declared)
        };
        // SAFETY: the host filled the values for this function alone, which has copied what it keeps.
        values.iter().for_each(|value| unsafe { free_owned(value) });
        if declared != SQLITE_OK {
            // SAFETY: SQLite frees the message. The name is a text with a NUL.
            unsafe {
                *error = sqlite3_mprintf(c"failed to declare virtual table \"%s\"".as_ptr(), arguments[TABLE_NAME]);
            }
            return Err(SQLITE_ERROR);
        }
        Ok(Box::new(table))
    }

    /// Creates the table that a host described.
    ///
    /// # Safety
    /// A host filled in the values for a table.
    unsafe fn new(number: i32, values: &[RawValue]) -> Self {
        // SAFETY: the caller passes values of a table, in which numbers are 32-bit integers and names are texts.
        unsafe {
            let count = values[VTAB_PARAMETERS as usize].data.int32 as usize;
            let names = &values[VTAB_NAMES as usize..][..count];
            Self {
                base: sqlite3_vtab { pModule: core::ptr::null(), nRef: 0, zErrMsg: null_mut() },
                number,
                safe_integers: values[VTAB_SAFE_INTEGERS as usize].data.int32 != 0,
                parameters: names.iter().map(|name| terminated(name)).collect(),
            }
        }
    }

    /// Declares the table's columns to SQLite. Returns a result code.
    ///
    /// # Safety
    /// SQLite is connecting the table, and a host filled in the values for it.
    unsafe fn declare(&self, db: *mut sqlite3, values: &[RawValue]) -> c_int {
        // SAFETY: the caller passes values of a table, in which the schema is a text and the flag a 32-bit integer. The
        // handle is connecting a table, as both functions require.
        unsafe {
            let schema = terminated(&values[VTAB_SCHEMA as usize]);
            let declared = sqlite3_declare_vtab(db, schema.as_ptr().cast());
            if declared != SQLITE_OK || values[VTAB_DIRECT_ONLY as usize].data.int32 == 0 {
                return declared;
            }
            sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY)
        }
    }

    /// Returns the number by which the host knows the table.
    pub fn number(&self) -> i32 {
        self.number
    }

    /// Returns the number of parameters.
    pub fn parameter_count(&self) -> usize {
        self.parameters.len()
    }

    /// Sets the table's error for a constraint of a parameter with another operator than `=`.
    pub fn refuse_operator(&mut self, parameter: usize) {
        let name = &self.parameters[parameter];
        // SAFETY: the former message is null or of SQLite's allocator, as is the new one. The name ends in a NUL.
        unsafe {
            sqlite3_free(self.base.zErrMsg.cast());
            let format = c"virtual table parameter \"%s\" can only be constrained by the '=' operator";
            self.base.zErrMsg = sqlite3_mprintf(format.as_ptr(), name.as_ptr());
        }
    }

    /// Returns an argument for each parameter. Returns `None` if an argument is NULL, which equals nothing, so that no
    /// row can match.
    ///
    /// # Safety
    /// `values` points to a value for each bit of `mask`, which stays as long as the arguments are used.
    pub unsafe fn arguments(
        &self,
        mask: c_int,
        mut values: *mut *mut sqlite3_value,
    ) -> SqliteResult<Option<Vec<RawValue>>> {
        let mut arguments = Vec::with_capacity(self.parameters.len());
        for parameter in 0..self.parameters.len() {
            if mask & (1 << parameter) == 0 {
                arguments.push(RawValue::UNDEFINED);
                continue;
            }
            // SAFETY: the caller passes a value for each bit, of which this is the next.
            let argument = unsafe {
                let value = *values;
                values = values.add(1);
                pack_argument(value, self.safe_integers).map_err(|_| SQLITE_NOMEM)?
            };
            if argument.kind == VALUE_NULL {
                return Ok(None);
            }
            arguments.push(argument);
        }
        Ok(Some(arguments))
    }
}

/// Returns a text of SQLite's as a value, which borrows it.
///
/// # Safety
/// `text` ends in a NUL.
unsafe fn borrow(text: *const c_char) -> RawValue {
    // SAFETY: the caller passes a text with a NUL.
    let len = unsafe { CStr::from_ptr(text) }.count_bytes();
    RawValue::bytes(VALUE_TEXT, text.cast(), len)
}

/// Returns a copy of a text, with a NUL.
///
/// # Safety
/// The value is a text.
unsafe fn terminated(value: &RawValue) -> Vec<u8> {
    // SAFETY: the caller passes a text, whose data is the address of `len` bytes.
    let text = unsafe { slice::from_raw_parts(value.data.address, value.len) };
    [text, b"\0"].concat()
}
