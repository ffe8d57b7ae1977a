//! The Rust API: connections, statements, values and rows.

#[path = "values.rs"]
mod cells;
mod connection;
mod database;
mod deserialize;
mod options;
mod row;
mod statement;
mod value;

pub use database::{Changes, Database};
pub use options::Options;
pub use row::{Column, Row};
pub use statement::{Rows, Statement};
pub use value::{FromValue, Value};
