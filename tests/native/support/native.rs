//! Native SQLite, in the process of the test.

use std::fmt::Write;
use std::path::Path;

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection};
use serde_json::{Value, json};

use super::side::{Failure, Rows, Side};

/// Native SQLite with one connection.
#[derive(Default)]
pub struct Native {
    connection: Option<Connection>,
}

impl Native {
    /// Opens a database with native SQLite.
    pub fn opened(file: &Path) -> Self {
        let mut native = Self::default();
        native.open(file);
        native
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("a database is open")
    }

    /// Steps each statement to its end. `execute_batch` would stop at the first row.
    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        let mut script = Batch::new(self.connection(), sql);
        while let Some(mut statement) = script.next()? {
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
        }
        Ok(())
    }

    fn query(&self, sql: &str) -> rusqlite::Result<Rows> {
        let mut statement = self.connection().prepare(sql)?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|i| Ok(to_json(row.get_ref(i)?))).collect())?;
        rows.collect()
    }
}

impl Side for Native {
    fn open(&mut self, file: &Path) {
        self.connection = Some(Connection::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display())));
    }

    fn unsafe_mode(&mut self) {}

    fn try_exec(&mut self, sql: &str) -> Result<(), Failure> {
        self.run(sql).map_err(failure)
    }

    fn try_rows(&mut self, sql: &str) -> Result<Rows, Failure> {
        self.query(sql).map_err(failure)
    }

    fn close(&mut self) {
        let connection = self.connection.take().expect("a database is open");
        connection.close().map_err(|(_, error)| error).expect("no statement is open");
    }
}

fn failure(error: rusqlite::Error) -> Failure {
    let code = error.sqlite_error().map_or_else(|| "none".to_owned(), |error| error.extended_code.to_string());
    Failure { code, message: error.to_string() }
}

fn to_json(value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => json!({ "integer": integer.to_string() }),
        ValueRef::Real(real) => json!({ "real": format!("{:016x}", real.to_bits()) }),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(blob) => json!({ "blob": hex(blob) }),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String can be written");
        text
    })
}
