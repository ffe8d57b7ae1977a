//! Runs every test.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::project::{self, command, root};
use crate::{check, dist, node, reproduce};

/// Sets up, builds, checks and tests.
pub fn run() -> Result<()> {
    dist::run()?;
    check::run()?;
    rust_tests()?;
    conformance("reference", node::REFERENCE)?;
    for release in node::RELEASES {
        conformance("v8", release)?;
    }
    for folder in ["tests/package", "tests/sharing", "tests/crash", "tests/limits", "tests/portability"] {
        node_tests("v8", node::REFERENCE, folder, 1)?;
    }
    reproduce::run()
}

/// The long version of what is left to chance: sharing, kills, power cuts, malformed files.
pub fn soak() -> Result<()> {
    dist::run()?;
    for (folder, settings) in SOAKS {
        for (name, value) in *settings {
            eprintln!("{name}={value}");
        }
        run_node_tests(folder, Command::new(node::executable(node::REFERENCE)?).envs(settings.iter().copied()), 1)?;
    }
    Ok(())
}

type Settings = &'static [(&'static str, &'static str)];

/// What makes the tests of a folder long.
const SOAKS: &[(&str, Settings)] = &[
    ("tests/sharing", &[("ANYSQLITE_SOAK_SECONDS", "600"), ("ANYSQLITE_SOAK_ROUNDS", "500")]),
    ("tests/crash", &[("ANYSQLITE_CRASH_CASES", "10000"), ("ANYSQLITE_MALFORMED_CASES", "50000")]),
];

fn rust_tests() -> Result<()> {
    let mut cargo = command(env!("CARGO"));
    cargo.args(["test", "--workspace", "--target-dir", "target/native"]);
    project::run(cargo.env("ANYSQLITE_TEST_NODE", node::executable(node::REFERENCE)?))
}

fn conformance(engine: &str, release: &str) -> Result<()> {
    node_tests(engine, release, "tests/conformance", 2)
}

/// Runs the test files of a folder with Node's test runner.
fn node_tests(engine: &str, release: &str, folder: &str, at_once: usize) -> Result<()> {
    eprintln!("{folder} on {engine}, {release}");
    let mut node = Command::new(node::executable(release)?);
    node.env("SQLITE_ENGINE", engine);
    // Node 18 has no say in how many files run at once.
    run_node_tests(folder, &mut node, if release == "node18" { 0 } else { at_once })
}

fn run_node_tests(folder: &str, node: &mut Command, at_once: usize) -> Result<()> {
    node.current_dir(root()).arg("--test");
    if at_once > 0 {
        node.arg(format!("--test-concurrency={at_once}"));
    }
    project::run(node.args(test_files(folder)?))
}

fn test_files(folder: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(root().join(folder))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    files.sort();
    ensure!(!files.is_empty(), "{folder} has no tests");
    Ok(files)
}
