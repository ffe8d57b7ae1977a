//! Installs what a fresh machine with Rust, Node and gcc lacks.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::build::rust_target::{self, Library};
use crate::build::{shims, wasm};
use crate::packages;
use crate::project::{root, succeeds};

/// Installs whatever is missing.
pub fn run() -> Result<()> {
    tools()?;
    packages::npm(&root().join("tests/package"))
}

/// Installs what builds and checks need.
pub fn tools() -> Result<()> {
    rust_target::install(wasm::TARGET, Library::Std)?;
    shims::rust_targets().try_for_each(|target| rust_target::install(target, Library::Core))?;
    clang()?;
    strace()?;
    time_zones()?;
    packages::python()?;
    wine()?;
    packages::npm(&root())
}

/// Installs clang, which compiles C to WebAssembly and whose library bindgen uses. `WASM_CC` names another compiler.
fn clang() -> Result<()> {
    let compiler = std::env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into());
    if succeeds(Command::new(compiler).arg("--version")) {
        return Ok(());
    }
    packages::apt(&["clang-22"])
}

/// Installs strace, with which a test compares the system calls of the two engines.
fn strace() -> Result<()> {
    if succeeds(Command::new("strace").arg("-V")) { Ok(()) } else { packages::apt(&["strace"]) }
}

/// Installs Wine, which runs the tests on Windows.
fn wine() -> Result<()> {
    if succeeds(Command::new("wine").arg("--version")) { Ok(()) } else { packages::apt(&["wine", "wine64"]) }
}

/// Installs the files of the time zones, with which tests compare local time with libc's.
fn time_zones() -> Result<()> {
    if Path::new("/usr/share/zoneinfo/Europe/Berlin").exists() { Ok(()) } else { packages::apt(&["tzdata"]) }
}
