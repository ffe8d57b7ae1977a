//! Installs what a fresh machine with Rust, Node and gcc lacks.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::project::{self, command, root, succeeds};
use crate::rust_target::{self, Library};
use crate::{shims, wasm};

/// Installs whatever is missing.
pub fn run() -> Result<()> {
    rust_target::install(wasm::TARGET, Library::Std)?;
    shims::rust_targets().try_for_each(|target| rust_target::install(target, Library::Core))?;
    clang()?;
    strace()?;
    npm_packages(&root())?;
    npm_packages(&root().join("tests/package"))
}

/// clang, which compiles C to WebAssembly and lends its library to bindgen. `WASM_CC` names another one.
fn clang() -> Result<()> {
    let compiler = std::env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into());
    if succeeds(Command::new(compiler).arg("--version")) {
        return Ok(());
    }
    apt_install(&["clang-22"])
}

/// strace, by which a test compares what the two engines ask of the system.
fn strace() -> Result<()> {
    if succeeds(Command::new("strace").arg("-V")) { Ok(()) } else { apt_install(&["strace"]) }
}

/// Installs Debian packages.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    project::run(command("apt-get").args(["update", "-q"]))?;
    project::run(command("apt-get").args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
}

/// Installs the npm packages of a folder's lock file, when they are not those already.
pub fn npm_packages(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.anysqlite-lock");
    if fs::read(&installed).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    project::run(command("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(installed, lock)?;
    Ok(())
}
