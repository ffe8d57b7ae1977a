//! SQLite in a sandbox: the WebAssembly module of the npm package `anysqlite`, run by wasmtime.
//!
//! The database is an ordinary SQLite file, shared with other processes by SQLite's own locks. What works on it is
//! isolated: whatever a damaged file or a hostile statement may make SQLite do, it stays in its own memory, which can be
//! limited, and gets no more time and no other file than it is given.
//!
//! One process must not have the same file open by native SQLite (rusqlite, say), too: POSIX takes the locks of a whole
//! process away when the process closes the file anywhere, and native SQLite, which sees to that among its own connections,
//! does not know of the ones here. It would write without a lock. Other processes may use whichever they like.
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
//! Limits are given when a database is opened, by [`Options`]:
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

#[path = "api.rs"]
mod api;
mod error;
#[path = "../../wasmtime-host/src/lib.rs"]
mod host;
#[cfg(feature = "napi")]
#[path = "../../node-binding/src/lib.rs"]
mod napi;

pub use api::{Changes, Column, Database, FromValue, Options, Row, Rows, Statement, Value};
pub use error::{Error, Result};
pub use host::{Engine, Settings};
