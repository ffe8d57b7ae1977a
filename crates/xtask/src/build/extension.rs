//! Compiles loadable extensions: C, to a module that lies in the guest's memory and table.

use std::fs;
use std::path::{Path, PathBuf};

use abi::EXTENSION_FUNCTIONS;
use anyhow::{Context, Result, anyhow, bail, ensure};
use side_module::{Place, Refusal, SideModule, link};

use super::{rust_target, wasm};
use crate::project::{command, npm_tool, output, root, run};

/// The folders of headers, the first of which are those of `extension-libc`: they include those of the guest.
const HEADERS: [&str; 3] =
    ["crates/extension-libc/include", "crates/sqlite-wasm/libc/include", "node_modules/better-sqlite3/deps/sqlite3"];

/// The instructions of the guest, which every supported engine has, without those that some lack.
const FEATURES: [&str; 5] =
    ["-mno-bulk-memory", "-mno-bulk-memory-opt", "-msign-ext", "-mnontrapping-fptoint", "-mmutable-globals"];

/// An extension in C.
pub struct Extension<'a> {
    pub source: &'a Path,
    /// Folders of its own headers.
    pub includes: &'a [PathBuf],
    /// Macros and their values.
    pub defines: &'a [(String, String)],
    /// The functions that SQLite finds; all that the source defines if none is named.
    pub entry_points: &'a [&'a str],
    /// Whether it may have SIMD instructions, which some engines lack.
    pub simd: bool,
}

/// Compiles the extension of a command line, and prints the path of its module:
/// `FILE.c [-o OUT] [-I FOLDER]… [-D NAME[=VALUE]]… [--simd]`. Beside the source if no other path is named.
pub fn run_command(arguments: &[&str]) -> Result<()> {
    let (mut source, mut module, mut simd) = (None, None, false);
    let (mut includes, mut defines) = (Vec::new(), Vec::new());
    let mut arguments = arguments.iter().copied();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
        match argument {
            "-o" => module = Some(PathBuf::from(value()?)),
            "-I" => includes.push(PathBuf::from(value()?)),
            "-D" => defines.push(define(value()?)),
            "--simd" => simd = true,
            _ if argument.starts_with('-') => bail!("unknown option {argument}"),
            _ => ensure!(source.replace(Path::new(argument)).is_none(), "an extension is compiled from one file"),
        }
    }
    let source = source.context("name the file to compile: cargo xtask extension FILE.c")?;
    let module = module.unwrap_or_else(|| source.with_extension("wasm"));
    build(&Extension { source, includes: &includes, defines: &defines, entry_points: &[], simd }, &module)?;
    println!("{}", module.display());
    Ok(())
}

fn define(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, "1"));
    (name.to_owned(), value.to_owned())
}

/// Compiles an extension.
pub fn build(extension: &Extension, module: &Path) -> Result<()> {
    let folder = root().join("target/extension");
    fs::create_dir_all(&folder)?;
    let object = folder.join(module.file_name().context("a module has a name")?).with_extension("o");
    compile(extension, &object)?;
    let linked = object.with_extension("linked.wasm");
    link_object(&object, extension.entry_points, &linked)?;
    let mut optimise = npm_tool("wasm-opt");
    optimise.args(wasm::FEATURES).args(extension.simd.then_some("--enable-simd")).arg("-O3");
    run(optimise.arg(&linked).arg("-o").arg(module))?;
    check(module)
}

/// Checks a module as the guest does when it loads it.
fn check(module: &Path) -> Result<()> {
    let bytes = fs::read(module)?;
    let offered = |name: &str| EXTENSION_FUNCTIONS.contains(&name).then_some(0);
    SideModule::read(&bytes)
        .and_then(|side| link(&side, Place { memory: 0, table: 0 }, offered).map(drop))
        .map_err(|Refusal(reason)| anyhow!("{} {reason}", module.display()))
}

fn compile(extension: &Extension, object: &Path) -> Result<()> {
    let mut clang = command(compiler());
    clang.args(["--target=wasm32-unknown-unknown", "-O3", "-fPIC", "-fno-math-errno", "-nostdlibinc"]);
    clang.args(FEATURES).arg(if extension.simd { "-msimd128" } else { "-mno-simd128" });
    for folder in extension.includes.iter().cloned().chain(HEADERS.map(|folder| root().join(folder))) {
        clang.arg("-I").arg(folder);
    }
    clang.args(extension.defines.iter().map(|(name, value)| format!("-D{name}={value}")));
    // Warnings are for the author of the source.
    run(clang.arg("-w").arg("-c").arg(extension.source).arg("-o").arg(object))
}

fn link_object(object: &Path, entry_points: &[&str], module: &Path) -> Result<()> {
    let mut linker = command(rust_target::linker(wasm::TARGET)?);
    linker.args(["-flavor", "wasm", "-shared", "--experimental-pic", "-Bsymbolic", "--gc-sections", "--strip-all"]);
    // What comes from neither the source nor the library becomes an import.
    linker.args(["--no-entry", "--unresolved-symbols=import-dynamic", "--no-export-dynamic"]);
    let defined = if entry_points.is_empty() { defined(object)? } else { entry_points.join("\n") };
    linker.args(defined.lines().map(|name| format!("--export={name}")));
    run(linker.arg(object).arg(library()?).arg("-o").arg(module))
}

/// Returns the names of the functions and variables that an object defines for others, one a line.
fn defined(object: &Path) -> Result<String> {
    let tool = output(command(compiler()).arg("--print-prog-name=llvm-nm"))?;
    output(command(tool.trim()).args(["--defined-only", "--extern-only", "--format=just-symbols"]).arg(object))
}

/// Compiles `extension-libc` to code that may lie anywhere in a memory. Returns its path.
fn library() -> Result<PathBuf> {
    let folder = root().join("target/extension");
    let mut cargo = rust_target::program("cargo", wasm::TARGET)?;
    cargo.current_dir(root()).args(["rustc", "--quiet", "--package", "extension-libc", "--profile", "wasm"]);
    cargo.args(["--target", wasm::TARGET, "--crate-type", "staticlib", "--target-dir"]).arg(&folder);
    run(cargo.env("CARGO_ENCODED_RUSTFLAGS", "-Crelocation-model=pic"))?;
    Ok(folder.join(wasm::TARGET).join("wasm/libextension_libc.a"))
}

fn compiler() -> String {
    std::env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_every_function_that_extensions_may_import() -> Result<()> {
        let document = fs::read_to_string(root().join("docs/EXTENSIONS.md"))?;
        for name in EXTENSION_FUNCTIONS {
            ensure!(document.contains(&format!("`{name}`")), "docs/EXTENSIONS.md does not name {name}");
        }
        Ok(())
    }
}
