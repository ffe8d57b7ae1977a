//! Prints the contract of `crates/abi` as JavaScript and as TypeScript declarations.

use std::fmt::Write;

use abi::{ABI_VERSION, CALLBACKS, ERRNOS, EXPORTS, IMPORT_MODULE, SYSCALLS, Signature, ValueType};
use anyhow::Result;

use super::title;

const SOURCE: &str = "crates/abi";

/// The exports that are no functions: name of the constant, its value and its documentation.
const EXPORT_NAMES: [(&str, &str, &str); 3] = [
    ("MEMORY", abi::MEMORY, "Name of the guest's memory."),
    ("TABLE", abi::TABLE, "Name of the guest's table of functions."),
    ("STACK_POINTER", abi::STACK_POINTER, "Name of the pointer to the top of the guest's stack."),
];

/// Returns the text of `abi.js`.
pub fn script() -> Result<String> {
    let mut js = format!("'use strict';\n\n{}\n\n", title(SOURCE));
    writeln!(js, "exports.ABI_VERSION = {ABI_VERSION};\nexports.IMPORT_MODULE = '{IMPORT_MODULE}';")?;
    for (name, value, _) in EXPORT_NAMES {
        writeln!(js, "exports.{name} = '{value}';")?;
    }
    js.push('\n');
    for (name, value, _) in abi::constants() {
        writeln!(js, "exports.{name} = {value};")?;
    }
    writeln!(js, "\nexports.ERRNO = {{")?;
    for (name, value, _) in ERRNOS {
        writeln!(js, "  {name}: {value},")?;
    }
    writeln!(js, "}};")?;
    parameter_counts(&mut js, "IMPORTS", abi::imports())?;
    parameter_counts(&mut js, "EXPORTS", EXPORTS.iter())?;
    Ok(js)
}

fn parameter_counts(js: &mut String, name: &str, list: impl Iterator<Item = &'static Signature>) -> Result<()> {
    writeln!(js, "\nexports.{name} = {{")?;
    for function in list {
        writeln!(js, "  {}: {},", function.name, function.params.len())?;
    }
    writeln!(js, "}};")?;
    Ok(())
}

/// Returns the text of `abi.d.ts`.
pub fn declarations() -> Result<String> {
    let mut ts =
        format!("{}\n\n/** Revision of the contract. */\nexport const ABI_VERSION: {ABI_VERSION};\n", title(SOURCE));
    writeln!(ts, "/** Module name of every import. */\nexport const IMPORT_MODULE: '{IMPORT_MODULE}';")?;
    for (name, value, doc) in EXPORT_NAMES {
        writeln!(ts, "/** {doc} */\nexport const {name}: '{value}';")?;
    }
    for (name, value, doc) in abi::constants() {
        writeln!(ts, "/**{doc} */\nexport const {name}: {value};")?;
    }
    let record = "Readonly<Record<string, number>>";
    writeln!(ts, "/** Errnos by name: Linux's numbers, on every system. */\nexport const ERRNO: {record};")?;
    for (name, what) in [("IMPORTS", "import"), ("EXPORTS", "export")] {
        writeln!(ts, "/** Number of parameters of every {what}. */\nexport const {name}: {record};")?;
    }
    interface(&mut ts, "Syscalls", "The system calls of a host.", SYSCALLS)?;
    interface(&mut ts, "Callbacks", "The callbacks of a host.", CALLBACKS)?;
    writeln!(
        ts,
        "\n/** Everything that the guest imports. */\nexport interface Imports extends Syscalls, Callbacks {{}}"
    )?;
    interface(&mut ts, "Exports", "The functions of the guest.", EXPORTS)?;
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

/// Returns the TypeScript type of a value: every value that crosses the boundary is a number.
const fn typescript(_: ValueType) -> &'static str {
    "number"
}
