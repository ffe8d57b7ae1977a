//! Runs every test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::project::{self, command, root};
use crate::{addon, check, dependants, dist, node, reproduce};

/// One run of Node's test runner over a folder.
struct Run {
    folder: &'static str,
    release: &'static str,
    settings: &'static [(&'static str, &'static str)],
    /// Files that cannot hold under these settings.
    except: &'static [&'static str],
}

const V8: &[(&str, &str)] = &[("SQLITE_ENGINE", "v8")];
const WASMTIME: &[(&str, &str)] = &[("SQLITE_ENGINE", "wasmtime"), ("ANYSQLITE_ENGINE", "wasmtime")];
const REFERENCE: &[(&str, &str)] = &[("SQLITE_ENGINE", "reference")];
const EXCLUSIVE: &[(&str, &str)] = &[("SQLITE_ENGINE", "v8"), ("ANYSQLITE_LOCKS", "exclusive")];
const FFI: &[(&str, &str)] = &[("SQLITE_ENGINE", "v8"), ("ANYSQLITE_LOCKS", "ffi")];

/// Files that need a database shared between processes, or given as descriptors, which the `exclusive` tier refuses.
const SHARING: &[&str] =
    &["given-files-shared.test.js", "given-files.test.js", "processes.test.js", "shared-memory.test.js"];

/// Files about locks that the engine v8 alone can have, or that reach into its calls of node:fs.
const OF_V8: &[&str] = &["broken.test.js", "owner.test.js", "self-test.test.js", "tiers.test.js"];

const fn conformance(release: &'static str, settings: &'static [(&'static str, &'static str)]) -> Run {
    Run { folder: "tests/conformance", release, settings, except: &[] }
}

const fn of_folder(folder: &'static str) -> Run {
    Run { folder, release: node::REFERENCE, settings: V8, except: &[] }
}

const RUNS: &[Run] = &[
    conformance(node::REFERENCE, REFERENCE),
    conformance("node18", V8),
    conformance("node20", V8),
    conformance("node22", V8),
    conformance("node24", V8),
    conformance("node26", V8),
    conformance("node26", FFI),
    conformance("node24", WASMTIME),
    Run { except: SHARING, ..conformance("node24", EXCLUSIVE) },
    of_folder("tests/compat"),
    of_folder("tests/sessions"),
    // Node 18 has no node:sqlite.
    Run { release: "node18", except: &["node-sqlite.test.js"], ..of_folder("tests/sessions") },
    of_folder("tests/wasmtime"),
    of_folder("tests/differential"),
    of_folder("tests/package"),
    of_folder("tests/dependants"),
    of_folder("tests/sharing"),
    Run { except: OF_V8, settings: WASMTIME, ..of_folder("tests/sharing") },
    of_folder("tests/crash"),
    of_folder("tests/limits"),
    Run { settings: WASMTIME, ..of_folder("tests/limits") },
    of_folder("tests/portability"),
];

/// The long versions of what is left to chance: comparing with native, sharing, kills, power cuts, malformed files, changesets.
const SOAKS: &[Run] = &[
    Run { settings: &[("ANYSQLITE_DIFFERENTIAL_STATEMENTS", "1200000")], ..of_folder("tests/differential") },
    Run {
        settings: &[("ANYSQLITE_SOAK_SECONDS", "600"), ("ANYSQLITE_SOAK_ROUNDS", "500")],
        ..of_folder("tests/sharing")
    },
    Run {
        settings: &[
            ("SQLITE_ENGINE", "v8"),
            ("ANYSQLITE_SESSION_CASES", "5000"),
            ("ANYSQLITE_SESSION_MALFORMED_CASES", "20000"),
        ],
        ..of_folder("tests/sessions")
    },
    Run {
        settings: &[("ANYSQLITE_CRASH_CASES", "10000"), ("ANYSQLITE_CRASH_MALFORMED_CASES", "50000")],
        ..of_folder("tests/crash")
    },
];

/// Sets up, builds, checks and tests.
pub fn run() -> Result<()> {
    dependants::install(&dist::run()?)?;
    check::run()?;
    rust_tests()?;
    addon::run()?;
    interop_on_wasmtime()?;
    RUNS.iter().try_for_each(node_tests)?;
    reproduce::run()
}

/// Sets up, builds and runs the long versions.
pub fn soak() -> Result<()> {
    dist::run()?;
    SOAKS.iter().try_for_each(node_tests)
}

fn rust_tests() -> Result<()> {
    let mut cargo = command(env!("CARGO"));
    cargo.args(["test", "--workspace", "--target-dir", "target/native"]);
    cargo.args(["wasmtime-host", "anysqlite", "node-binding", "benches"].iter().flat_map(|name| ["--exclude", name]));
    project::run(cargo.env("ANYSQLITE_TEST_NODE", node::executable(node::REFERENCE)?))?;
    // Both at once, so that they share one build of wasmtime.
    let packages = ["--package", "wasmtime-host", "--package", "anysqlite"];
    project::run(command(env!("CARGO")).arg("test").args(addon::CARGO).args(packages))
}

/// The files that are exchanged with native SQLite, by the other engine. One test stops the process at a call of node:fs.
fn interop_on_wasmtime() -> Result<()> {
    let mut cargo = command(env!("CARGO"));
    cargo.args(["test", "--package", "tests", "--test", "interop", "--target-dir", "target/native", "--"]);
    cargo.args(["--skip", "a_crash_at_the_commit_over_two_files_is_recovered"]);
    cargo.envs(WASMTIME.iter().copied()).env("ANYSQLITE_TEST_NODE", node::executable(node::REFERENCE)?);
    project::run(&mut cargo)
}

fn node_tests(run: &Run) -> Result<()> {
    let Run { folder, release, settings, except } = run;
    let shown: Vec<_> = settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
    eprintln!("{} {folder} on {release}", shown.join(" "));
    let mut node = Command::new(node::executable(release)?);
    node.current_dir(root()).envs(settings.iter().copied()).arg("--test");
    // Tests of conformance wait more than they work; all others use the machine as they need. Node 18 has no say in it.
    if *release != "node18" {
        node.arg(format!("--test-concurrency={}", if *folder == "tests/conformance" { 2 } else { 1 }));
    }
    project::run(node.args(test_files(Path::new(folder), except)?))
}

/// The test files of a folder and those in it.
fn test_files(folder: &Path, except: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                // What is installed has tests of its own.
                if name != "node_modules" {
                    folders.push(path);
                }
            } else if name.ends_with(".test.js") && !except.contains(&name.as_str()) {
                files.push(path);
            }
        }
    }
    files.sort();
    ensure!(!files.is_empty(), "{} has no tests", folder.display());
    Ok(files)
}
