//! Formatting, lints, types, generated files and documented variables.

use anyhow::{Result, bail};

use crate::codegen;
use crate::project::{self, command, npm_tool};
use crate::variables;

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
    project::run(npm_tool("eslint").args(["--max-warnings", "0", "."]))?;
    for project in ["tsconfig.json", "tests/types/tsconfig.json", "tests/types/tsconfig.reference.json"] {
        project::run(npm_tool("tsc").args(["--project", project]))?;
    }
    Ok(())
}

fn lints() -> Result<()> {
    clippy(&["--workspace", "--all-targets"])?;
    clippy(&["--package", "node-binding", "--all-targets", "--features", "napi"])?;
    clippy(&["--package", "sqlite-wasm", "--target", "wasm32-unknown-unknown"])
}

fn clippy(arguments: &[&str]) -> Result<()> {
    let mut cargo = command(env!("CARGO"));
    cargo.arg("clippy").args(arguments).args(["--target-dir", "target/clippy", "--", "--deny", "warnings"]);
    // Nothing is run, so any file does for the precompiled module.
    project::run(cargo.env("ANYSQLITE_ARTEFACT", project::module()))
}
