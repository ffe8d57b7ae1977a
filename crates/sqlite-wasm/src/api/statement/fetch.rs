//! Fetching the rows of a statement in batches.

use core::ffi::c_int;

use abi::*;

use super::Statement;
use crate::api::rows::{Batch, Fit, Packing, Unpacked};
use crate::ffi::*;

impl Statement {
    /// Packs a batch of rows; see `stmt_fetch` of the abi crate. Returns a result code.
    pub fn fetch(&mut self, flags: c_int) -> c_int {
        let single = flags & (ROWS_ONE | ROWS_FIRST) != 0;
        self.connection().results.state = 0;
        // SAFETY: the rows area is the connection's, has the required size, and holds one batch at a time.
        let mut batch = unsafe { Batch::new(self.connection().results.rows) };
        if !self.on_row && !self.first_step() {
            return self.finish_batch(&batch, true);
        }
        let packing = self.packing(flags);
        self.connection().results.columns = packing.columns;
        loop {
            // SAFETY: the statement is on a row, whose columns `packing` counts.
            let pushed = unsafe { batch.push(self.handle, packing) };
            // A row that was not packed stays the current one.
            self.on_row = pushed.is_err();
            match pushed {
                Ok(Fit::Copied) if single => return self.finish_batch(&batch, flags & ROWS_FIRST != 0),
                Ok(Fit::Copied) if self.step() => {}
                Ok(Fit::Copied) => return self.finish_batch(&batch, true),
                Ok(Fit::Alone) | Err(Unpacked::Full) => return self.finish_batch(&batch, false),
                Err(Unpacked::OutOfMemory) => {
                    self.reset();
                    return self.connection().results.store_code(SQLITE_NOMEM);
                }
            }
        }
    }

    fn packing(&self, flags: c_int) -> Packing {
        let columns = if flags & ROWS_PLUCK != 0 {
            1
        } else {
            // SAFETY: the statement is not finalized.
            unsafe { sqlite3_column_count(self.handle) }
        };
        Packing { safe_integers: flags & ROWS_SAFE_INTEGERS != 0, latin1: flags & ROWS_LATIN1 != 0, columns }
    }

    /// Steps to the first row of a batch, and notices whether SQLite recompiled the statement: it does so only before
    /// the first row of an execution. Returns whether the statement is on a row.
    fn first_step(&mut self) -> bool {
        let on_row = self.step();
        // SAFETY: the statement is not finalized.
        let recompilations = unsafe { sqlite3_stmt_status(self.handle, SQLITE_STMTSTATUS_REPREPARE, 0) };
        if recompilations != self.recompilations {
            self.recompilations = recompilations;
            self.connection().results.state |= STATE_RECOMPILED;
            // SAFETY: the statement is not finalized.
            self.record.columns = unsafe { sqlite3_column_count(self.handle) };
        }
        on_row
    }

    /// Steps. Returns whether the statement is on a row.
    fn step(&mut self) -> bool {
        // SAFETY: the statement is not finalized.
        let on_row = unsafe { sqlite3_step(self.handle) } == SQLITE_ROW;
        on_row && !self.connection().hook_failed()
    }

    /// Stores the size of a batch; with `done`, resets the statement. Returns a result code.
    fn finish_batch(&mut self, batch: &Batch, done: bool) -> c_int {
        let results = &mut self.connection().results;
        results.count = batch.rows();
        if !done {
            return results.store_code(SQLITE_OK);
        }
        results.state |= STATE_DONE;
        self.reset()
    }
}
