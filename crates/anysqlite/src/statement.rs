use std::cell::{RefCell, RefMut};

use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::rows::Rows;
use crate::value::Value;

/// As a number of parameters: executes the statement with the values that are bound to it.
pub const AS_BOUND: i32 = -1;

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
    pub(crate) address: u32,
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
    pub(crate) fn connection(&self) -> RefMut<'db, Connection> {
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
            count => {
                let count = column_count(connection, count)?;
                column_names(connection, self.address, count)
            }
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
        Rows::start(self, parameters)
    }

    pub(crate) fn bind(&self, connection: &mut Connection, parameters: &[Value]) -> Result<()> {
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
pub fn column_count(connection: &mut Connection, count: i32) -> Result<i32> {
    if (1..=abi::MAX_COLUMNS).contains(&count) {
        return Ok(count);
    }
    Err(connection.corrupt(format!("it returned {count} as a number of columns")))
}

/// Returns the names of a statement's columns.
pub fn column_names(connection: &mut Connection, statement: u32, count: i32) -> Result<Vec<String>> {
    let name = |column| {
        connection.call(|guest| &guest.stmt_column_text, (statement, column, abi::COLUMN_NAME))?;
        Ok(connection.text()?.unwrap_or_default())
    };
    (0..count).map(name).collect()
}
