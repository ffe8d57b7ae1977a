use std::cell::{RefCell, RefMut};
use std::path::Path;

use serde::de::DeserializeOwned;

use super::connection::Connection;
use super::options::Options;
use super::row::Row;
use super::statement::Statement;
use super::value::Value;
use crate::error::{Error, Result};

/// An open database. It is closed when it is dropped.
pub struct Database {
    connection: RefCell<Connection>,
}

/// What a statement has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes {
    /// How many rows it has inserted, changed or removed.
    pub rows: u32,
    /// The rowid that was inserted last.
    pub last_insert_rowid: i64,
}

impl Database {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection: RefCell::new(connection) }
    }

    /// Opens a file for reading and writing; it is made if it is not there. [`Options`] can do otherwise.
    ///
    /// The same process must not have the file open by native SQLite, which would lose its POSIX locks when this connection
    /// is closed, as with any close of the file.
    ///
    /// # Errors
    /// If SQLite cannot open it, or the engine cannot start.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Options::new().open(path)
    }

    /// Opens a database in memory.
    ///
    /// # Errors
    /// If the engine cannot start.
    pub fn open_in_memory() -> Result<Self> {
        Options::new().open_in_memory()
    }

    /// Nothing of the application runs inside a call, so there is one at a time.
    pub(super) fn connection(&self) -> RefMut<'_, Connection> {
        self.connection.borrow_mut()
    }

    /// Compiles a statement.
    ///
    /// ```
    /// # fn main() -> anysqlite::Result<()> {
    /// # let db = anysqlite::Database::open_in_memory()?;
    /// let mut numbers = db.prepare("SELECT value FROM json_each(?)")?;
    /// for row in numbers.query(&anysqlite::params!["[1, 2, 3]"])? {
    ///     let number: i64 = row?.get(0)?;
    ///     assert!(number < 4);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If SQLite cannot compile it, or if it is not exactly one statement.
    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        Statement::prepare(self, sql)
    }

    /// Executes one statement for what it changes.
    ///
    /// # Errors
    /// If it cannot be compiled or executed.
    pub fn execute(&self, sql: &str, parameters: &[Value]) -> Result<Changes> {
        self.prepare(sql)?.execute(parameters)
    }

    /// Executes any number of statements. Rows that they give are dropped.
    ///
    /// # Errors
    /// If one cannot be compiled or executed; those before it are done.
    pub fn execute_script(&self, sql: &str) -> Result<()> {
        let connection = &mut *self.connection();
        let text = [sql.as_bytes(), b"\0"].concat();
        let start = connection.place(&text)?;
        let result = run_script(connection, start, sql.len());
        if connection.is_open() {
            connection.free(start)?;
        }
        result
    }

    /// Executes one statement for all its rows: structures by names, tuples by places, or values of the only column.
    ///
    /// They are all in the caller's memory at once, which [`Options::memory_limit`] does not limit: give SQL that is not
    /// trusted a [`Options::time_limit`] or a `LIMIT`, or take rows one by one from [`Statement::query`].
    ///
    /// # Errors
    /// If it cannot be compiled or executed, or a row does not fit.
    pub fn query<T: DeserializeOwned>(&self, sql: &str, parameters: &[Value]) -> Result<Vec<T>> {
        self.prepare(sql)?.query(parameters)?.map(|row| row?.into()).collect()
    }

    /// Executes one statement for its first row.
    ///
    /// # Errors
    /// As for [`Database::query`], or if there is none.
    pub fn query_one<T: DeserializeOwned>(&self, sql: &str, parameters: &[Value]) -> Result<T> {
        self.query_one_row(sql, parameters)?.into()
    }

    /// Executes one statement for its first row as it is.
    ///
    /// # Errors
    /// As for [`Database::query_one`].
    pub fn query_one_row(&self, sql: &str, parameters: &[Value]) -> Result<Row> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(parameters)?;
        let row = rows.next().ok_or(Error::NoRow)??;
        rows.finish()?;
        Ok(row)
    }

    /// Whether a transaction is open.
    ///
    /// # Errors
    /// If the database was closed by a failure.
    pub fn in_transaction(&self) -> Result<bool> {
        let connection = &mut *self.connection();
        let address = connection.address();
        Ok(connection.call(|guest| &guest.db_autocommit, (address,))? == 0)
    }

    /// Closes it, to learn whether that succeeds.
    ///
    /// # Errors
    /// If SQLite cannot close it, or it was closed by a failure.
    pub fn close(self) -> Result<()> {
        self.connection().close()
    }
}

/// Runs the statements of a text that ends in a NUL, one by one.
fn run_script(connection: &mut Connection, start: u32, length: usize) -> Result<()> {
    // It was placed, so both are of 32 bits.
    let end = start + length as u32;
    let (address, mut at) = (connection.address(), start);
    let budget = &mut connection.budget();
    while at < end {
        let statement = connection.call_within(
            budget,
            |guest| &guest.stmt_prepare,
            (address, at, end - at, abi::PREPARE_SCRIPT),
        )?;
        let code = connection.result(abi::RESULT_CODE)?;
        if statement == 0 {
            return if code == abi::NO_STATEMENT { Ok(()) } else { connection.check(code) };
        }
        at = connection.result(abi::RESULT_TEXT)? as u32;
        let code = connection.call_within(budget, |guest| &guest.stmt_drain, (statement,))?;
        let result = connection.check(code);
        connection.call(|guest| &guest.stmt_finalize, (statement,))?;
        result?;
    }
    Ok(())
}

impl Drop for Database {
    fn drop(&mut self) {
        let connection = self.connection.get_mut();
        if connection.is_open() {
            // There is nobody to be told.
            let _ = connection.close();
        }
    }
}
