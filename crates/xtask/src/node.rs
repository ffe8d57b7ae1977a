//! The Node releases that tests run on, from npm.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::{command, output};

/// The release on which native better-sqlite3, the reference, is run.
pub const REFERENCE: &str = "node24";

/// The executable of a release; it is installed if it is not there.
pub fn executable(release: &str) -> Result<PathBuf> {
    let path = output(command("node").args(["tests/portability/run.js", release, "-p", "process.execPath"]))?;
    Ok(PathBuf::from(path.trim_end()))
}
