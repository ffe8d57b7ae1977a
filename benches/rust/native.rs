use std::hint::black_box;
use std::path::Path;

use rusqlite::{Connection, Statement};

use crate::Side;

/// Native SQLite, built and called by rusqlite.
pub struct Native(Connection);

impl Side for Native {
    const NAME: &'static str = "native";

    type Statement<'side> = Statement<'side>;

    fn open(path: Option<&Path>) -> Self {
        let opened = path.map_or_else(Connection::open_in_memory, Connection::open);
        Self(opened.expect("native SQLite opens it"))
    }

    fn script(&self, sql: &str) {
        self.0.execute_batch(sql).expect("native SQLite executes it");
    }

    fn prepare(&self, sql: &str) -> Statement<'_> {
        self.0.prepare(sql).expect("native SQLite prepares it")
    }

    fn run(statement: &mut Statement<'_>, parameter: i64) -> usize {
        let columns = statement.column_count();
        let mut rows = statement.query([parameter]).expect("native SQLite executes it");
        let mut count = 0;
        while let Some(row) = rows.next().expect("native SQLite returns a row") {
            for column in 0..columns {
                black_box(row.get_ref_unwrap(column));
            }
            count += 1;
        }
        count
    }
}
