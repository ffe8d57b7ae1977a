//! The repository's paths, and how programs are run.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The version of every crate and package of the repository.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the repository's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("xtask is in crates/").to_owned()
}

/// Returns the path of the built module, inside the npm package.
pub fn module() -> PathBuf {
    root().join("npm/wasm/sqlite.wasm")
}

/// Returns a command that runs a program in the repository's folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Runs a program, and fails unless the program succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    eprintln!("$ {}", line(command));
    let status = command.status().with_context(|| format!("{} cannot be started", line(command)))?;
    ensure!(status.success(), "{} failed: {status}", line(command));
    Ok(())
}

/// Runs a program and returns its stdout. Fails unless the program succeeds.
pub fn output(command: &mut Command) -> Result<String> {
    command.stderr(std::process::Stdio::inherit());
    let output = command.output().with_context(|| format!("{} cannot be started", line(command)))?;
    ensure!(output.status.success(), "{} failed: {}", line(command), output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// Returns whether a program exists and succeeds.
pub fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Returns a command for a tool of the npm packages that `setup` installs.
pub fn npm_tool(name: &str) -> Command {
    command(root().join("node_modules/.bin").join(name))
}
