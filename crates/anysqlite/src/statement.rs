use std::sync::Arc;

use super::cells::CELL;
use super::connection::{Budget, Connection};
use super::database::{Changes, Database};
use super::row::Row;
use super::value::Value;
use crate::error::{Error, Result};

/// Leaves what was bound as it is.
const AS_BOUND: i32 = -1;

/// A compiled statement.
pub struct Statement<'db> {
    database: &'db Database,
    address: u32,
    parameters: usize,
}

impl<'db> Statement<'db> {
    pub(super) fn prepare(database: &'db Database, sql: &str) -> Result<Self> {
        let connection = &mut *database.connection();
        let text = [sql.as_bytes(), b"\0"].concat();
        let at = connection.place(&text)?;
        let own = connection.address();
        // It was placed, so its length is of 32 bits.
        let address = connection.call(|guest| &guest.stmt_prepare, (own, at, sql.len() as u32, 0))?;
        let result = match connection.result(abi::RESULT_CODE)? {
            abi::NO_STATEMENT => Err(Error::NoStatement),
            abi::SEVERAL_STATEMENTS => Err(Error::SeveralStatements),
            code => connection.check(code),
        };
        connection.free(at)?;
        result?;
        let parameters = connection.number(address, abi::STATEMENT_PARAMETERS)? as usize;
        Ok(Self { database, address, parameters })
    }

    /// How many parameters it has.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// Names of the result's columns.
    ///
    /// # Errors
    /// If the database was closed by a failure.
    pub fn columns(&self) -> Result<Vec<String>> {
        let connection = &mut *self.database.connection();
        match connection.number(self.address, abi::STATEMENT_COLUMNS)? {
            0 => Ok(Vec::new()),
            count => column_names(connection, self.address, width(count)?),
        }
    }

    /// Executes it for what it changes.
    ///
    /// # Errors
    /// If SQLite refuses, or a limit is reached.
    pub fn execute(&mut self, parameters: &[Value]) -> Result<Changes> {
        let connection = &mut *self.database.connection();
        self.bind(connection, parameters)?;
        let code = connection.call(|guest| &guest.stmt_run, (self.address, 0, AS_BOUND))?;
        connection.check(code)?;
        Ok(Changes {
            rows: connection.result(abi::RESULT_CHANGES)? as u32,
            last_insert_rowid: connection.result64(abi::RESULT_ROWID64)?,
        })
    }

    /// Executes it for its rows, which are fetched as they are asked for.
    ///
    /// # Errors
    /// If SQLite refuses, or a limit is reached.
    pub fn query(&mut self, parameters: &[Value]) -> Result<Rows<'_, 'db>> {
        let budget = self.database.connection().budget();
        let ready = Vec::new().into_iter();
        let mut rows = Rows { statement: self, columns: Arc::default(), ready, done: true, budget };
        rows.start(parameters)?;
        Ok(rows)
    }

    fn bind(&self, connection: &mut Connection, parameters: &[Value]) -> Result<()> {
        if parameters.len() != self.parameters {
            return Err(Error::Parameters { wanted: self.parameters, given: parameters.len() });
        }
        if parameters.is_empty() {
            return Ok(());
        }
        let at = connection.place_values(parameters)?;
        // SQLite has no statement of so many parameters that their number is wider.
        let code = connection.call(|guest| &guest.stmt_bind, (self.address, at, parameters.len() as i32))?;
        connection.free(at)?;
        connection.check(code)
    }
}

impl Drop for Statement<'_> {
    fn drop(&mut self) {
        let connection = &mut *self.database.connection();
        // A failure closes the database, which the next call reports.
        let _ = connection.call(|guest| &guest.stmt_finalize, (self.address,));
    }
}

/// A number of columns, from a guest that may be in disorder: it has at least one, and not more than SQLite allows.
fn width(columns: i32) -> Result<i32> {
    if (1..=abi::MAX_COLUMNS).contains(&columns) {
        return Ok(columns);
    }
    Err(Error::Trap { reason: format!("it gave {columns} as a number of columns") })
}

