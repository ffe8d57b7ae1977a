//! The releases of Node that tests run on.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};

use crate::project::{command, output};

/// The release that native better-sqlite3, the reference, is installed for.
pub const REFERENCE: u32 = 24;

/// The executables that were asked for.
static FOUND: Mutex<BTreeMap<u32, PathBuf>> = Mutex::new(BTreeMap::new());

/// Returns the executable of a release, which is installed from npm if it is missing. Other systems than Linux on x64
/// must have the release as their `node`.
pub fn executable(release: u32) -> Result<PathBuf> {
    let mut found = FOUND.lock().expect("nothing panics while it is locked");
    if let Some(path) = found.get(&release) {
        return Ok(path.clone());
    }
    let path = find(release)?;
    found.insert(release, path.clone());
    Ok(path)
}

/// Installs releases that are missing, all at the same time.
pub fn install(releases: &[u32]) -> Result<()> {
    let start =
        |release: &u32| command("node").args(["tests/portability/runtimes.js", &format!("node{release}")]).spawn();
    let children = releases.iter().map(start).collect::<Result<Vec<_>, _>>().context("node cannot be started")?;
    for mut child in children {
        ensure!(child.wait()?.success(), "a release of Node cannot be installed");
    }
    Ok(())
}

fn find(release: u32) -> Result<PathBuf> {
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
