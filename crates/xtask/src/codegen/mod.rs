//! Generates the JavaScript host's view of the contract (`crates/abi`) and of SQLite's constants (`sqlite3.h`).

mod contract;
mod sqlite_header;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::project::root;

/// A generated file: its path, its content and what it is generated from.
type Generated = (PathBuf, String, &'static str);

fn files() -> Result<[Generated; 4]> {
    let folder = root().join("npm/lib/generated");
    let header = root().join(sqlite_header::PATH);
    let header = fs::read_to_string(&header)
        .with_context(|| format!("{} cannot be read: run `cargo xtask setup`", header.display()))?;
    Ok([
        (folder.join("abi.js"), contract::script()?, "crates/abi"),
        (folder.join("abi.d.ts"), contract::declarations()?, "crates/abi"),
        (folder.join("sqlite.js"), sqlite_header::script(&header)?, "sqlite3.h"),
        (folder.join("sqlite.d.ts"), sqlite_header::declarations(&header)?, "sqlite3.h"),
    ])
}

/// Returns the first line of a file that is generated from `source`.
fn title(source: &str) -> String {
    format!("// Written by `cargo xtask codegen` from {source}. Do not edit.")
}

/// Writes the generated files.
pub fn write() -> Result<()> {
    for (path, text, _) in files()? {
        fs::write(path, text)?;
    }
    Ok(())
}

/// Fails unless every generated file is what [`write()`] would write.
pub fn check() -> Result<()> {
    for (path, text, source) in files()? {
        let found = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        ensure!(found == text, "{} does not match {source}: run `cargo xtask codegen`", path.display());
    }
    Ok(())
}
