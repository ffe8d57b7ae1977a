//! Installs packages of Debian, of npm and of PyPI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::project::{command, root, run, succeeds};

/// The copy of a lock file whose packages are installed.
const INSTALLED: &str = "node_modules/.anysqlite-lock";

/// Installs Debian packages; needs root.
pub fn apt(packages: &[&str]) -> Result<()> {
    run(command("apt-get").args(["update", "-q"]))?;
    run(command("apt-get").args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
}

/// Installs the npm packages of a folder's lock file, unless exactly those are installed.
pub fn npm(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join(INSTALLED);
    if fs::read(&installed).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    run(command("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(installed, lock)?;
    Ok(())
}

/// Pins an npm package of a folder to another version, and installs it.
pub fn npm_pin(folder: &Path, package: &str, version: &str) -> Result<()> {
    let mut npm = command("npm");
    npm.current_dir(folder).args(["install", "--save-dev", "--save-exact", "--no-audit", "--no-fund"]);
    run(npm.arg(format!("{package}@{version}")))?;
    fs::copy(folder.join("package-lock.json"), folder.join(INSTALLED))?;
    Ok(())
}

/// Installs the PyPI packages of every list.
pub fn python() -> Result<()> {
    python_list("requirements.txt", &python_folder())?;
    python_list("tests/replication/requirements-0.3.txt", &root().join("target/litestream-0.3"))
}

/// Installs the packages of a list in an environment of its own, unless exactly those are installed.
fn python_list(list: &str, folder: &Path) -> Result<()> {
    let requirements = root().join(list);
    let text = fs::read(&requirements)?;
    let installed = folder.join("requirements.txt");
    if fs::read(&installed).is_ok_and(|found| found == text) {
        return Ok(());
    }
    // Debian splits the module that makes environments from Python.
    if !succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])) {
        apt(&["python3-venv"])?;
    }
    run(command("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    let mut pip = command(folder.join("bin/pip"));
    run(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(requirements))?;
    fs::write(installed, text)?;
    Ok(())
}

/// Returns a command for a tool of the PyPI packages that `setup` installs.
pub fn python_tool(name: &str) -> Result<Command> {
    let program = python_folder().join("bin").join(name);
    ensure!(program.exists(), "{} is missing: `cargo xtask setup` installs it", program.display());
    Ok(command(program))
}

fn python_folder() -> PathBuf {
    root().join("target/python")
}
