//! A version of better-sqlite3, as npm has installed it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::defined;
use crate::build::digest::sha256;
use crate::project::{command, root, run};

/// What belongs to a thread count that a guest does not have.
const OWN: [&str; 1] = ["SQLITE_THREADSAFE"];

pub struct Peer {
    pub folder: PathBuf,
    pub version: String,
    pub sqlite_version: String,
    pub source_id: String,
}

impl Peer {
    /// Returns the version in node_modules.
    pub fn installed() -> Result<Self> {
        Self::read(root().join("node_modules/better-sqlite3"))
    }

    fn read(folder: PathBuf) -> Result<Self> {
        let manifest: Value = serde_json::from_str(&fs::read_to_string(folder.join("package.json"))?)?;
        let header = fs::read_to_string(folder.join("deps/sqlite3/sqlite3.h"))?;
        Ok(Self {
            version: manifest["version"].as_str().context("better-sqlite3 has a version")?.to_owned(),
            sqlite_version: defined(&header, "SQLITE_VERSION")?.to_owned(),
            source_id: defined(&header, "SQLITE_SOURCE_ID")?.to_owned(),
            folder,
        })
    }

    /// Copies the version to a folder, which is emptied. Returns the copy.
    pub fn keep(&self, folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        run(command("cp").arg("-r").arg(&self.folder).arg(folder))?;
        Self::read(folder.to_owned())
    }

    /// Returns the SHA-256 of a file of SQLite's source.
    pub fn digest(&self, file: &str) -> Result<String> {
        Ok(sha256(&fs::read(self.folder.join("deps/sqlite3").join(file))?))
    }

    /// Returns SQLite's compile options but those that the guest sets itself, by name.
    pub fn options(&self) -> Result<BTreeMap<String, String>> {
        let text = fs::read_to_string(self.folder.join("deps/defines.gypi"))?;
        let defines = text.lines().filter_map(|line| line.trim().strip_prefix('\'')?.strip_suffix("',"));
        let options = defines.map(|define| define.split_once('=').unwrap_or((define, "")));
        Ok(options
            .filter(|(name, _)| !OWN.contains(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect())
    }
}
