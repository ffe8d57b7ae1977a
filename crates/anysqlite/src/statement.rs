use std::cell::{RefCell, RefMut};
use std::sync::Arc;
use std::vec;

use crate::connection::{Budget, Connection};
use crate::error::{Error, Result};
use crate::row::Row;
use crate::value::Value;
use crate::values;

/// As a number of parameters: executes the statement with the values that are bound to it.
const AS_BOUND: i32 = -1;

/// What a statement changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes {
    /// Number of rows that the statement inserted, updated or deleted.
    pub rows: u32,
    /// The rowid that the connection inserted last.
    pub last_insert_rowid: i64,
}

/// A prepared statement. Dropping it finalizes it.
pub struct Statement<'db> {
    connection: &'db RefCell<Connection>,
    address: u32,
    parameters: usize,
}

impl<'db> Statement<'db> {
    pub(crate) fn prepare(connection: &'db RefCell<Connection>, sql: &str) -> Result<Self> {
        let borrowed = &mut *connection.borrow_mut();
        let (at, length) = borrowed.place_sql(sql)?;
        let arguments = (borrowed.address(), at, length, 0);
        let address = borrowed.call(|guest| &guest.stmt_prepare, arguments)?;
        let result = match borrowed.result(abi::RESULT_CODE)? {
            abi::NO_STATEMENT => Err(Error::NoStatement),
            abi::SEVERAL_STATEMENTS => Err(Error::SeveralStatements),
            code => borrowed.check(code),
        };
        borrowed.free(at)?;
        result?;
        let parameters = borrowed.number(address, abi::STATEMENT_PARAMETERS)? as usize;
        Ok(Self { connection, address, parameters })
    }

    /// Borrows the connection for one operation. No user code runs within an operation, so borrows never overlap.
    fn connection(&self) -> RefMut<'db, Connection> {
        self.connection.borrow_mut()
    }

    /// Returns the number of parameters.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// Returns the names of the result's columns.
    ///
    /// # Errors
    /// [`Error::Closed`] if an earlier failure closed the database.
    pub fn columns(&self) -> Result<Vec<String>> {
        let connection = &mut *self.connection();
        match connection.number(self.address, abi::STATEMENT_COLUMNS)? {
            0 => Ok(Vec::new()),
            count => column_names(connection, self.address, column_count(count)?),
        }
    }

    /// Executes the statement to its end and returns what it changed. Rows that it returns are dropped.
    ///
    /// # Errors
    /// [`Error::Sqlite`] if SQLite fails, [`Error::Parameters`] if the number of values is wrong, an error of a limit
    /// ([`Error::TimeLimit`], [`Error::MemoryLimit`]), or [`Error::Closed`].
    pub fn execute(&mut self, parameters: &[Value]) -> Result<Changes> {
        let connection = &mut *self.connection();
        self.bind(connection, parameters)?;
        let code = connection.call(|guest| &guest.stmt_run, (self.address, 0, AS_BOUND))?;
        connection.check(code)?;
        Ok(Changes {
            rows: connection.result(abi::RESULT_CHANGES)? as u32,
            last_insert_rowid: connection.result64(abi::RESULT_ROWID64)?,
        })
    }

    /// Executes the statement and returns an iterator over its rows. Rows are fetched in batches, as the iterator needs
    /// them.
    ///
    /// # Errors
    /// As for [`Statement::execute`].
    pub fn query(&mut self, parameters: &[Value]) -> Result<Rows<'_, 'db>> {
        let budget = self.connection().budget();
        let batch = Vec::new().into_iter();
        let mut rows = Rows { statement: self, columns: Arc::default(), batch, done: true, budget };
        rows.start(parameters)?;
        Ok(rows)
    }

    fn bind(&self, connection: &mut Connection, parameters: &[Value]) -> Result<()> {
        if parameters.len() != self.parameters {
            return Err(Error::Parameters { expected: self.parameters, bound: parameters.len() });
        }
        if parameters.is_empty() {
            return Ok(());
        }
        let at = connection.place_values(parameters)?;
        // The number equals SQLite's own count of parameters, which fits 32 bits.
        let code = connection.call(|guest| &guest.stmt_bind, (self.address, at, parameters.len() as i32))?;
        connection.free(at)?;
        connection.check(code)
    }
}

impl Drop for Statement<'_> {
    fn drop(&mut self) {
        let connection = &mut *self.connection();
        // A failure here closes the database, which the next call reports.
        let _ = connection.call(|guest| &guest.stmt_finalize, (self.address,));
    }
}

/// Validates a column count read from the guest, which may be corrupt.
fn column_count(count: i32) -> Result<i32> {
    if (1..=abi::MAX_COLUMNS).contains(&count) {
        return Ok(count);
    }
    Err(Error::Trap { reason: format!("it returned {count} as a number of columns") })
}

fn column_names(connection: &mut Connection, statement: u32, count: i32) -> Result<Vec<String>> {
    let name = |column| {
        connection.call(|guest| &guest.stmt_column_text, (statement, column, abi::COLUMN_NAME))?;
        Ok(connection.text()?.unwrap_or_default())
    };
    (0..count).map(name).collect()
}

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
}

impl Rows<'_, '_> {
    /// Resets the statement before its last row and reports whether that succeeded. Outside a transaction this commits
    /// what the statement has written.
    ///
    /// # Errors
    /// If the changes cannot be committed; they are rolled back then.
    pub fn finish(mut self) -> Result<()> {
        self.reset()
    }

    fn start(&mut self, parameters: &[Value]) -> Result<()> {
        let connection = &mut *self.statement.connection();
        self.statement.bind(connection, parameters)?;
        let arguments = (self.statement.address, 0, AS_BOUND, abi::ROWS_SAFE_INTEGERS);
        let code = connection.call_within(&mut self.budget, |guest| &guest.stmt_query, arguments)?;
        self.take_batch(connection, code)
    }

    fn fetch(&mut self) -> Result<()> {
        let connection = &mut *self.statement.connection();
        let arguments = (self.statement.address, abi::ROWS_SAFE_INTEGERS);
        let fetched = connection.call_within(&mut self.budget, |guest| &guest.stmt_fetch, arguments);
        fetched.and_then(|code| self.take_batch(connection, code)).inspect_err(|_| self.done = true)
    }

    /// Copies the batch of rows that the guest has packed. `code` is the result code of the call that packed them.
    fn take_batch(&mut self, connection: &mut Connection, code: i32) -> Result<()> {
        if code != 0 {
            self.done = true;
            return connection.check(code);
        }
        let count = connection.result(abi::RESULT_COUNT)? as usize;
        // A statement that returns no rows may have no columns.
        let width = if count == 0 { 0 } else { column_count(connection.result(abi::RESULT_COLUMNS)?)? };
        let state = connection.result(abi::RESULT_STATE)?;
        let first = connection.result(abi::RESULT_ROWS)? as u32 as usize;
        if count > 0 && (self.columns.is_empty() || state & abi::STATE_RECOMPILED != 0) {
            self.columns = column_names(connection, self.statement.address, width)?.into();
        }
        let width = width as usize;
        let row = |index: usize| {
            let start = first + index * width * values::RECORD;
            let values: Result<_> =
                (0..width).map(|column| connection.value(start + column * values::RECORD)).collect();
            Ok(Row::new(Arc::clone(&self.columns), values?))
        };
        self.batch = (0..count).map(row).collect::<Result<Vec<_>>>()?.into_iter();
        self.done = state & abi::STATE_DONE != 0;
        Ok(())
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
