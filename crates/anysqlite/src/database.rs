use std::cell::{RefCell, RefMut};
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::options::Options;
use crate::row::Row;
use crate::statement::{Changes, Statement};
use crate::value::Value;

/// A connection to a database, in a sandbox of its own. Dropping it closes the database.
pub struct Database {
    connection: RefCell<Connection>,
}

impl Database {
    pub(crate) fn new(connection: Connection) -> Self {
        Self { connection: RefCell::new(connection) }
    }

    /// Opens a database file for reading and writing, and creates it if it is missing. [`Options`] opens it otherwise.
    ///
    /// The same process must not have the file open with native SQLite; see [Sharing files](crate#sharing-files).
    ///
    /// # Errors
    /// [`Error::Sqlite`] if SQLite cannot open the file, [`Error::Engine`] if SQLite cannot run.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Options::new().open(path)
    }

    /// Opens a database in memory.
    ///
    /// # Errors
    /// [`Error::Engine`] if SQLite cannot run.
    pub fn open_in_memory() -> Result<Self> {
        Options::new().open_in_memory()
    }

    /// Borrows the connection for one operation. No user code runs within an operation, so borrows never overlap.
    fn connection(&self) -> RefMut<'_, Connection> {
        self.connection.borrow_mut()
    }

    /// Prepares one statement.
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
    /// [`Error::Sqlite`] if SQLite cannot prepare it; [`Error::NoStatement`] or [`Error::SeveralStatements`] if `sql`
    /// is not exactly one statement.
    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        Statement::prepare(&self.connection, sql)
    }

    /// Executes one statement to its end and returns what it changed. Rows that it returns are dropped.
    ///
    /// ```
    /// # fn main() -> anysqlite::Result<()> {
    /// # let db = anysqlite::Database::open_in_memory()?;
    /// # db.execute_script("CREATE TABLE users (name TEXT)")?;
    /// let changes = db.execute("INSERT INTO users VALUES (?)", &anysqlite::params!["Ada"])?;
    /// assert_eq!((changes.rows, changes.last_insert_rowid), (1, 1));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`Database::prepare`] and [`Statement::execute`].
    pub fn execute(&self, sql: &str, parameters: &[Value]) -> Result<Changes> {
        self.prepare(sql)?.execute(parameters)
    }

    /// Executes any number of statements, one after the other. Rows that they return are dropped.
    ///
    /// # Errors
    /// If one of them cannot be prepared or executed. The statements before it have been executed; those after it have
    /// not.
    pub fn execute_script(&self, sql: &str) -> Result<()> {
        let connection = &mut *self.connection();
        let (start, length) = connection.place_sql(sql)?;
        let result = run_script(connection, start, length);
        if connection.is_open() {
            connection.free(start)?;
        }
        result
    }

    /// Executes one statement and returns all its rows: as structures by column names, as tuples by positions, or as
    /// the values of their only column.
    ///
    /// [`Options::memory_limit`] limits the rows together. [`Statement::query`] reads any number of rows, one by one.
    ///
    /// ```
    /// # fn main() -> anysqlite::Result<()> {
    /// # let db = anysqlite::Database::open_in_memory()?;
    /// let rows: Vec<(i64, String)> = db.query("VALUES (1, 'one'), (2, 'two')", &[])?;
    /// assert_eq!(rows[1], (2, "two".to_owned()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`Database::prepare`] and [`Statement::query`]; [`Error::Deserialize`] if a row does not fit `T`.
    pub fn query<T: DeserializeOwned>(&self, sql: &str, parameters: &[Value]) -> Result<Vec<T>> {
        self.prepare(sql)?.query(parameters)?.collected().map(|row| row?.into()).collect()
    }

    /// Executes one statement and returns its first row.
    ///
    /// ```
    /// # fn main() -> anysqlite::Result<()> {
    /// # let db = anysqlite::Database::open_in_memory()?;
    /// let length: u32 = db.query_one("SELECT length(?)", &anysqlite::params!["four"])?;
    /// assert_eq!(length, 4);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`Database::query`]; [`Error::NoRow`] if there is no row.
    pub fn query_one<T: DeserializeOwned>(&self, sql: &str, parameters: &[Value]) -> Result<T> {
        self.query_one_row(sql, parameters)?.into()
    }

    /// Executes one statement and returns its first row as a [`Row`].
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

    /// Returns whether a transaction is open.
    ///
    /// # Errors
    /// [`Error::Closed`] if an earlier failure closed the database.
    pub fn in_transaction(&self) -> Result<bool> {
        let connection = &mut *self.connection();
        let address = connection.address();
        Ok(connection.call(|guest| &guest.db_autocommit, (address,))? == 0)
    }

    /// Closes the database and reports failures, which dropping it ignores.
    ///
    /// # Errors
    /// [`Error::Sqlite`] if SQLite reports an error, [`Error::Closed`] if an earlier failure closed the database.
    pub fn close(self) -> Result<()> {
        self.connection().close()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let connection = self.connection.get_mut();
        if connection.is_open() {
            // Callers that need the error call `close`.
            let _ = connection.close();
        }
    }
}

/// Executes the statements of a NUL-terminated text, one by one.
fn run_script(connection: &mut Connection, start: u32, length: u32) -> Result<()> {
    let end = start + length;
    let (address, mut at) = (connection.address(), start);
    let budget = &mut connection.budget();
    while at < end {
        let arguments = (address, at, end - at, abi::PREPARE_SCRIPT);
        let statement = connection.call_within(budget, |guest| &guest.stmt_prepare, arguments)?;
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
