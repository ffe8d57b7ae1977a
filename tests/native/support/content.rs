//! A database with something of everything, made and changed by SQL alone so that both sides make the same.

use serde_json::Value;

use super::side::{Rows, Side};

/// Two stages of the content: what was there at first, and what was made of it.
const FILL: &str = include_str!("content/fill.sql");
const CHANGE: &str = include_str!("content/change.sql");

/// What shows the whole content, in order.
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

/// Makes the content in an empty database.
pub fn fill(side: &mut dyn Side) {
    side.exec(FILL);
}

/// Changes the content; may be done again and again.
pub fn change(side: &mut dyn Side) {
    side.exec(CHANGE);
}

/// The whole content, after SQLite has checked it.
pub fn read(side: &mut dyn Side) -> Vec<Rows> {
    side.check();
    side.exec("INSERT INTO texts (texts) VALUES ('integrity-check')");
    QUERIES.iter().map(|sql| side.rows(sql)).collect()
}

/// Compares two contents, and shows where they differ rather than all of both.
pub fn assert_same(found: &[Rows], wanted: &[Rows], what: &str) {
    for ((found, wanted), sql) in found.iter().zip(wanted).zip(QUERIES) {
        assert_eq!(found.len(), wanted.len(), "{what}: number of rows of {sql}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!(found == wanted, "{what}: {sql}\nfound  {}\nwanted {}", excerpt(found), excerpt(wanted));
        }
    }
}

fn excerpt(row: &[Value]) -> String {
    row.iter().map(|value| value.to_string().chars().take(60).collect::<String>()).collect::<Vec<_>>().join(" | ")
}
