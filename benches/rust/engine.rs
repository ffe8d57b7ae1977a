//! SQLite in memory: statements, scans, joins, sorts, indexes.

use benches::{Trial, compare};
use criterion::{Criterion, criterion_group, criterion_main};

const ROWS: u64 = 10_000;

const TRIALS: &[Trial] = &[
    Trial { name: "one row by key", sql: "SELECT * FROM small WHERE integer = ?", ..Trial::IN_MEMORY },
    Trial {
        name: "100 rows, per row",
        sql: "SELECT * FROM small WHERE integer > ? LIMIT 100",
        operations: 100,
        ..Trial::IN_MEMORY
    },
    Trial {
        name: "insert, 100 in a transaction",
        around: Some(("BEGIN", "COMMIT")),
        sql: "INSERT INTO log VALUES (?, 1.25, 'this is a row', x'00')",
        repeats: 100,
        operations: 100,
        ..Trial::IN_MEMORY
    },
    Trial {
        name: "update by key, 100 in a transaction",
        around: Some(("BEGIN", "COMMIT")),
        sql: "UPDATE small SET real = real + 1 WHERE integer = ?",
        repeats: 100,
        operations: 100,
        ..Trial::IN_MEMORY
    },
    Trial {
        name: "scan with LIKE and sums, per row",
        sql: "SELECT sum(real), count(*) FROM small WHERE text LIKE '%9%' AND integer <> ?",
        operations: ROWS,
        ..Trial::IN_MEMORY
    },
    Trial {
        name: "join with itself, per row",
        sql: "SELECT sum(b.real) FROM small a JOIN small b ON b.integer = 10001 - a.integer WHERE a.integer <> ?",
        operations: ROWS,
        ..Trial::IN_MEMORY
    },
    Trial {
        name: "group and order, per row",
        sql: "SELECT integer % 100 AS g, sum(real), max(text) FROM small WHERE integer <> ? GROUP BY g ORDER BY 2 DESC",
        operations: ROWS,
        ..Trial::IN_MEMORY
    },
    Trial {
        name: "sort by text, per row",
        sql: "SELECT max(t) FROM (SELECT text AS t FROM small WHERE integer <> ? ORDER BY text DESC LIMIT -1 OFFSET 1)",
        operations: ROWS,
        ..Trial::IN_MEMORY
    },
    Trial {
        name: "create an index, per row",
        around: Some(("CREATE INDEX small_text ON small (text, real)", "DROP INDEX small_text")),
        sql: "SELECT integer FROM small WHERE integer = ?",
        operations: ROWS,
        ..Trial::IN_MEMORY
    },
];

fn engine(criterion: &mut Criterion) {
    compare(criterion, "engine", TRIALS);
}

criterion_group!(benches, engine);
criterion_main!(benches);
