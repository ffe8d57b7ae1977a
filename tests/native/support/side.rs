//! The interface of the two sides that use the same file: native SQLite and the package.

use std::path::Path;

use serde_json::Value;

/// The rows of a result. Their values are JSON that distinguishes integers, reals and blobs.
pub type Rows = Vec<Vec<Value>>;

/// The error of a script or query.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// The name of SQLite's result code on our side, its number on the native side.
    pub code: String,
    /// The message that a user sees.
    pub message: String,
}

/// Native SQLite, or the package under test, with one connection.
pub trait Side {
    /// Opens a database, which is created if it does not exist.
    fn open(&mut self, file: &Path);
    /// Allows SQL that could corrupt the database, such as journal mode off.
    fn unsafe_mode(&mut self);
    /// Runs a script.
    fn try_exec(&mut self, sql: &str) -> Result<(), Failure>;
    /// Runs a query.
    fn try_rows(&mut self, sql: &str) -> Result<Rows, Failure>;
    /// Closes the connection.
    fn close(&mut self);

    /// Runs a script that has to succeed.
    fn exec(&mut self, sql: &str) {
        self.try_exec(sql).unwrap_or_else(|failure| panic!("{failure:?}: {sql}"));
    }

    /// Runs a query that has to succeed.
    fn rows(&mut self, sql: &str) -> Rows {
        self.try_rows(sql).unwrap_or_else(|failure| panic!("{failure:?}: {sql}"))
    }

    /// Returns the single value of a query. An integer is a number.
    fn value(&mut self, sql: &str) -> Value {
        let value = self.rows(sql).remove(0).remove(0);
        match value.get("integer").and_then(Value::as_str) {
            Some(integer) => integer.parse::<i64>().expect("an integer has digits").into(),
            None => value,
        }
    }

    /// Asserts that SQLite finds no fault in the database.
    fn check(&mut self) {
        assert_eq!(self.value("PRAGMA integrity_check"), "ok");
        assert_eq!(self.rows("PRAGMA foreign_key_check"), Rows::new());
    }
}
