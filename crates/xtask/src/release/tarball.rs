//! What is inside a tarball that `npm pack` has written.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::build::digest::sha256;
use crate::project::{command, output};

/// What stands before every path in a tarball of npm.
const FOLDER: &str = "package/";

/// A packed package.
pub struct Tarball {
    pub path: PathBuf,
    /// The size of the packed file in bytes.
    pub size: u64,
    pub sha256: String,
    pub files: BTreeSet<String>,
    pub manifest: Value,
}

impl Tarball {
    /// Reads a tarball's list of files and its manifest.
    pub fn read(path: PathBuf) -> Result<Self> {
        let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let list = output(command("tar").arg("-tzf").arg(&path))?;
        let files = list.lines().map(|line| line.strip_prefix(FOLDER).unwrap_or(line).to_owned()).collect();
        let mut tarball = Self { size: bytes.len() as u64, sha256: sha256(&bytes), files, manifest: Value::Null, path };
        tarball.manifest = serde_json::from_slice(&tarball.content("package.json")?)?;
        Ok(tarball)
    }

    /// Returns the package's name.
    pub fn name(&self) -> &str {
        self.manifest["name"].as_str().unwrap_or_default()
    }

    /// Returns the content of a file.
    pub fn content(&self, file: &str) -> Result<Vec<u8>> {
        let mut tar = command("tar");
        let result = tar.arg("-xzOf").arg(&self.path).arg(format!("{FOLDER}{file}")).output()?;
        ensure!(result.status.success(), "{} has no {file}", self.path.display());
        Ok(result.stdout)
    }
}
