//! Proves that the module's bytes depend on the commit alone.

use std::fs;

use anyhow::{Result, ensure};

use crate::build::wasm;
use crate::project::{self, command, module, root};

/// Builds the working tree's copy in another folder and compares the module with that of this one.
pub fn run() -> Result<()> {
    wasm::run()?;
    let copy = root().join("target/reproduce/a folder elsewhere");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    fs::create_dir_all(&copy)?;
    for entry in ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo", "crates", "tests", "benches"] {
        project::run(command("cp").arg("-r").arg(entry).arg(&copy))?;
    }
    std::os::unix::fs::symlink(root().join("node_modules"), copy.join("node_modules"))?;
    let again = copy.join("sqlite.wasm");
    wasm::build(&copy, &again)?;
    ensure!(fs::read(module())? == fs::read(&again)?, "the same commit gave other bytes in {}", copy.display());
    eprintln!("two builds in two folders gave the same bytes");
    Ok(())
}
