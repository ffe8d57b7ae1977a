//! Where sources and documents name the versions.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::project::{VERSION, command, root};

/// What belongs to a version for ever, or is written by other commands.
const KEPT: [&str; 6] = [
    ":!CHANGELOG.md",
    ":!benches/results.json",
    ":!docs/BENCHMARKS.md",
    ":!*.lock",
    ":!*package-lock.json",
    ":!licences/*.txt",
];

/// Replaces the version of better-sqlite3, which is that of the packages, and the version of SQLite.
pub fn replace(old: &str, new: &str, old_sqlite: &str, new_sqlite: &str) -> Result<()> {
    for (path, from, to) in [
        ("Cargo.toml", format!("version = \"{VERSION}\"\nedition"), format!("version = \"{new}\"\nedition")),
        ("npm/package.json", format!("\"version\": \"{VERSION}\""), format!("\"version\": \"{new}\"")),
    ] {
        substitute(&root().join(path), &from, &to)?;
    }
    for (from, to) in [
        (format!("better-sqlite3 {old}"), format!("better-sqlite3 {new}")),
        (format!("SQLite {old_sqlite}"), format!("SQLite {new_sqlite}")),
        (format!("'{old_sqlite}'"), format!("'{new_sqlite}'")),
    ] {
        for path in files_with(&from)? {
            substitute(&path, &from, &to)?;
        }
    }
    add_entry(new, new_sqlite)
}

/// Returns the files that contain a text, but those that keep it.
pub fn files_with(text: &str) -> Result<Vec<PathBuf>> {
    // git ends with status 1 if there is none.
    let result = command("git").args(["grep", "-lF", text, "--", "."]).args(KEPT).output()?;
    Ok(String::from_utf8(result.stdout)?.lines().map(|line| root().join(line)).collect())
}

fn substitute(path: &PathBuf, from: &str, to: &str) -> Result<()> {
    Ok(fs::write(path, fs::read_to_string(path)?.replace(from, to))?)
}

/// Begins the entry of a version in CHANGELOG.md, unless it has one.
fn add_entry(version: &str, sqlite: &str) -> Result<()> {
    let path = root().join("CHANGELOG.md");
    let text = fs::read_to_string(&path)?;
    if text.contains(&format!("\n## {version},")) {
        return Ok(());
    }
    let entry =
        format!("\n## {version}, unreleased\n\n- Follows better-sqlite3 {version}, with SQLite {sqlite}.\n\n## ");
    Ok(fs::write(path, text.replacen("\n## ", &entry, 1))?)
}
