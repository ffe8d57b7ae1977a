//! The pinned SQLite source: `crates/sqlite-wasm/sqlite.toml`, whose comments survive a change.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, value};

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

    /// Writes the pin.
    pub fn write(&self) -> Result<()> {
        Ok(fs::write(path(), self.document.to_string())?)
    }
}

fn path() -> PathBuf {
    root().join("crates/sqlite-wasm/sqlite.toml")
}
