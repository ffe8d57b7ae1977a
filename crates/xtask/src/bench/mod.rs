//! Compares this package with other libraries.

mod criterion_report;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::build::addon;
use crate::project::{self, command, root};
use crate::{dist, node, packages};

const FOLDER: &str = "benches/node";

/// Builds, installs the other libraries, measures all of them in turns, and prints the tables to stdout.
pub fn run() -> Result<()> {
    dist::run()?;
    addon::run()?;
    fs::create_dir_all(root().join("target/bench"))?;
    libraries()?;
    hosts()
}

/// Draws the chart of docs/BENCHMARKS.md.
pub fn chart() -> Result<()> {
    packages::npm(&root().join(FOLDER))?;
    project::run(command(node::executable(node::REFERENCE)?).arg("benches/node/chart.mjs"))
}

/// Measures the module on wasmtime beside native SQLite, in Rust.
fn hosts() -> Result<()> {
    let folder = root().join("target/bench/criterion");
    let mut cargo = command(env!("CARGO"));
    cargo.args(["bench", "--package", "benches", "--profile", "addon", "--target-dir", "target/native"]);
    project::run(cargo.env("CRITERION_HOME", &folder))?;
    println!("\n{}", criterion_report::table(&folder)?);
    Ok(())
}

/// Measures the libraries of Node.
fn libraries() -> Result<()> {
    packages::npm(&root().join(FOLDER))?;
    let node = node::executable(node::REFERENCE)?;
    build_native(&node)?;
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
