//! A database with many features of SQLite. Only SQL creates and changes it, so both sides get the same content.

use serde_json::Value;

use super::side::{Rows, Side};

/// The scripts that create and change the content.
const FILL: &str = include_str!("content/fill.sql");
const CHANGE: &str = include_str!("content/change.sql");

/// Queries that return the whole content, in a fixed order.
const QUERIES: [&str; 9] = [
    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
    "SELECT * FROM people ORDER BY id",
    "SELECT id FROM people ORDER BY name COLLATE NOCASE, id",
    "SELECT * FROM words ORDER BY language, word DESC",
    "SELECT * FROM log ORDER BY at",
    "SELECT * FROM sqlite_sequence ORDER BY name",
    "SELECT rowid, * FROM texts ORDER BY rowid",
    "SELECT rowid, highlight(texts, 1, '<', '>') FROM texts('büch* OR zeile') ORDER BY rowid",
    "SELECT * FROM elders",
];

/// Creates the content in an empty database.
pub fn fill(side: &mut dyn Side) {
    side.exec(FILL);
}

/// Changes the content. It can be changed repeatedly.
pub fn change(side: &mut dyn Side) {
    side.exec(CHANGE);
}

/// Has SQLite check the database and returns the whole content.
pub fn read(side: &mut dyn Side) -> Vec<Rows> {
    side.check();
    side.exec("INSERT INTO texts (texts) VALUES ('integrity-check')");
    QUERIES.iter().map(|sql| side.rows(sql)).collect()
}

/// Asserts that two contents are equal. The message shows only the first row that differs.
pub fn assert_same(actual: &[Rows], expected: &[Rows], label: &str) {
    for ((actual, expected), sql) in actual.iter().zip(expected).zip(QUERIES) {
        assert_eq!(actual.len(), expected.len(), "{label}: number of rows of {sql}");
        for (actual, expected) in actual.iter().zip(expected) {
            let rows = || format!("actual   {}\nexpected {}", excerpt(actual), excerpt(expected));
            assert!(actual == expected, "{label}: {sql}\n{}", rows());
        }
    }
}

fn excerpt(row: &[Value]) -> String {
    row.iter().map(|value| value.to_string().chars().take(60).collect::<String>()).collect::<Vec<_>>().join(" | ")
}
