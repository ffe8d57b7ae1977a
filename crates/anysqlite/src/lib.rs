//! SQLite in a sandbox: the WebAssembly module of the npm package `@anysqlite/better-sqlite3`, run by
//! [wasmtime](https://wasmtime.dev).
//!
//! A [`Database`] is an ordinary SQLite file, shared with other processes by SQLite's own locks. SQLite
//! itself runs isolated: whatever a damaged file or hostile SQL makes it do, it cannot reach memory outside the sandbox
//! of that one database. The sandbox can be limited in memory, time and disk space, and confined to its own file.
//!
//! ```
//! use anysqlite::{Database, params};
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct User {
//!     name: String,
//!     age: u32,
//! }
//!
//! # fn main() -> anysqlite::Result<()> {
//! let db = Database::open_in_memory()?;
//! db.execute_script("CREATE TABLE users (name TEXT, age INTEGER)")?;
//! db.execute("INSERT INTO users VALUES (?, ?)", &params!["Ada", 36])?;
//!
//! let users: Vec<User> = db.query("SELECT * FROM users WHERE age > ?", &params![18])?;
//! assert_eq!((users[0].name.as_str(), users[0].age), ("Ada", 36));
//! # Ok(())
//! # }
//! ```
//!
//! # Statements and rows
//!
//! [`Database`] executes SQL in one call: [`execute`](Database::execute) for statements that write,
//! [`query`](Database::query) and [`query_one`](Database::query_one) for rows,
//! [`execute_script`](Database::execute_script) for several statements. [`Database::prepare`] returns a [`Statement`],
//! which is executed many times and can return its rows one by one.
//!
//! Parameters are [`Value`]s; [`params!`] makes them. A row becomes any type that implements serde's `Deserialize`: a
//! structure by column names, a tuple by positions, or the value of its only column. [`Row::get`] reads single columns.
//!
//! # Limits
//!
//! [`Options`] sets limits when a database is opened:
//!
//! ```
//! # fn main() -> anysqlite::Result<()> {
//! use std::time::Duration;
//! use anysqlite::{Error, Options};
//!
//! let db = Options::new().time_limit(Duration::from_millis(100)).memory_limit(64 << 20).open_in_memory()?;
//! let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
//! assert!(matches!(db.query::<i64>(endless, &[]), Err(Error::TimeLimit { .. })));
//! # Ok(())
//! # }
//! ```
//!
//! A call that exceeds its [`time_limit`](Options::time_limit) is interrupted and closes the database; its locks are
//! released at once, and SQLite rolls the transaction back when the file is opened next. A call that exceeds the
//! [`memory_limit`](Options::memory_limit) fails; the database usually stays open. What would make the files larger
//! than the [`file_size_limit`](Options::file_size_limit) fails and is rolled back. [`Options`] says what is promised.
//!
//! # Confined databases
//!
//! SQL can read and write files: `ATTACH` opens any database, `VACUUM INTO` creates one. A database that is opened with
//! [`Options::confined`] reaches its own file and SQLite's files beside it (`-journal`, `-wal`, `-shm`, `-lock`), and
//! nothing else. For a file or SQL that is not trusted, set all of it:
//!
//! ```no_run
//! # fn main() -> anysqlite::Result<()> {
//! use std::time::Duration;
//! use anysqlite::Options;
//!
//! let limits = Options::new().memory_limit(64 << 20).time_limit(Duration::from_secs(1)).file_size_limit(64 << 20);
//! let db = limits.confined(true).read_only(true).open("stranger.db")?;
//! let names: Vec<String> = db.query("SELECT name FROM users LIMIT 1000", &[])?;
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! Every method that can fail returns [`Error`]. Whatever failed, the database file is sound: committed transactions
//! are in it, others are rolled back. After [`Error::TimeLimit`] and [`Error::Trap`], and after an
//! [`Error::MemoryLimit`] that SQLite did not survive, the database is closed and further calls return
//! [`Error::Closed`]; open it again.
//!
//! # Sharing files
//!
//! Other processes may use the same file at the same time, with this library, the npm package or native SQLite.
//!
//! **Within one process, do not open a file both with this library and with native SQLite** (rusqlite, for example).
//! When a process closes a file anywhere, POSIX releases all locks that the process holds on it. Native SQLite guards
//! against this among its own connections, but does not know of the connections here, and would write without a lock.
//!
//! On Linux on x64 a database in WAL mode maps its `-shm` file, as native SQLite does: whoever cuts that file short
//! while the database is open ends the process by SIGBUS. A [confined](Options::confined) database reads and writes the
//! file instead, which is slower.
//!
//! # Start-up
//!
//! The module is compiled when the first database is opened, which takes about a second, and shared by all databases of
//! the process. A program that starts often keeps the compiled code in a file ([`Engine::cached`]), or brings it along
//! ([`Engine::precompiled`], [`Engine::load`]) and can then be built without the feature `compiler`:
//!
//! ```no_run
//! # fn main() -> anysqlite::Result<()> {
//! use std::path::Path;
//! use anysqlite::{Engine, Options, Settings};
//!
//! // SAFETY: only this user can write to the folder.
//! let engine = unsafe { Engine::cached(Path::new("/home/ada/.cache/app/sqlite.cwasm"), Settings::default())? };
//! let db = Options::new().engine(&engine).open("app.db")?;
//! # Ok(())
//! # }
//! ```
//!
//! # Threads
//!
//! A [`Database`] has a sandbox of its own and may move to another thread. It serves one thread at a time (it is
//! `Send`, not `Sync`); threads that work at the same time open the file each for themselves.

mod connection;
mod database;
mod deserialize;
mod engine;
mod error;
mod options;
mod row;
mod rows;
mod statement;
mod value;
mod values;

pub use database::Database;
pub use error::{Error, Result};
pub use options::Options;
pub use row::{Column, Row};
pub use rows::Rows;
pub use statement::{Changes, Statement};
pub use value::{FromValue, Value};
#[doc(inline)]
pub use wasmtime_host::{Engine, EngineError, Settings};
