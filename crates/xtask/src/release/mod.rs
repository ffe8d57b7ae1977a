//! `cargo xtask release --check`: everything about a release that one machine can check, without publishing it.

mod changelog;
mod checkers;
mod contents;
mod sbom;
mod tarball;

pub use checkers::advisories;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::project::{VERSION, root};
use crate::test::need::{self, Need};
use crate::{dist, licences, manifest};
use tarball::Tarball;

/// The limit of the packed npm package, in bytes.
const MAX_PACKED: u64 = 1_600_000;

/// Runs the command's arguments: `--check`, then the tag of a release or nothing.
pub fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["--check"] => check(None),
        ["--check", tag] => check(Some(tag)),
        _ => bail!("usage: cargo xtask release --check [TAG]; docs/RELEASING.md says how to publish"),
    }
}

/// Checks the npm package and every packed addon. For a tag, also that the release is complete.
fn check(tag: Option<&str>) -> Result<()> {
    changelog::check(tag)?;
    need::provide(&[Need::Package, Need::SqliteVec])?;
    let package = Tarball::read(dist::tarball()?)?;
    let addons = addons()?;
    let extension = Tarball::read(dist::pack_sqlite_vec()?)?;
    if tag.is_some() {
        ensure!(!addons.is_empty(), "no addon is packed: `cargo xtask addons` packs those of Linux");
    }
    contents::check_package(&package)?;
    addons.iter().try_for_each(contents::check_addon)?;
    contents::check_sqlite_vec(&extension)?;
    ensure!(package.size <= MAX_PACKED, "{} has {} bytes, more than {MAX_PACKED}", package.name(), package.size);
    for tarball in [&package, &extension].into_iter().chain(&addons) {
        checkers::publish(tarball)?;
        eprintln!(
            "{}: {} files, {} bytes, sha256 {}",
            tarball.name(),
            tarball.files.len(),
            tarball.size,
            tarball.sha256
        );
    }
    checkers::types(&package)?;
    checkers::types(&extension)?;
    checkers::licences()?;
    licences::check()?;
    sbom::write()
}

/// Reads the packed addons of this version in target/npm.
fn addons() -> Result<Vec<Tarball>> {
    let prefix = manifest::tarball(&manifest::in_scope("wasmtime-")?);
    let prefix = prefix.strip_suffix(&format!("-{VERSION}.tgz")).context("a tarball has a version")?;
    let mut paths = Vec::<PathBuf>::new();
    for entry in fs::read_dir(root().join("target/npm"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        paths.extend((name.starts_with(prefix) && name.ends_with(&format!("-{VERSION}.tgz"))).then(|| entry.path()));
    }
    paths.sort();
    paths.into_iter().map(Tarball::read).collect()
}
