//! Runs the packed package on other processors, C libraries and engines.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::dist;
use crate::project::{self, command, root};

/// Runs the matrix on the named targets and prints it. Without targets, runs it on all of them and writes
/// docs/PORTABILITY.md. Fails if a target has other results than native better-sqlite3.
pub fn run(targets: &[&str]) -> Result<()> {
    let package = unpack(&dist::run()?)?;
    let mut matrix = command("node");
    matrix.arg("tests/portability/matrix/main.js").args(targets);
    project::run(matrix.env("ANYSQLITE_PACKAGE", package))
}

/// Unpacks the package as npm would. Returns its folder.
fn unpack(tarball: &Path) -> Result<PathBuf> {
    let folder = root().join("target/portability/package");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    project::run(command("tar").arg("-xzf").arg(tarball).args(["--strip-components=1", "-C"]).arg(&folder))?;
    Ok(folder)
}
