//! Builds npm/wasmtime: the addon that brings wasmtime, for this machine; and packs it as the package of its platform.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::project::{self, VERSION, command, output, root};

/// The host crate is built with much optimisation, whatever else is built.
pub const CARGO: [&str; 6] = ["--package", "node-binding", "--profile", "addon", "--target-dir", "target/native"];

/// What cargo calls the library.
const LIBRARY: &str = if cfg!(target_os = "macos") { "libanysqlite.dylib" } else { "libanysqlite.so" };

/// The library stays once it is loaded: wasmtime's signal handlers stay, too, when the threads that used them have ended.
const STAY: &[&str] = if cfg!(target_os = "linux") { &["--", "-Clink-arg=-Wl,-z,nodelete"] } else { &[] };

/// Compiles the module ahead of time, builds the addon around it, and puts it where the package looks for it.
pub fn run() -> Result<()> {
    let artefact = root().join("target/native/addon/sqlite.cwasm");
    let mut compile = command(env!("CARGO"));
    compile.arg("run").args(CARGO).args(["--example", "artefact", "--"]).arg(&artefact);
    project::run(&mut compile)?;
    // What is compiled needs no compiler: the addon is a third of the size without it.
    let mut addon = command(env!("CARGO"));
    addon.arg("rustc").args(CARGO).args([
        "--lib",
        "--no-default-features",
        "--features",
        "napi",
        "--crate-type",
        "cdylib",
    ]);
    addon.args(STAY);
    project::run(addon.env("ANYSQLITE_ARTEFACT", &artefact))?;

    let platform = platform()?;
    let name = platform["package"].as_str().context("the platform has a package")?;
    let file = format!("{}.node", name.replacen("wasmtime-", "wasmtime.", 1));
    let folder = root().join("npm/wasmtime");
    fs::create_dir_all(&folder)?;
    let addon = folder.join(&file);
    fs::copy(root().join("target/native/addon").join(LIBRARY), &addon)?;
    eprintln!("{}: {} bytes", addon.display(), fs::metadata(&addon)?.len());
    pack(name, &platform, &addon, &file)
}

/// What this platform is to npm.
fn platform() -> Result<Value> {
    let script = "const { platform: os, arch: cpu } = process; \
                  const package = require('./npm/lib/engine/addon').addonPackage(); \
                  process.stdout.write(JSON.stringify({ package, os, cpu }))";
    Ok(serde_json::from_str(&output(command("node").args(["-e", script]))?)?)
}

/// Packs the addon: target/npm/anysqlite-wasmtime-<platform>-<version>.tgz.
fn pack(name: &str, platform: &Value, addon: &Path, file: &str) -> Result<()> {
    let folder = root().join("target/npm").join(name);
    fs::create_dir_all(&folder)?;
    fs::copy(addon, folder.join(file))?;
    fs::copy(root().join("LICENSE"), folder.join("LICENSE"))?;
    let mut manifest = json!({
        "name": name,
        "version": VERSION,
        "description": "wasmtime as an engine of anysqlite",
        "license": "MIT",
        "main": file,
        "files": [file],
        "os": [platform["os"]],
        "cpu": [platform["cpu"]],
        "engines": { "node": ">=18" },
    });
    if let Some(libc) = [("gnu", "glibc"), ("musl", "musl")].iter().find(|(suffix, _)| name.ends_with(suffix)) {
        manifest["libc"] = json!([libc.1]);
    }
    fs::write(folder.join("package.json"), format!("{manifest:#}\n"))?;
    let mut npm = command("npm");
    project::run(
        npm.current_dir(&folder).args(["pack", "--silent", "--pack-destination"]).arg(root().join("target/npm")),
    )
}
