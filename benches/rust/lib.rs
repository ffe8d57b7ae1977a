//! The two sides of each comparison: the module on wasmtime, and native SQLite.

mod native;
mod trial;
mod wasmtime;

use std::path::Path;

pub use native::Native;
pub use trial::{Trial, compare};
pub use wasmtime::Wasmtime;

/// One side of a comparison. A failure ends the benchmark.
pub trait Side {
    /// Name in reports.
    const NAME: &'static str;

    /// A prepared statement with one parameter.
    type Statement<'side>
    where
        Self: 'side;

    /// Opens a database file or, without a path, a database in memory.
    fn open(path: Option<&Path>) -> Self;

    /// Executes statements.
    fn script(&self, sql: &str);

    /// Prepares a statement.
    fn prepare(&self, sql: &str) -> Self::Statement<'_>;

    /// Executes a statement, reads all values of its rows, and returns the number of rows.
    fn run(statement: &mut Self::Statement<'_>, parameter: i64) -> usize;
}
