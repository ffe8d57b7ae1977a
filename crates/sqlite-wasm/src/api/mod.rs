//! What hosts call: connections, statements, parameters and rows; and what calls the application back.

pub mod backup;
pub mod bind;
pub mod changesets;
pub mod connection;
mod functions;
pub mod rows;
pub mod sessions;
pub mod statement;
mod tables;
pub mod text;
mod values;
