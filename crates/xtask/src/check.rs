//! Formatting, lints, types, generated files, documented variables, lengths and workflows.

use anyhow::{Result, bail};

use crate::build::wasm;
use crate::codegen;
use crate::project::{self, command, npm_tool, root};
use crate::{bench, lengths, licences, links, messages, packages, variables, workflows};

/// The package, and programs on its types and on those of @types/better-sqlite3.
const TYPES: [&str; 4] = [
    "tsconfig.json",
    "tests/types/tsconfig.json",
    "tests/types/tsconfig.reference.json",
    "tests/types/tsconfig.exchange.json",
];

/// Runs the checks of one part, `style`, `workflows` or `lints`, or of all. Any warning is a failure.
pub fn run(part: Option<&str>) -> Result<()> {
    match part {
        None => style().and_then(|()| workflows::check()).and_then(|()| lints()),
        Some("style") => style(),
        Some("workflows") => packages::python().and_then(|()| workflows::check()),
        Some("lints") => lints(),
        Some(other) => bail!("{other} is no part of the checks: style, workflows and lints are"),
    }
}

/// Everything that needs no compiling.
fn style() -> Result<()> {
    project::run(command(env!("CARGO")).args(["fmt", "--all", "--check"]))?;
    codegen::check()?;
    variables::check()?;
    lengths::check()?;
    links::check()?;
    messages::check()?;
    licences::check_names()?;
    bench::check_report()?;
    project::run(npm_tool("eslint").args(["--max-warnings", "0", "."]))?;
    TYPES.iter().try_for_each(|project| project::run(npm_tool("tsc").args(["--project", project])))
}

/// Lints what is compiled: what is built for WebAssembly, and the workspace in the profile and the folder of the Rust
/// host and its tests, whose dependencies it thus shares.
fn lints() -> Result<()> {
    const DENY: [&str; 3] = ["--", "--deny", "warnings"];
    for package in ["sqlite-wasm", "exe-inspect", "extension-libc"] {
        project::run(wasm::cargo(&root(), "clippy", package)?.args(DENY))?;
    }
    let mut workspace = command(env!("CARGO"));
    workspace.args(["clippy", "--workspace", "--all-targets"]);
    workspace.args(["--profile", "addon", "--target-dir", "target/native"]).args(DENY);
    // Nothing is run, so any file does for the precompiled module.
    project::run(workspace.env("ANYSQLITE_PRECOMPILED", project::module()))
}
