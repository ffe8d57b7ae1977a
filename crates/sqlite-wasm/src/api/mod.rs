//! What hosts call: connections, statements, parameters and rows.

pub mod bind;
pub mod connection;
pub mod rows;
pub mod statement;
pub mod text;
