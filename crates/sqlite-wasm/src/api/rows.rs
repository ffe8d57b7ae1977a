//! Rows, packed for a host to read without further calls.
//!
//! The values of each row follow each other from the start of the rows area; the texts and blobs of all rows fill it
//! from the end. A row too large for the area is alone in its batch, and its texts and blobs are SQLite's own memory,
//! which stays until the statement is stepped or reset.

use core::ffi::c_int;
use core::mem::size_of;
use core::ptr::copy_nonoverlapping;
use core::slice;

use abi::*;

use super::latin1;
use super::pack::{OutOfMemory, pack};
use crate::ffi::*;
use crate::value::RawValue;

/// Longer texts stay UTF-8: new JavaScript engines decode many bytes of it at once, which WebAssembly without SIMD
/// cannot.
const MAX_LATIN1_BYTES: usize = 64;

/// How values are packed.
#[derive(Clone, Copy)]
pub struct Packing {
    /// Integers stay 64-bit integers.
    pub safe_integers: bool,
    /// Short texts may become ISO 8859-1.
    pub latin1: bool,
    /// Number of columns to pack.
    pub columns: c_int,
}

/// One batch of rows in the rows area.
pub struct Batch {
    area: *mut u8,
    /// End of the values.
    front: usize,
    /// Start of the texts and blobs.
    back: usize,
    /// Number of rows.
    rows: i32,
}

/// How a row was packed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// With copies of its texts and blobs.
    Copied,
    /// As the only row, with texts and blobs in SQLite's memory.
    Alone,
}

/// Why a row was not packed.
#[derive(Debug)]
pub enum Unpacked {
    /// The batch has no room for the row.
    Full,
    /// SQLite had no memory to convert a text.
    OutOfMemory,
}

impl From<OutOfMemory> for Unpacked {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

impl Batch {
    /// Begins an empty batch.
    ///
    /// # Safety
    /// `area` points to `ROWS_AREA_BYTES` bytes, aligned for a value, that nothing else uses while the batch exists.
    pub unsafe fn new(area: *mut u8) -> Self {
        Self { area, front: 0, back: ROWS_AREA_BYTES as usize, rows: 0 }
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> i32 {
        self.rows
    }

    /// Packs the current row of a statement.
    ///
    /// # Safety
    /// The statement is on a row of at least as many columns as are to be packed.
    pub unsafe fn push(&mut self, statement: *mut sqlite3_stmt, packing: Packing) -> Result<Fit, Unpacked> {
        // SAFETY: the caller passes a statement on a row of enough columns.
        let fit = unsafe {
            match self.copy(statement, packing) {
                Err(Unpacked::Full) if self.rows == 0 => self.refer(statement, packing).map(|()| Fit::Alone)?,
                copied => copied.map(|()| Fit::Copied)?,
            }
        };
        self.rows += 1;
        Ok(fit)
    }

    /// Packs a row with copies of its texts and blobs. Leaves the batch as it was on failure.
    ///
    /// # Safety
    /// As for [`Batch::push`].
    unsafe fn copy(&mut self, statement: *mut sqlite3_stmt, packing: Packing) -> Result<(), Unpacked> {
        let (front, back) = (self.front, self.back);
        let values_end = front + packing.columns as usize * size_of::<RawValue>();
        if values_end > back {
            return Err(Unpacked::Full);
        }
        self.front = values_end;
        for column in 0..packing.columns {
            // SAFETY: the caller passes a statement on a row with this column. The value ends at or before
            // `values_end`, and so lies inside the area.
            let packed = unsafe {
                let value = &mut *self.area.add(front).cast::<RawValue>().add(column as usize);
                pack(sqlite3_column_value(statement, column), value, packing.safe_integers)
                    .map_err(Unpacked::from)
                    .and_then(|()| self.copy_bytes(value, packing.latin1))
            };
            if let Err(reason) = packed {
                (self.front, self.back) = (front, back);
                return Err(reason);
            }
        }
        Ok(())
    }

    /// Copies the text or blob of a value into the area, a short text as ISO 8859-1 if it can be and `latin1` says so.
    fn copy_bytes(&mut self, value: &mut RawValue, latin1: bool) -> Result<(), Unpacked> {
        if !matches!(value.kind, VALUE_ASCII | VALUE_TEXT | VALUE_BLOB) {
            return Ok(());
        }
        let start = self.back.checked_sub(value.len).filter(|&start| start >= self.front).ok_or(Unpacked::Full)?;
        // SAFETY: `pack` stored the address of `len` bytes of SQLite's. The area is free from `front` to `back`, and
        // the copy lies between.
        unsafe {
            let into = self.area.add(start);
            let may_be_latin1 = latin1 && value.kind == VALUE_TEXT && value.len <= MAX_LATIN1_BYTES;
            let text = may_be_latin1.then(|| slice::from_raw_parts(value.data.address, value.len));
            if let Some(characters) = text.and_then(|text| latin1::write(text, into)) {
                *value = RawValue::bytes(VALUE_LATIN1, into, characters);
            } else {
                copy_nonoverlapping(value.data.address, into, value.len);
                value.data.address = into;
            }
        }
        self.back = start;
        Ok(())
    }

    /// Packs a row as the only one, its texts and blobs where SQLite has them.
    ///
    /// # Safety
    /// As for [`Batch::push`].
    unsafe fn refer(&mut self, statement: *mut sqlite3_stmt, packing: Packing) -> Result<(), Unpacked> {
        let values = self.area.cast::<RawValue>();
        for column in 0..packing.columns {
            // SAFETY: the caller passes a statement on a row with this column. The area has room for `MAX_COLUMNS`
            // values, which the abi crate asserts.
            unsafe {
                let value = &mut *values.add(column as usize);
                pack(sqlite3_column_value(statement, column), value, packing.safe_integers)?;
            }
        }
        Ok(())
    }
}
