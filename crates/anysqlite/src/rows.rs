use std::sync::Arc;
use std::vec;

use crate::connection::{Budget, Connection};
use crate::error::Result;
use crate::row::Row;
use crate::statement::{AS_BOUND, Statement, column_count, column_names};
use crate::value::Value;
use crate::values;

/// The rows of a query. Dropping the iterator resets the statement; [`Rows::finish`] reports whether that succeeded.
pub struct Rows<'statement, 'db> {
    statement: &'statement mut Statement<'db>,
    columns: Arc<[String]>,
    /// The rows that were fetched but not returned yet.
    batch: vec::IntoIter<Row>,
    /// Whether the statement is reset, so that there is nothing more to fetch.
    done: bool,
    /// The time that is left for all the rows.
    budget: Budget,
    /// Bytes that the values of this batch may still take or, if the rows are collected, those of all rows.
    room: usize,
    collected: bool,
}

impl<'statement, 'db> Rows<'statement, 'db> {
    /// Executes a statement and fetches its first batch.
    pub(crate) fn start(statement: &'statement mut Statement<'db>, parameters: &[Value]) -> Result<Self> {
        let budget = statement.connection().budget();
        let room = statement.connection().row_bytes();
        let batch = Vec::new().into_iter();
        let mut rows = Self { statement, columns: Arc::default(), batch, done: true, budget, room, collected: false };
        rows.execute(parameters)?;
        Ok(rows)
    }

    /// Resets the statement before its last row and reports whether that succeeded. Outside a transaction this commits
    /// what the statement has written.
    ///
    /// # Errors
    /// If the changes cannot be committed; they are rolled back then.
    pub fn finish(mut self) -> Result<()> {
        self.reset()
    }

    /// Limits all rows together to the memory that is meant for one batch, because the caller keeps them.
    pub(crate) fn collected(mut self) -> Self {
        self.collected = true;
        self
    }

    fn execute(&mut self, parameters: &[Value]) -> Result<()> {
        let connection = &mut *self.statement.connection();
        self.statement.bind(connection, parameters)?;
        let arguments = (self.statement.address, 0, AS_BOUND, abi::ROWS_SAFE_INTEGERS);
        let code = connection.call_within(&mut self.budget, |guest| &guest.stmt_query, arguments)?;
        self.take_batch(connection, code)
    }

    /// Fetches the next batch. An error ends the rows.
    fn fetch(&mut self) -> Result<()> {
        let fetched = self.fetch_batch();
        if fetched.is_err() {
            // The first error is the one to report.
            let _ = self.reset();
        }
        fetched
    }

    fn fetch_batch(&mut self) -> Result<()> {
        let connection = &mut *self.statement.connection();
        let arguments = (self.statement.address, abi::ROWS_SAFE_INTEGERS);
        let code = connection.call_within(&mut self.budget, |guest| &guest.stmt_fetch, arguments)?;
        self.take_batch(connection, code)
    }

    /// Copies the batch of rows that the guest has packed. `code` is the result code of the call that packed them.
    fn take_batch(&mut self, connection: &mut Connection, code: i32) -> Result<()> {
        if code != 0 {
            self.done = true;
            return connection.check(code);
        }
        let count = connection.result(abi::RESULT_COUNT)? as usize;
        // A statement that returns no rows may have no columns.
        let width = match connection.result(abi::RESULT_COLUMNS)? {
            _ if count == 0 => 0,
            width => column_count(connection, width)?,
        };
        let state = connection.result(abi::RESULT_STATE)?;
        let first = connection.result(abi::RESULT_ROWS)? as u32 as usize;
        if count > 0 && (self.columns.is_empty() || state & abi::STATE_RECOMPILED != 0) {
            self.columns = column_names(connection, self.statement.address, width)?.into();
        }
        self.done = state & abi::STATE_DONE != 0;
        self.batch = self.copy_rows(connection, first, count, width as usize)?.into_iter();
        Ok(())
    }

    /// Copies rows whose values are at `first`. Several values of the guest may be the same memory, so what it uses does
    /// not limit how much they are here.
    fn copy_rows(&mut self, connection: &mut Connection, first: usize, count: usize, width: usize) -> Result<Vec<Row>> {
        if !self.collected {
            self.room = connection.row_bytes();
        }
        let mut copy = |index: usize| {
            let value = connection.value(first + index * values::RECORD)?;
            let rest = self.room.checked_sub(values::bytes(&value));
            self.room = rest.ok_or_else(|| connection.memory_limit())?;
            Ok(value)
        };
        let mut row = |index: usize| {
            let values: Result<_> = (index * width..(index + 1) * width).map(&mut copy).collect();
            Ok(Row::new(Arc::clone(&self.columns), values?))
        };
        (0..count).map(&mut row).collect()
    }

    fn reset(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(());
        }
        let connection = &mut *self.statement.connection();
        let code = connection.call(|guest| &guest.stmt_reset, (self.statement.address,))?;
        connection.check(code)
    }
}

impl Iterator for Rows<'_, '_> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.batch.len() == 0 && !self.done {
            if let Err(error) = self.fetch() {
                return Some(Err(error));
            }
        }
        self.batch.next().map(Ok)
    }
}

impl Drop for Rows<'_, '_> {
    fn drop(&mut self) {
        // Callers that need the error call `finish`.
        let _ = self.reset();
    }
}
