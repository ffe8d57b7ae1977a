//! The releases of Node that tests run on.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::project::{command, output};

/// The release that native better-sqlite3, the reference, is installed for.
pub const REFERENCE: u32 = 24;

/// Returns the executable of a release, which is installed from npm if it is missing. Other systems than Linux on x64 must
/// have the release as their `node`.
pub fn executable(release: u32) -> Result<PathBuf> {
    let script = "process.stdout.write([process.platform, process.arch, parseInt(process.versions.node)].join(' '))";
    let own = output(command("node").args(["-e", script]))?;
    if own.starts_with("linux x64 ") {
        let name = format!("node{release}");
        let path = output(command("node").args(["tests/portability/run.js", &name, "-p", "process.execPath"]))?;
        return Ok(PathBuf::from(path.trim_end()));
    }
    ensure!(own.ends_with(&format!(" {release}")), "Node {release} is needed, not that of {own}");
    Ok(PathBuf::from("node"))
}
