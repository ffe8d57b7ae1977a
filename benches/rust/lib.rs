//! Two sides that do the same: the module on wasmtime, and native SQLite.

mod native;
mod trial;
mod wasmtime;

use std::path::Path;

pub use native::Native;
pub use trial::{Trial, compare};
pub use wasmtime::Wasmtime;

/// A library of SQLite. What fails ends the benchmark.
pub trait Side {
    /// What it is called in reports.
    const NAME: &'static str;

    /// A compiled statement with one parameter.
    type Statement<'side>
    where
        Self: 'side;

    /// Opens a file or, without a path, a database in memory.
    fn open(path: Option<&Path>) -> Self;

    /// Executes statements.
    fn script(&self, sql: &str);

    /// Compiles a statement.
    fn prepare(&self, sql: &str) -> Self::Statement<'_>;

    /// Executes it, reads all values of all rows, and counts them.
    fn run(statement: &mut Self::Statement<'_>, parameter: i64) -> usize;
}
