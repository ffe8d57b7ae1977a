//! What hosts call: connections, statements, parameters and rows, backups, sessions and changesets; and what calls the
//! application back.

pub mod backup;
pub mod bind;
pub mod changeset;
mod children;
pub mod connection;
mod function;
mod function_result;
mod hooks;
mod latin1;
mod pack;
mod result_record;
mod rows;
pub mod session;
pub mod statement;
mod vtab;
