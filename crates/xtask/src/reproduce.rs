//! Proves that the module's bytes depend on the commit alone.

use std::fs;

use anyhow::{Result, ensure};

use crate::build::wasm;
use crate::project::{self, command, module, root};

/// Builds a copy of the working tree in another folder and compares its module with the one that is built here.
pub fn run() -> Result<()> {
    if !module().exists() {
        wasm::run()?;
    }
    let copy = root().join("target/reproduce/a folder elsewhere");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    fs::create_dir_all(copy.join("tests"))?;
    for entry in ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo", "crates", "tests/native", "benches"] {
        project::run(command("cp").arg("-r").arg(entry).arg(copy.join(entry)))?;
    }
    std::os::unix::fs::symlink(root().join("node_modules"), copy.join("node_modules"))?;
    let again = copy.join("sqlite.wasm");
    wasm::build(&copy, &again)?;
    let same = fs::read(module())? == fs::read(&again)?;
    let advice = "if npm/wasm/sqlite.wasm is older than the sources, run `cargo xtask wasm` first";
    ensure!(same, "the working tree has another module in {}; {advice}", copy.display());
    eprintln!("two builds in two folders have the same bytes");
    Ok(())
}
