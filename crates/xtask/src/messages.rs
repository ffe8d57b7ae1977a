//! Compares docs/TROUBLESHOOTING.md with the messages of the sources.

use std::fs;

use anyhow::{Result, ensure};

use crate::project::root;
use crate::sources;

const DOCUMENT: &str = "docs/TROUBLESHOOTING.md";

/// Where the messages of this project are.
const SOURCES: [&str; 3] = ["crates", "npm/cli", "npm/lib"];

/// Messages of SQLite, of the system, of Node and of TypeScript.
const OTHERS: [&str; 9] = [
    "All versions satisfying \"13\" are quarantined",
    "Cannot find module 'better-sqlite3'",
    "Exec format error",
    "Property 'createSession' does not exist",
    "attempt to write a readonly database",
    "database is locked",
    "disk I/O error",
    "invalid ELF header",
    "was compiled against a different Node.js version",
];

/// Fails if the document explains a message that no source has.
pub fn check() -> Result<()> {
    let document = fs::read_to_string(root().join(DOCUMENT))?;
    let messages = explained(&document);
    ensure!(!messages.is_empty(), "{DOCUMENT} explains no message");
    let texts = sources::read(&SOURCES)?;
    let unknown: Vec<_> = messages
        .into_iter()
        .filter(|message| !OTHERS.contains(message) && !texts.iter().any(|source| has(&source.text, message)))
        .collect();
    ensure!(unknown.is_empty(), "{DOCUMENT} explains messages that nothing prints: {}", unknown.join("; "));
    Ok(())
}

/// Returns the messages in the titles of a document.
fn explained(document: &str) -> Vec<&str> {
    let titles = document.lines().filter_map(|line| line.strip_prefix("### "));
    titles.flat_map(|title| title.split('`').skip(1).step_by(2)).collect()
}

/// Whether a source has a message, whose quotes may be escaped there.
fn has(text: &str, message: &str) -> bool {
    text.contains(message) || text.contains(&message.replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found_in_titles_and_sources() {
        assert_eq!(explained("# `no`\n### `a \"b\"`, `c`\ntext `d`\n"), ["a \"b\"", "c"]);
        assert!(has("x a \\\"b\\\" y", "a \"b\""));
        assert!(!has("x a y", "a \"b\""));
    }
}
