//! Installs packages of Debian and of npm.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::project::{command, run};

/// Installs Debian packages; needs root.
pub fn apt(packages: &[&str]) -> Result<()> {
    run(command("apt-get").args(["update", "-q"]))?;
    run(command("apt-get").args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
}

/// Installs the npm packages of a folder's lock file, unless exactly those are installed.
pub fn npm(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.anysqlite-lock");
    if fs::read(&installed).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    run(command("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(installed, lock)?;
    Ok(())
}
