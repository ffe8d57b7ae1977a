//! Prints the contract of crates/abi for the JavaScript host.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use abi::{ABI_VERSION, CONSTANTS, ERRNOS, EXPORTS, IMPORT_MODULE, IMPORTS, Signature, ValueType};
use anyhow::{Context, Result, ensure};

use crate::project::root;

const TITLE: &str = "Written by `cargo xtask codegen` from crates/abi. Do not edit.";

fn files() -> Result<[(PathBuf, String); 2]> {
    let folder = root().join("npm/lib/generated");
    Ok([(folder.join("abi.js"), script()?), (folder.join("abi.d.ts"), declarations()?)])
}

/// Writes the generated files.
pub fn write() -> Result<()> {
    for (path, text) in files()? {
        fs::write(path, text)?;
    }
    Ok(())
}

/// Compares the generated files with what would be written.
pub fn check() -> Result<()> {
    for (path, text) in files()? {
        let found = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        ensure!(found == text, "{} does not match crates/abi: run `cargo xtask codegen`", path.display());
    }
    Ok(())
}

fn constants() -> impl Iterator<Item = &'static (&'static str, i32, &'static str)> {
    CONSTANTS.iter().copied().flatten()
}

fn script() -> Result<String> {
    let mut js = format!("'use strict';\n\n// {TITLE}\n\n");
    writeln!(js, "exports.ABI_VERSION = {ABI_VERSION};\nexports.IMPORT_MODULE = '{IMPORT_MODULE}';\n")?;
    for (name, value, _) in constants() {
        writeln!(js, "exports.{name} = {value};")?;
    }
    writeln!(js, "\nexports.ERRNO = {{")?;
    for (name, value, _) in ERRNOS {
        writeln!(js, "  {name}: {value},")?;
    }
    writeln!(js, "}};")?;
    for (name, list) in [("IMPORTS", IMPORTS), ("EXPORTS", EXPORTS)] {
        writeln!(js, "\nexports.{name} = {{")?;
        for function in list {
            writeln!(js, "  {}: {},", function.name, function.params.len())?;
        }
        writeln!(js, "}};")?;
    }
    Ok(js)
}

fn declarations() -> Result<String> {
    let mut ts = format!("// {TITLE}\n\n/** Revision of the contract. */\nexport const ABI_VERSION: {ABI_VERSION};\n");
    writeln!(ts, "/** Module name of every import. */\nexport const IMPORT_MODULE: '{IMPORT_MODULE}';")?;
    for (name, value, doc) in constants() {
        writeln!(ts, "/**{doc} */\nexport const {name}: {value};")?;
    }
    writeln!(
        ts,
        "/** Numbers of POSIX errors: Linux's, on every system. */\nexport const ERRNO: Readonly<Record<string, number>>;"
    )?;
    for (name, what) in [("IMPORTS", "import"), ("EXPORTS", "export")] {
        writeln!(
            ts,
            "/** Number of parameters of every {what}. */\nexport const {name}: Readonly<Record<string, number>>;"
        )?;
    }
    interface(&mut ts, "Imports", "What a host gives the guest.", IMPORTS)?;
    interface(&mut ts, "Exports", "What a host may call.", EXPORTS)?;
    Ok(ts)
}

fn interface(ts: &mut String, name: &str, doc: &str, list: &[Signature]) -> Result<()> {
    writeln!(ts, "\n/** {doc} */\nexport interface {name} {{")?;
    for function in list {
        let lines = function.doc.concat();
        let params: Vec<_> = function.params.iter().map(|p| format!("{}: {}", p.name, typescript(p.kind))).collect();
        let result = function.result.map_or("void", typescript);
        writeln!(ts, "  /**{lines} */\n  {}({}): {result};", function.name, params.join(", "))?;
    }
    writeln!(ts, "}}")?;
    Ok(())
}

/// Every value that crosses the boundary is a number.
const fn typescript(_: ValueType) -> &'static str {
    "number"
}
