//! Packs the npm package.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::build::{cli, shims, sqlite_vec, wasm};
use crate::project::{self, VERSION, command, output, root};
use crate::{manifest, setup, stage};

/// The name of the notices in every tarball.
pub const NOTICES: &str = "THIRD-PARTY-NOTICES";

/// A copy of the package, for lock files, which would have to change with its version.
const UNVERSIONED: &str = "package.tgz";

/// Builds everything and packs the package. Returns the tarball.
pub fn run() -> Result<PathBuf> {
    setup::run()?;
    wasm::run()?;
    shims::run()?;
    cli::run()?;
    sqlite_vec::run()?;
    pack_sqlite_vec()?;
    pack()
}

/// Returns the path of the packed package.
pub fn tarball() -> Result<PathBuf> {
    Ok(root().join("target/npm").join(manifest::tarball(&manifest::name()?)))
}

/// Packs what is built. Returns the tarball.
pub fn pack() -> Result<PathBuf> {
    let manifest = manifest::read()?;
    ensure!(manifest["version"] == VERSION, "npm/package.json is not of version {VERSION}, that of the crates");
    let tarball = tarball()?;
    npm_pack(&stage::package()?, &tarball)?;
    fs::copy(&tarball, tarball.with_file_name(UNVERSIONED))?;
    Ok(tarball)
}

/// Packs the extension sqlite-vec, whose version is that of sqlite-vec. Returns the tarball.
pub fn pack_sqlite_vec() -> Result<PathBuf> {
    let package = stage::sqlite_vec()?;
    let name = manifest::in_scope("sqlite-vec")?;
    let tarball = root().join("target/npm").join(manifest::tarball_of(&name, &sqlite_vec::version()?));
    npm_pack(&package, &tarball)?;
    Ok(tarball)
}

/// Packs a folder. Fails unless npm calls the tarball as it is called here.
fn npm_pack(package: &Path, tarball: &Path) -> Result<()> {
    let mut npm = command("npm");
    npm.current_dir(package).args(["pack", "--json", "--pack-destination"]);
    npm.arg(tarball.parent().expect("it is in target/npm"));
    let report: Value = serde_json::from_str(&output(&mut npm)?)?;
    // Until npm 11 the report is a list; since then an object by package name.
    let by_name = || report.as_object()?.values().next();
    let entry = report.get(0).or_else(by_name).context("npm pack reported no package")?;
    let written = entry["filename"].as_str().context("npm pack named no file")?;
    ensure!(tarball.ends_with(written), "npm pack wrote {written}, not {}", tarball.display());
    eprintln!("{}: {} bytes, unpacked {}", tarball.display(), entry["size"], entry["unpackedSize"]);
    Ok(())
}

/// Installs the packed package in a program's folder, under the name better-sqlite3.
pub fn install(tarball: &Path, program: &Path) -> Result<()> {
    let mut npm = command("npm");
    npm.current_dir(program).args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]);
    project::run(npm.arg(format!("better-sqlite3@file:{}", tarball.display())))
}
