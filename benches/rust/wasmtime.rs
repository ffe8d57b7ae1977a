use std::hint::black_box;
use std::path::Path;

use anysqlite::{Database, Statement, params};

use crate::Side;

/// The module on wasmtime, called by the library `anysqlite`.
pub struct Wasmtime(Database);

impl Side for Wasmtime {
    const NAME: &'static str = "wasmtime";

    type Statement<'side> = Statement<'side>;

    fn open(path: Option<&Path>) -> Self {
        let opened = path.map_or_else(Database::open_in_memory, Database::open);
        Self(opened.expect("the module opens it"))
    }

    fn script(&self, sql: &str) {
        self.0.execute_script(sql).expect("the module executes it");
    }

    fn prepare(&self, sql: &str) -> Statement<'_> {
        self.0.prepare(sql).expect("the module prepares it")
    }

    fn run(statement: &mut Statement<'_>, parameter: i64) -> usize {
        let mut count = 0;
        for row in statement.query(&params![parameter]).expect("the module executes it") {
            black_box(row.expect("the module returns a row"));
            count += 1;
        }
        count
    }
}
