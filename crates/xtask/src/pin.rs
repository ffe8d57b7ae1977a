//! The pinned SQLite source: `crates/sqlite-wasm/sqlite.toml`, whose comments survive a change.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, Table, value};

use crate::project::root;

/// The pinned source.
pub struct Pin {
    document: DocumentMut,
}

impl Pin {
    /// Reads the pin.
    pub fn read() -> Result<Self> {
        Ok(Self { document: fs::read_to_string(path())?.parse()? })
    }

    /// Returns a value outside of the tables.
    pub fn get(&self, key: &str) -> Result<&str> {
        self.document.get(key).and_then(|item| item.as_str()).with_context(|| format!("sqlite.toml has no {key}"))
    }

    /// Returns the SHA-256 of a source file.
    pub fn digest(&self, file: &str) -> Result<&str> {
        let digest = self.document["sha256"].get(file).and_then(|item| item.as_str());
        digest.with_context(|| format!("sqlite.toml has no digest of {file}"))
    }

    /// Replaces a value outside of the tables.
    pub fn set(&mut self, key: &str, text: &str) {
        self.document[key] = value(text);
    }

    /// Replaces the SHA-256 of a source file.
    pub fn set_digest(&mut self, file: &str, digest: &str) {
        self.document["sha256"][file] = value(digest);
    }

    /// Replaces the compile options of better-sqlite3.
    pub fn set_peer_options(&mut self, options: &BTreeMap<String, String>) {
        let table: Table = options.iter().map(|(name, option)| (name, value(option))).collect();
        if let Some(old) = self.document["peer-options"].as_table_mut() {
            let decor = old.decor().clone();
            *old = table;
            *old.decor_mut() = decor;
        }
    }

    /// Writes the pin.
    pub fn write(&self) -> Result<()> {
        Ok(fs::write(path(), self.document.to_string())?)
    }
}

fn path() -> PathBuf {
    root().join("crates/sqlite-wasm/sqlite.toml")
}
