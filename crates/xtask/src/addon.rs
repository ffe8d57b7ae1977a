//! Builds npm/wasmtime: the addon that brings wasmtime, for this machine.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::{self, command, output, root};

/// The host crate is built with few features and much optimisation, whatever else is built.
pub const CARGO: [&str; 6] = ["--package", "node-binding", "--profile", "addon", "--target-dir", "target/native"];

/// Compiles the module ahead of time, builds the addon around it, and puts it where the package looks for it.
pub fn run() -> Result<()> {
    let artefact = root().join("target/native/addon/sqlite.cwasm");
    let mut compile = command(env!("CARGO"));
    compile.arg("run").args(CARGO).args(["--example", "artefact", "--"]).arg(&artefact);
    project::run(&mut compile)?;
    let mut addon = command(env!("CARGO"));
    addon.arg("rustc").args(CARGO).args(["--lib", "--features", "napi", "--crate-type", "cdylib"]);
    project::run(addon.env("ANYSQLITE_ARTEFACT", &artefact))?;
    let folder = root().join("npm/wasmtime");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("anysqlite-wasmtime.{}.node", platform()?));
    fs::copy(root().join("target/native/addon").join(LIBRARY), &file)?;
    eprintln!("{}: {} bytes", file.display(), fs::metadata(&file)?.len());
    Ok(())
}

/// What cargo calls the library.
const LIBRARY: &str = if cfg!(target_os = "macos") { "libanysqlite.dylib" } else { "libanysqlite.so" };

/// Name of this platform, as the package has it.
fn platform() -> Result<String> {
    let script = "process.stdout.write(require('./npm/lib/engine/addon').addonPackage())";
    let package = output(Command::new("node").current_dir(root()).args(["-e", script]))?;
    let name = package.strip_prefix("anysqlite-wasmtime-").context("the addon's package has another name")?;
    Ok(name.to_owned())
}
