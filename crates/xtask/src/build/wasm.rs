//! Builds npm/wasm/sqlite.wasm: compiled, stripped to its exports, optimised, checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use wasmparser::{Parser, Payload};

use super::branches::counts::Counts;
use super::branches::hints;
use super::{bulk_memory, embed, rust_target};
use crate::project::{self, module, npm_tool, output, root};

/// Rust's target for WebAssembly without an operating system.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The counts of the module's branches, in a checkout.
pub const BRANCHES: &str = "crates/sqlite-wasm/profile/branches.txt";

/// The features beyond WebAssembly's first version that every supported engine has. Some of the engines lack SIMD, tail
/// calls and extended constants.
pub const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The largest function that wasm-opt inlines because it has one caller. It knows no profile: without a limit it would
/// inline what LLVM has left outside because it is cold.
const INLINED: &str = "--one-caller-inline-max-function-size=50";

/// Builds the module of a checkout, and writes it to `module`.
pub fn build(checkout: &Path, module: &Path) -> Result<()> {
    let named = fs::read(build_named(checkout)?)?;
    let counts = Counts::read(&fs::read_to_string(checkout.join(BRANCHES))?)?;
    fs::create_dir_all(module.parent().expect("a file is in a folder"))?;
    fs::write(module, hints::insert(&named, &counts)?)?;
    check_names(module)
}

/// Builds the module of a checkout with the names of its functions and without hints, and returns its path.
pub fn build_named(checkout: &Path) -> Result<PathBuf> {
    project::run(&mut cargo(checkout, "build", "sqlite-wasm")?)?;
    let compiled = checkout.join("target/wasm").join(TARGET).join("wasm/sqlite_wasm.wasm");
    bulk_memory::check(&fs::read(&compiled)?)?;
    let (stripped, named) = (compiled.with_extension("stripped.wasm"), compiled.with_extension("named.wasm"));
    strip_exports(&compiled, &stripped)?;
    let mut optimise = npm_tool("wasm-opt");
    optimise.args(FEATURES).args(["-O3", "-g", INLINED]).arg(&stripped).arg("-o").arg(&named);
    project::run(&mut optimise)?;
    Ok(named)
}

/// Returns cargo's command for a crate as it is built for WebAssembly. Any command uses what the others have compiled.
pub fn cargo(checkout: &Path, command: &str, package: &str) -> Result<Command> {
    let mut cargo = rust_target::program("cargo", TARGET)?;
    cargo.current_dir(checkout).args([command, "--package", package, "--profile", "wasm", "--target", TARGET]);
    cargo.arg("--target-dir").arg(checkout.join("target/wasm"));
    cargo.env("CARGO_ENCODED_RUSTFLAGS", rust_flags(checkout)?);
    Ok(cargo)
}

/// Builds the module into the npm package, as a file and as text.
pub fn run() -> Result<()> {
    build(&root(), &module())?;
    embed::write(&module())
}

/// Returns flags that keep this machine's paths out of panic messages, so that the module's bytes are the same
/// everywhere.
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
        // Extensions share the table of functions, which grows for theirs, and the stack.
        "-Clink-arg=--export-table".into(),
        "-Clink-arg=--growable-table".into(),
        format!("-Clink-arg=--export={}", abi::STACK_POINTER),
    ];
    Ok(flags.join("\x1f"))
}

/// Removes the linker's exports that crates/abi does not declare, and all code that only they reach.
fn strip_exports(from: &Path, to: &Path) -> Result<()> {
    let roots: Vec<_> = exports().map(|name| json!({ "name": name, "export": name, "root": true })).collect();
    let graph = from.with_extension("exports.json");
    fs::write(&graph, serde_json::to_string(&roots)?)?;
    let mut tool = npm_tool("wasm-metadce");
    tool.args(FEATURES).args(["-g", "--graph-file"]).arg(&graph).arg(from).arg("-o").arg(to);
    // The tool prints every element that it removes.
    output(&mut tool).map(drop)
}

/// Returns the names of the module's exports.
fn exports() -> impl Iterator<Item = &'static str> {
    let others = [abi::MEMORY, abi::TABLE, abi::STACK_POINTER];
    abi::EXPORTS.iter().map(|function| function.name).chain(others)
}

/// Compares the names of the module's imports and exports with crates/abi: a missing C function silently becomes an
/// import.
/// `tests/native/abi.rs` compares the types, too.
fn check_names(module: &Path) -> Result<()> {
    let bytes = fs::read(module)?;
    let (mut imports, mut exported) = (BTreeSet::new(), BTreeSet::new());
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
                    exported.insert(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    let declared = abi::imports().map(|function| format!("{}.{}", abi::IMPORT_MODULE, function.name)).collect();
    compare("imports", &imports, &declared)?;
    compare("exports", &exported, &exports().map(str::to_owned).collect())?;
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
