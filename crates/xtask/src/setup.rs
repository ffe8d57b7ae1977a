//! Installs what a fresh machine with Rust, Node and gcc lacks.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::debian_rust;
use crate::project::{self, command, output, root, succeeds};

/// Installs whatever is missing.
pub fn run() -> Result<()> {
    wasm_std()?;
    clang()?;
    npm_packages()
}

/// The standard library for WebAssembly: from rustup or, where its servers are out of reach, from Debian's sources.
fn wasm_std() -> Result<()> {
    let target = "wasm32-unknown-unknown";
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim_end()).join("lib/rustlib").join(target).join("lib").is_dir() {
        return Ok(());
    }
    if succeeds(command("rustup").args(["target", "add", target])) {
        return Ok(());
    }
    debian_rust::install(target).context("the standard library for wasm32 could not be had from rustup nor from Debian")
}

/// clang, which compiles C to WebAssembly and lends its library to bindgen. `WASM_CC` names another one.
fn clang() -> Result<()> {
    let compiler = std::env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into());
    if succeeds(Command::new(compiler).arg("--version")) {
        return Ok(());
    }
    apt_install(&["clang-22"])
}

/// Installs Debian packages.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    project::run(command("apt-get").args(["update", "-q"]))?;
    project::run(command("apt-get").args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
}

/// The npm packages of the lock file, when they are not those already.
fn npm_packages() -> Result<()> {
    let lock = fs::read(root().join("package-lock.json"))?;
    let installed = root().join("node_modules/.anysqlite-lock");
    if fs::read(&installed).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    project::run(command("npm").args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(installed, lock)?;
    Ok(())
}
