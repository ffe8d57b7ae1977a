//! Builds npm/wasm/sqlite.wasm: compiled, stripped to its exports, optimised, checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use wasmparser::{Parser, Payload};

use super::{embed, rust_target};
use crate::project::{self, module, npm_tool, output, root};

/// Rust's name of WebAssembly without a system.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// WebAssembly beyond its first version that every engine we run on has. SIMD, tail calls and extended constants are
/// missing in some of them.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the module of a checkout.
pub fn build(checkout: &Path, module: &Path) -> Result<()> {
    let target_dir = checkout.join("target/wasm");
    let mut cargo = rust_target::program("cargo", TARGET)?;
    cargo.current_dir(checkout).args(["build", "--package", "sqlite-wasm", "--profile", "wasm", "--target", TARGET]);
    cargo.arg("--target-dir").arg(&target_dir).env("CARGO_ENCODED_RUSTFLAGS", rust_flags(checkout)?);
    project::run(&mut cargo)?;
    let compiled = target_dir.join(TARGET).join("wasm/sqlite_wasm.wasm");
    let stripped = compiled.with_extension("stripped.wasm");
    strip_exports(&compiled, &stripped)?;
    fs::create_dir_all(module.parent().expect("a file is in a folder"))?;
    project::run(npm_tool("wasm-opt").args(FEATURES).arg("-O3").arg(&stripped).arg("-o").arg(module))?;
    check_names(module)
}

/// Builds the module into the npm package, as a file and as text.
pub fn run() -> Result<()> {
    build(&root(), &module())?;
    embed::write(&module())
}

/// Keeps the paths of this machine out of panic messages, so that the bytes are the same everywhere.
fn rust_flags(checkout: &Path) -> Result<String> {
    let sysroot = output(rust_target::program("rustc", TARGET)?.current_dir(checkout).args(["--print", "sysroot"]))?;
    let cargo_home =
        std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    let remap = |from: &str, to: &str| format!("--remap-path-prefix={from}={to}");
    let flags = [
        remap(&cargo_home.context("neither CARGO_HOME nor HOME is set")?, "cargo"),
        remap(sysroot.trim_end(), "rust"),
        remap(&checkout.display().to_string(), "anysqlite"),
        "-Clink-arg=-zstack-size=1048576".into(),
    ];
    Ok(flags.join("\x1f"))
}

/// Removes what the linker exports beyond the contract, and all code that only led there.
fn strip_exports(from: &Path, to: &Path) -> Result<()> {
    let names = abi::EXPORTS.iter().map(|function| function.name).chain(["memory"]);
    let roots: Vec<_> = names.map(|name| json!({ "name": name, "export": name, "root": true })).collect();
    let graph = from.with_extension("exports.json");
    fs::write(&graph, serde_json::to_string(&roots)?)?;
    let mut tool = npm_tool("wasm-metadce");
    tool.args(FEATURES).arg("--graph-file").arg(&graph).arg(from).arg("-o").arg(to);
    // It prints every element that it removes.
    output(&mut tool).map(drop)
}

/// A C function that is missing becomes an import silently, so the names are compared at once; `tests/native/abi.rs` compares
/// the types too.
fn check_names(module: &Path) -> Result<()> {
    let bytes = fs::read(module)?;
    let (mut imports, mut exports) = (BTreeSet::new(), BTreeSet::new());
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    imports.insert(format!("{}.{}", import.module, import.name));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    exports.insert(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    let declared = abi::IMPORTS.iter().map(|function| format!("{}.{}", abi::IMPORT_MODULE, function.name)).collect();
    compare("imports", &imports, &declared)?;
    let declared = abi::EXPORTS.iter().map(|function| function.name.to_owned()).chain(["memory".to_owned()]).collect();
    compare("exports", &exports, &declared)?;
    eprintln!("{}: {} bytes", module.display(), bytes.len());
    Ok(())
}

fn compare(what: &str, found: &BTreeSet<String>, declared: &BTreeSet<String>) -> Result<()> {
    let undeclared: Vec<_> = found.difference(declared).collect();
    let missing: Vec<_> = declared.difference(found).collect();
    ensure!(
        undeclared.is_empty() && missing.is_empty(),
        "the module's {what} are not those of crates/abi: undeclared {undeclared:?}, missing {missing:?}"
    );
    Ok(())
}
