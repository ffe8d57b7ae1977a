//! Other projects' checkers: npm, publint, Are the types wrong, cargo-deny.

use anyhow::Result;

use super::tarball::Tarball;
use crate::cargo_tools::{self, CARGO_DENY};
use crate::project::{self, command, npm_tool};

/// The rules of cargo-deny.
const RULES: [&str; 3] = ["--config", "licences/deny.toml", "check"];

/// Has npm do everything but publish, and publint look at the package.
pub fn publish(tarball: &Tarball) -> Result<()> {
    project::run(command("npm").args(["publish", "--dry-run", "--loglevel=error"]).arg(&tarball.path))?;
    project::run(npm_tool("publint").args(["--strict", "--pack=false"]).arg(&tarball.path))
}

/// Checks that types and code of each entry agree, for CommonJS and ES modules. TypeScript's old resolution (node10)
/// knows no `exports`; better-sqlite3's own entries have no types there either.
pub fn types(package: &Tarball) -> Result<()> {
    let mut attw = npm_tool("attw");
    attw.args(["--profile", "node16", "--format", "table-flipped", "--no-emoji"]);
    project::run(
        attw.args(["--exclude-entrypoints", "./sqlite.wasm", "./vec0.wasm", "./vec0.simd.wasm", "--"])
            .arg(&package.path),
    )
}

/// Checks the licences and the sources of every crate that the repository builds.
pub fn licences() -> Result<()> {
    let mut deny = cargo_tools::command(CARGO_DENY)?;
    project::run(deny.args(["--locked", "--offline"]).args(RULES).args(["licenses", "bans", "sources"]))
}

/// Asks the RustSec database, which is downloaded from GitHub, for advisories about any of the crates.
pub fn advisories() -> Result<()> {
    project::run(cargo_tools::command(CARGO_DENY)?.arg("--locked").args(RULES).arg("advisories"))
}
