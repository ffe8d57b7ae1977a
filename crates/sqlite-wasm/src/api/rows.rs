//! Rows: SQLite's values, packed for a host to read without further calls.
//!
//! The cells of a row follow each other from the start of the area, the texts and blobs of all rows fill it from the
//! end. A row too large for the area is alone in its batch, and its values are SQLite's own memory: they stay until the
//! statement is stepped or reset.

use core::ffi::c_int;
use core::mem::size_of;
use core::ptr::{copy_nonoverlapping, null};
use core::slice;

use abi::*;

use super::connection::ROWS_LEN;
use super::text::is_ascii;
use crate::ffi::*;
use crate::value::RawValue;

/// How values are packed.
#[derive(Clone, Copy)]
pub struct Packing {
    /// Integers stay 64-bit integers.
    pub safe_integers: bool,
    /// Columns to pack.
    pub columns: c_int,
}

/// The area of one batch.
pub struct Batch {
    area: *mut u8,
    /// End of the cells.
    front: usize,
    /// Start of the texts and blobs.
    back: usize,
}

/// Why a row is not in a batch.
#[derive(Debug)]
pub enum Unpacked {
    /// There is no room for it.
    Full,
    /// SQLite had no memory to convert a text.
    OutOfMemory,
}

const CELL: usize = size_of::<RawValue>();

impl Batch {
    /// An empty batch.
    ///
    /// # Safety
    /// `area` points to `ROWS_LEN` bytes, aligned for a cell, that nothing else uses while the batch is filled.
    pub unsafe fn new(area: *mut u8) -> Self {
        Self { area, front: 0, back: ROWS_LEN }
    }

    /// Packs the current row of a statement with copies of its texts and blobs.
    ///
    /// # Safety
    /// The statement is on a row of at least as many columns as are packed.
    pub unsafe fn push(&mut self, statement: *mut sqlite3_stmt, packing: Packing) -> Result<(), Unpacked> {
        let (front, back) = (self.front, self.back);
        let cells_end = front + packing.columns as usize * CELL;
        if cells_end > back {
            return Err(Unpacked::Full);
        }
        self.front = cells_end;
        for column in 0..packing.columns {
            // SAFETY: the caller's promise; the cell is below `cells_end`.
            let packed = unsafe {
                let cell = &mut *self.area.add(front + column as usize * CELL).cast::<RawValue>();
                pack(sqlite3_column_value(statement, column), cell, packing.safe_integers)
                    .and_then(|()| self.copy_payload(cell))
            };
            if let Err(reason) = packed {
                (self.front, self.back) = (front, back);
                return Err(reason);
            }
        }
        Ok(())
    }

    /// Packs the current row as the only one, its texts and blobs where SQLite has them.
    ///
    /// # Safety
    /// As for [`Batch::push`].
    pub unsafe fn push_alone(&mut self, statement: *mut sqlite3_stmt, packing: Packing) -> Result<(), Unpacked> {
        let cells = self.area.cast::<RawValue>();
        for column in 0..packing.columns {
            // SAFETY: the caller's promise; the area has room for the cells of any row.
            unsafe {
                pack(sqlite3_column_value(statement, column), &mut *cells.add(column as usize), packing.safe_integers)?;
            }
        }
        Ok(())
    }

    /// Moves the text or blob of a cell into the area.
    fn copy_payload(&mut self, cell: &mut RawValue) -> Result<(), Unpacked> {
        if !matches!(cell.kind, VALUE_ASCII | VALUE_TEXT | VALUE_BLOB) {
            return Ok(());
        }
        let start = self.back.checked_sub(cell.len).filter(|&start| start >= self.front).ok_or(Unpacked::Full)?;
        // SAFETY: the cell holds the address and length of SQLite's value; the area from `start` to `back` is free.
        unsafe {
            let into = self.area.add(start);
            copy_nonoverlapping(cell.data.address, into, cell.len);
            cell.data.address = into;
        }
        self.back = start;
        Ok(())
    }
}

/// Describes a value; texts and blobs by SQLite's own address.
///
/// # Safety
/// `value` is a column of the current row.
pub unsafe fn pack(value: *mut sqlite3_value, cell: &mut RawValue, safe_integers: bool) -> Result<(), Unpacked> {
    // SAFETY: the caller's promise; each value is read as the type that SQLite says it has.
    unsafe {
        *cell = match sqlite3_value_type(value) {
            SQLITE_INTEGER => integer(sqlite3_value_int64(value), safe_integers),
            SQLITE_FLOAT => float(sqlite3_value_double(value)),
            SQLITE_TEXT => {
                let text = sqlite3_value_text(value);
                bytes(VALUE_TEXT, text, sqlite3_value_bytes(value))?
            }
            SQLITE_BLOB => {
                let blob = sqlite3_value_blob(value);
                bytes(VALUE_BLOB, blob.cast(), sqlite3_value_bytes(value))?
            }
            _ => RawValue::NULL,
        };
    }
    Ok(())
}

fn integer(value: i64, safe: bool) -> RawValue {
    if safe {
        return RawValue::int64(value);
    }
    match i32::try_from(value) {
        Ok(int32) => RawValue::int32(int32),
        Err(_) => float(value as f64),
    }
}

fn float(value: f64) -> RawValue {
    RawValue::float(value)
}

/// # Safety
/// `address` is null or points to `len` bytes.
unsafe fn bytes(kind: i32, address: *const u8, len: c_int) -> Result<RawValue, Unpacked> {
    let len = len as usize;
    if address.is_null() {
        // An empty blob has no address; anything else without one could not be converted.
        let empty = RawValue::bytes(kind, null(), 0);
        return if kind == VALUE_BLOB && len == 0 { Ok(empty) } else { Err(Unpacked::OutOfMemory) };
    }
    // SAFETY: the caller's promise.
    let ascii = kind == VALUE_TEXT && is_ascii(unsafe { slice::from_raw_parts(address, len) });
    Ok(RawValue::bytes(if ascii { VALUE_ASCII } else { kind }, address, len))
}
