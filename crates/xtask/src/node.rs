//! The releases of Node that tests run on.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};

use crate::project::{command, output};

/// A release of Node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Node {
    /// For this machine.
    Own(u32),
    /// For Windows on x64. Elsewhere Wine runs it.
    Windows(u32),
}

/// The release that native better-sqlite3, the reference, is installed for.
pub const REFERENCE: Node = Node::Own(24);

const WINDOWS: &str = "win-x64-";

/// The executables that were asked for.
static FOUND: Mutex<BTreeMap<Node, PathBuf>> = Mutex::new(BTreeMap::new());

impl Node {
    /// Returns the release that `--node` names: `24`, or `win-x64-22`.
    pub fn named(name: &str) -> Option<Self> {
        let windows = name.strip_prefix(WINDOWS);
        let release = windows.unwrap_or(name).parse().ok()?;
        Some(if windows.is_some() { Self::Windows(release) } else { Self::Own(release) })
    }
}

/// Writes the name of the target in tests/portability.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Own(release) => write!(f, "node{release}"),
            Self::Windows(release) => write!(f, "{WINDOWS}{release}"),
        }
    }
}

/// Returns the executable of a release, which is installed from npm if it is missing. Other systems than Linux on x64
/// must have the release as their `node`.
pub fn executable(node: Node) -> Result<PathBuf> {
    let mut found = FOUND.lock().expect("nothing panics while it is locked");
    if let Some(path) = found.get(&node) {
        return Ok(path.clone());
    }
    let path = find(node)?;
    found.insert(node, path.clone());
    Ok(path)
}

/// Installs releases that are missing, all at the same time.
pub fn install(nodes: &[Node]) -> Result<()> {
    let start = |node: &Node| prepare(*node).stdout(Stdio::null()).spawn();
    let children = nodes.iter().map(start).collect::<Result<Vec<_>, _>>().context("node cannot be started")?;
    for mut child in children {
        ensure!(child.wait()?.success(), "a release of Node cannot be installed");
    }
    Ok(())
}

/// The command that installs a release if it is missing, and prints the path of its executable.
fn prepare(node: Node) -> std::process::Command {
    let mut prepare = command("node");
    prepare.args(["tests/portability/runtimes.js", &node.to_string()]);
    prepare
}

fn find(node: Node) -> Result<PathBuf> {
    let script = "process.stdout.write([process.platform, process.arch, parseInt(process.versions.node)].join(' '))";
    let own = output(command("node").args(["-e", script]))?;
    if own.starts_with("linux x64 ") {
        return Ok(PathBuf::from(output(&mut prepare(node))?.trim_end()));
    }
    let fits = match node {
        Node::Own(release) => own.ends_with(&format!(" {release}")),
        Node::Windows(release) => own == format!("win32 x64 {release}"),
    };
    ensure!(fits, "{node} is needed, not that of {own}");
    Ok(PathBuf::from("node"))
}
