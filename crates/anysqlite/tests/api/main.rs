//! The library from outside: statements, limits, confined databases, and files that native SQLite has open as well.

mod confined;
mod confined_rights;
mod engines;
mod environment;
mod fifos;
mod file_size_limit;
mod memory_limit;
mod sharing;
mod statements;
mod support;
mod time_limit;
mod wal_index;
