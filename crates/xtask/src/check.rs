//! Formatting, lints, types, generated files, documented variables and lengths.

use anyhow::{Result, bail};

use crate::build::wasm;
use crate::codegen;
use crate::project::{self, command, npm_tool, root};
use crate::{lengths, variables};

/// Runs the checks of one part, `style` or `lints`, or of both. Any warning is a failure.
pub fn run(part: Option<&str>) -> Result<()> {
    match part {
        None => style().and_then(|()| lints()),
        Some("style") => style(),
        Some("lints") => lints(),
        Some(other) => bail!("{other} is no part of the checks: style and lints are"),
    }
}

/// Everything that needs no compiling.
fn style() -> Result<()> {
    project::run(command(env!("CARGO")).args(["fmt", "--all", "--check"]))?;
    codegen::check()?;
    variables::check()?;
    lengths::check()?;
    project::run(npm_tool("eslint").args(["--max-warnings", "0", "."]))?;
    for project in ["tsconfig.json", "tests/types/tsconfig.json", "tests/types/tsconfig.reference.json"] {
        project::run(npm_tool("tsc").args(["--project", project]))?;
    }
    Ok(())
}

/// Lints what is compiled: the guest as it is built for WebAssembly, and the workspace in the profile and the folder of
/// the Rust host and its tests, whose dependencies it thus shares.
fn lints() -> Result<()> {
    const DENY: [&str; 3] = ["--", "--deny", "warnings"];
    for package in ["sqlite-wasm", "exe-inspect"] {
        project::run(wasm::cargo(&root(), "clippy", package)?.args(DENY))?;
    }
    let mut workspace = command(env!("CARGO"));
    workspace.args(["clippy", "--workspace", "--all-targets"]);
    workspace.args(["--profile", "addon", "--target-dir", "target/native"]).args(DENY);
    // Nothing is run, so any file does for the precompiled module.
    project::run(workspace.env("ANYSQLITE_PRECOMPILED", project::module()))
}
