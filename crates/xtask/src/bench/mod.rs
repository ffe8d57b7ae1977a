//! Compares this package with other libraries. The figures go to benches/results.json, and from there to docs/.

mod criterion_report;
mod programs;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build::addon;
use crate::node::Node;
use crate::project::{self, command, root};
use crate::{dist, node, packages};

const FOLDER: &str = "benches/node";

/// The release of Node for which better-sqlite3 12 is compiled: version 13 does not run on it.
const OLD: Node = Node::Own(20);

/// Runs `cargo xtask bench ARGUMENT…`.
pub fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["report"] => report(),
        ["rust"] => hosts(),
        ["--node", release, groups @ ..] => measure(node_named(release)?, groups),
        [option, ..] if option.starts_with('-') => bail!("there is no option {option}: `cargo xtask` lists them"),
        groups => measure(node::REFERENCE, groups),
    }
}

fn node_named(release: &str) -> Result<Node> {
    Node::named(release).with_context(|| format!("{release} is no release of Node: name it like 24"))
}

/// Builds, installs the other libraries and the programs, and measures groups of trials, all if none is named.
fn measure(release: Node, groups: &[&str]) -> Result<()> {
    let tarball = dist::run()?;
    addon::run()?;
    packages::npm(&root().join(FOLDER))?;
    programs::install(&tarball)?;
    let node = node::executable(release)?;
    if release == OLD {
        build_native(&node)?;
    }
    let mut run = command(&node);
    run.arg("benches/node/run.js").args(groups);
    project::run(run.env("ANYSQLITE_PACKAGE", programs::ours().join("node_modules/better-sqlite3")))
}

/// Writes the tables and draws the charts of the documents.
fn report() -> Result<()> {
    packages::npm(&root().join(FOLDER))?;
    let node = node::executable(node::REFERENCE)?;
    project::run(command(&node).arg("benches/node/report/write.js"))?;
    project::run(command(&node).arg("benches/node/report/charts.mjs"))
}

/// Compares the tables of the documents with the figures.
pub fn check_report() -> Result<()> {
    project::run(command("node").args(["benches/node/report/write.js", "--check"]))
}

/// Measures the module on wasmtime beside native SQLite, in Rust.
fn hosts() -> Result<()> {
    let folder = root().join("target/bench/criterion");
    let mut cargo = command(env!("CARGO"));
    cargo.args(["bench", "--package", "benches", "--profile", "addon", "--target-dir", "target/native"]);
    project::run(cargo.env("CRITERION_HOME", &folder))?;
    criterion_report::update(&folder, &root().join("benches/results.json"))
}

/// Compiles the native library that has no ready-made binary in its package.
fn build_native(node: &Path) -> Result<()> {
    let package = root().join(FOLDER).join("node_modules/better-sqlite3-12");
    if package.join("build/Release/better_sqlite3.node").exists() {
        return Ok(());
    }
    // The headers come with the executable: bin/node, include/node. A link may lead there.
    let node = node.canonicalize()?;
    let distribution = node.ancestors().nth(2).context("node is in bin/")?;
    let gyp = root().join(FOLDER).join("node_modules/node-gyp/bin/node-gyp.js");
    let mut build = command(&node);
    build.arg(gyp).args(["rebuild", "--release", "-C"]).arg(package).arg("--nodedir").arg(distribution);
    project::run(build.env("npm_config_nodedir", distribution))
}
