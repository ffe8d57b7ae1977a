//! Formatting, lints, types and generated files.

use anyhow::Result;

use crate::codegen;
use crate::project::{self, command, npm_tool};

/// Runs every check of style; any warning is a failure.
pub fn run() -> Result<()> {
    project::run(command(env!("CARGO")).args(["fmt", "--all", "--check"]))?;
    let clippy = |arguments: &[&str]| {
        let mut cargo = command(env!("CARGO"));
        cargo.arg("clippy").args(arguments).args(["--target-dir", "target/clippy", "--", "--deny", "warnings"]);
        // Nothing is run, so any file does for the precompiled module.
        project::run(cargo.env("ANYSQLITE_PRECOMPILED", project::module()))
    };
    clippy(&["--workspace", "--all-targets"])?;
    clippy(&["--package", "sqlite-wasm", "--target", "wasm32-unknown-unknown"])?;
    codegen::check()?;
    project::run(npm_tool("eslint").args(["--max-warnings", "0", "."]))?;
    for project in ["tsconfig.json", "tests/types/tsconfig.json", "tests/types/tsconfig.reference.json"] {
        project::run(npm_tool("tsc").args(["--project", project]))?;
    }
    Ok(())
}