fn column_names(connection: &mut Connection, statement: u32, count: i32) -> Result<Vec<String>> {
    let name = |column| {
        connection.call(|guest| &guest.stmt_column_text, (statement, column, abi::COLUMN_NAME))?;
        Ok(connection.text()?.unwrap_or_default())
    };
    (0..count).map(name).collect()
}

/// The rows of a query. What is left of them is abandoned when this is dropped; [`Rows::finish`] tells whether that worked.
pub struct Rows<'statement, 'db> {
    statement: &'statement mut Statement<'db>,
    columns: Arc<[String]>,
    ready: std::vec::IntoIter<Row>,
    done: bool,
    /// From the start to the last row.
    budget: Budget,
}

impl Rows<'_, '_> {
    fn start(&mut self, parameters: &[Value]) -> Result<()> {
        let database = self.statement.database;
        let connection = &mut *database.connection();
        self.statement.bind(connection, parameters)?;
        let arguments = (self.statement.address, 0, AS_BOUND, abi::ROWS_SAFE_INTEGERS);
        let code = connection.call_within(&mut self.budget, |guest| &guest.stmt_query, arguments)?;
        self.accept(connection, code)
    }

    /// Takes the rows that the guest has packed.
    fn accept(&mut self, connection: &mut Connection, code: i32) -> Result<()> {
        if code != 0 {
            self.done = true;
            return connection.check(code);
        }
        let count = connection.result(abi::RESULT_COUNT)? as usize;
        // What gives no rows may have no columns either.
        let width = if count == 0 { 0 } else { width(connection.result(abi::RESULT_COLUMNS)?)? };
        let state = connection.result(abi::RESULT_STATE)?;
        let first = connection.result(abi::RESULT_ROWS)? as u32 as usize;
        if count > 0 && (self.columns.is_empty() || state & abi::STATE_RECOMPILED != 0) {
            self.columns = column_names(connection, self.statement.address, width)?.into();
        }
        let row = |index: usize| {
            let start = first + index * width as usize * CELL;
            let values: Result<_> = (0..width as usize).map(|column| connection.cell(start + column * CELL)).collect();
            Ok(Row::new(Arc::clone(&self.columns), values?))
        };
        self.ready = (0..count).map(row).collect::<Result<Vec<_>>>()?.into_iter();
        self.done = state & abi::STATE_DONE != 0;
        Ok(())
    }

    fn fetch(&mut self) -> Result<()> {
        let database = self.statement.database;
        let connection = &mut *database.connection();
        let arguments = (self.statement.address, abi::ROWS_SAFE_INTEGERS);
        let fetched = connection.call_within(&mut self.budget, |guest| &guest.stmt_fetch, arguments);
        fetched.and_then(|code| self.accept(connection, code)).inspect_err(|_| self.done = true)
    }
}

impl Rows<'_, '_> {
    /// Abandons what is left of the rows, to learn whether that succeeds: a statement that writes is committed by it, unless
    /// a transaction is open.
    ///
    /// # Errors
    /// If what was changed cannot be committed; then it is rolled back.
    pub fn finish(mut self) -> Result<()> {
        self.reset()
    }

    fn reset(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(());
        }
        let connection = &mut *self.statement.database.connection();
        let code = connection.call(|guest| &guest.stmt_reset, (self.statement.address,))?;
        connection.check(code)
    }
}

impl Iterator for Rows<'_, '_> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.len() == 0 && !self.done {
            if let Err(error) = self.fetch() {
                return Some(Err(error));
            }
        }
        self.ready.next().map(Ok)
    }
}

impl Drop for Rows<'_, '_> {
    fn drop(&mut self) {
        // Who wants to know calls `finish`.
        let _ = self.reset();
    }
}
