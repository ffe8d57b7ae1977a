//! Builds npm/bin, the command `anysqlite`: exe-inspect as WebAssembly, and npm/cli in one bundle for each part.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::wasm;
use crate::project::{self, npm_tool, root};

const CRATE: &str = "exe-inspect";
const MODULE: &str = "exe_inspect";

/// The bundles, by name, with their entries in npm/cli.
const BUNDLES: [(&str, &str); 4] = [
    ("anysqlite", "anysqlite.js"),
    ("doctor", "doctor/index.js"),
    ("shell", "shell/index.js"),
    ("shell-worker", "shell/shell-worker.js"),
];

/// What bundles load when they run: each other, and the package itself by the name that `imports` of npm/package.json
/// declares.
const EXTERNAL: [&str; 3] = ["./doctor", "./shell", "#package"];

/// Returns the names of the files in npm/bin.
pub fn files() -> impl Iterator<Item = String> {
    BUNDLES.iter().map(|(name, _)| format!("{name}.js")).chain([format!("{MODULE}_bg.wasm")])
}

/// Returns the path of the file that the build writes last.
pub fn installed() -> PathBuf {
    root().join(format!("npm/bin/{MODULE}_bg.wasm"))
}

/// Builds the command.
pub fn run() -> Result<()> {
    let generated = root().join("npm/cli/generated");
    inspector(&generated)?;
    bundle(&root().join("npm/bin"))?;
    fs::copy(generated.join(format!("{MODULE}_bg.wasm")), installed())?;
    Ok(())
}

/// Builds exe-inspect as a WebAssembly module, with the JavaScript that loads it.
fn inspector(folder: &Path) -> Result<()> {
    let mut cargo = wasm::cargo(&root(), "build", CRATE)?;
    // wasm-bindgen reads the sections that are otherwise stripped, and removes them.
    cargo.args(["--config", "profile.wasm.strip=false", "--config", "profile.wasm.opt-level='s'"]);
    project::run(&mut cargo)?;
    let compiled = root().join("target/wasm").join(wasm::TARGET).join(format!("wasm/{MODULE}.wasm"));
    Bindgen::new()
        .input_path(compiled)
        .nodejs(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen failed")?;
    let module = folder.join(format!("{MODULE}_bg.wasm"));
    project::run(npm_tool("wasm-opt").args(wasm::FEATURES).arg("-Os").arg(&module).arg("-o").arg(&module))
}

/// Returns the path of esbuild's list of what is in the bundles.
pub fn metafile() -> PathBuf {
    root().join("target/npm/bin.json")
}

fn bundle(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut esbuild = npm_tool("esbuild");
    esbuild.args(BUNDLES.map(|(name, entry)| format!("{name}=npm/cli/{entry}")));
    esbuild.args(["--bundle", "--platform=node", "--target=node18", "--log-level=warning"]);
    esbuild.args(EXTERNAL.map(|name| format!("--external:{name}")));
    esbuild.arg(format!("--metafile={}", metafile().display()));
    project::run(esbuild.arg(format!("--outdir={}", folder.display())))
}
