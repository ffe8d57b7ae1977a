//! One of the two that work on the same file in turn, and what is asked of either.

use std::path::Path;

use serde_json::Value;

/// A result: its rows, their values as JSON with integers, reals and blobs told apart.
pub type Rows = Vec<Vec<Value>>;

/// Why something was refused.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// Name of SQLite's result code.
    pub code: String,
    /// What the user reads.
    pub message: String,
}

/// Native SQLite, or the package under test, with one connection.
pub trait Side {
    /// Opens a database, which is made if it is not there.
    fn open(&mut self, file: &Path);
    /// Lifts what protects a database from its own SQL.
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

    /// The single value of a query, an integer as a number.
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
