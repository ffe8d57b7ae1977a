//! The library from outside: statements, limits, confined databases, and files that native SQLite has open as well.

mod confined;
mod engines;
mod environment;
mod limits;
mod sharing;
mod statements;
