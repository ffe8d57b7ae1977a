//! Tools that cargo installs, into target/tools: they take minutes to compile, so only the commands that need one
//! install it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::project::{self, root};

/// A tool: its crate, the version and the features.
pub struct Tool {
    name: &'static str,
    version: &'static str,
    features: &'static str,
}

pub const CARGO_ABOUT: Tool = Tool { name: "cargo-about", version: "0.9.3", features: "cli" };
pub const CARGO_CYCLONEDX: Tool = Tool { name: "cargo-cyclonedx", version: "0.5.9", features: "" };
pub const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2", features: "" };
pub const CARGO_ZIGBUILD: Tool = Tool { name: "cargo-zigbuild", version: "0.24.1", features: "" };

/// Returns the folder of the tools.
pub fn folder() -> PathBuf {
    root().join("target/tools")
}

/// Returns a command that runs a tool in the repository's folder. Installs the tool if it is missing.
pub fn command(Tool { name, version, features }: Tool) -> Result<Command> {
    let program = folder().join("bin").join(name);
    // Some print their version as "name version", others ask to be called as cargo calls them.
    let arguments = [&["--version"][..], &[name.trim_start_matches("cargo-"), "--version"]];
    let installed = arguments.iter().any(|arguments| prints(Command::new(&program).args(*arguments), version));
    if !installed {
        let mut cargo = project::command(env!("CARGO"));
        cargo.args(["install", name, "--locked", "--version", version, "--features", features, "--root"]);
        project::run(cargo.arg(folder()))?;
    }
    Ok(project::command(program))
}

/// Returns whether a tool exists in this version.
pub fn prints(tool: &mut Command, version: &str) -> bool {
    tool.output().is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(version))
}
