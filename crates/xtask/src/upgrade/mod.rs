//! `cargo xtask upgrade VERSION`: follows another version of better-sqlite3, and says what differs.

mod mentions;
mod peer;
mod report;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};

use crate::packages;
use crate::pin::Pin;
use crate::project::{command, output, root};
use peer::Peer;
use report::Report;

/// What is built again, in this order, by a new build of this program.
const BUILDS: [&[&str]; 4] = [&["codegen"], &["wasm"], &["cli"], &["make", "package"]];

/// Everything that compares with native better-sqlite3 or with SQLite: the reference first, because a test that fails
/// on the reference is a change of better-sqlite3.
const COMPARISONS: [&[&str]; 6] = [
    &["test", "conformance", "--on", "reference"],
    &["test", "conformance", "--on", "v8"],
    &["test", "compat"],
    &["test", "sessions", "--node", "24"],
    &["test", "differential"],
    &["test", "dependants"],
];

/// Returns the folder of the report and of what the comparisons print.
fn folder() -> PathBuf {
    root().join("target/upgrade")
}

/// Changes the pin, builds, compares, and prints the report. Succeeds if nothing has to be changed by hand.
pub fn run(arguments: &[&str]) -> Result<ExitCode> {
    let [version] = arguments else { bail!("usage: cargo xtask upgrade VERSION; docs/UPGRADING.md says what follows") };
    let status = output(command("git").args(["status", "--porcelain", "--untracked-files=no"]))?;
    ensure!(status.is_empty(), "there are changes that are not committed: an upgrade must not mix with them");
    fs::create_dir_all(folder())?;

    let before = Peer::installed()?.keep(&folder().join("before"))?;
    packages::npm_pin(&root(), "better-sqlite3", version)?;
    let after = Peer::installed()?;
    let old_sqlite = pin(&after)?;
    let mut report = Report::new(&before, &after)?;
    mentions::replace(&before.version, version, &old_sqlite, &after.sqlite_version)?;
    report.mentions(&before.version)?;

    for build in BUILDS {
        report.step(build, true)?;
    }
    // The notices name the versions, and only the texts need cargo-about.
    report.step(&["licences"], true)?;
    for comparison in COMPARISONS {
        report.step(comparison, false)?;
    }
    report.write(&folder().join("report.md"))
}

/// Pins the installed source. Returns the version of SQLite that was pinned.
fn pin(peer: &Peer) -> Result<String> {
    let mut pin = Pin::read()?;
    let old = pin.get("sqlite-version")?.to_owned();
    pin.set("package-version", &peer.version);
    pin.set("sqlite-version", &peer.sqlite_version);
    pin.set("source-id", &peer.source_id);
    for file in ["sqlite3.c", "sqlite3.h"] {
        pin.set_digest(file, &peer.digest(file)?);
    }
    pin.set_peer_options(&peer.options()?);
    pin.write()?;
    Ok(old)
}

/// Returns a command of this repository, built from what the sources are now.
fn xtask(arguments: &[&str]) -> std::process::Command {
    let mut cargo = command(env!("CARGO"));
    cargo.arg("xtask").args(arguments);
    cargo
}

/// Returns the text behind a `#define` of a C header.
fn defined<'a>(header: &'a str, name: &str) -> Result<&'a str> {
    let line = header.lines().find(|line| line.split_whitespace().take(2).eq(["#define", name]));
    line.and_then(|line| line.split('"').nth(1)).with_context(|| format!("sqlite3.h does not define {name}"))
}
