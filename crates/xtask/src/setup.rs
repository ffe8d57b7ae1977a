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

/// Installs clang, which compiles C to WebAssembly and whose library bindgen uses, and LLVM's tools of the same
/// version. `WASM_CC` names another compiler, which has the tools beside it.
fn clang() -> Result<()> {
    let compiler = std::env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into());
    let tool = |name| {
        let path = Command::new(&compiler).arg(format!("--print-prog-name={name}")).output().ok()?.stdout;
        Path::new(String::from_utf8(path).ok()?.trim()).is_absolute().then_some(())
    };
    if ["opt", "llc", "llvm-profdata"].into_iter().all(|name| tool(name).is_some()) {
        return Ok(());
    }
    packages::apt(&["clang-22", "llvm-22"])
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
