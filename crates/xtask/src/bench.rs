//! Compares this package with other libraries.

use std::path::Path;

use anyhow::{Context, Result};

use crate::project::{self, command, root};
use crate::{dist, node, setup};

const FOLDER: &str = "benches/node";

/// Builds, installs the other libraries, and measures all of them in turns; the table goes to the standard output.
pub fn run() -> Result<()> {
    dist::run()?;
    setup::npm_packages(&root().join(FOLDER))?;
    let node = node::executable(node::REFERENCE)?;
    build_native(&node)?;
    std::fs::create_dir_all(root().join("target/bench"))?;
    project::run(command(&node).args(["benches/node/run.js", "5", "target/bench/node.json"]))
}

/// Compiles the native library that has no ready-made binary in its package.
fn build_native(node: &Path) -> Result<()> {
    let package = root().join(FOLDER).join("node_modules/better-sqlite3-12");
    if package.join("build/Release/better_sqlite3.node").exists() {
        return Ok(());
    }
    // The headers come with the executable: bin/node, include/node.
    let distribution = node.ancestors().nth(2).context("node is in bin/")?;
    let gyp = root().join(FOLDER).join("node_modules/node-gyp/bin/node-gyp.js");
    let mut build = command(node);
    build.arg(gyp).args(["rebuild", "--release", "-C"]).arg(package).arg("--nodedir").arg(distribution);
    project::run(build.env("npm_config_nodedir", distribution))
}
