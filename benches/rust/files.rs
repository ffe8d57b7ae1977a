//! SQLite on files: reads, writes, commits, the WAL.

use benches::{Trial, compare};
use criterion::{Criterion, criterion_group, criterion_main};

const WAL: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
const ROLLBACK: &str = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF";
const INSERT: &str = "INSERT INTO log VALUES (?, 1.25, 'this is a row', x'00')";

const ON_FILE: Trial = Trial { file: true, settings: WAL, ..Trial::IN_MEMORY };

const TRIALS: &[Trial] = &[
    Trial { name: "one row by key", sql: "SELECT * FROM small WHERE integer = ?", ..ON_FILE },
    Trial {
        name: "one row by key, from a cold cache",
        settings: "PRAGMA cache_size = 0",
        sql: "SELECT * FROM small WHERE integer = ?",
        ..ON_FILE
    },
    Trial { name: "insert, a transaction each, WAL", sql: INSERT, ..ON_FILE },
    Trial {
        name: "insert, a transaction each, rollback journal without syncs",
        settings: ROLLBACK,
        sql: INSERT,
        ..ON_FILE
    },
    Trial {
        name: "insert, 100 in a transaction, WAL",
        around: Some(("BEGIN", "COMMIT")),
        sql: INSERT,
        repeats: 100,
        operations: 100,
        ..ON_FILE
    },
    Trial {
        name: "checkpoint after an insert",
        around: Some(("BEGIN", "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")),
        settings: "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF",
        sql: INSERT,
        ..ON_FILE
    },
];

fn files(criterion: &mut Criterion) {
    compare(criterion, "files", TRIALS);
}

criterion_group!(benches, files);
criterion_main!(benches);
