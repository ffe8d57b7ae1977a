//! The notices of what others wrote and the packages contain: `licences/*.txt`, THIRD-PARTY-NOTICES in each tarball.

mod crates;
mod document;
mod npm;
mod sqlite_vec;
mod standard_library;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::project::{command, output, root};

pub use crates::Graph;
pub use npm::bundled;

/// The targets of the published addons, whose crates differ by system.
const ADDON_TARGETS: &[&str] = &["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-musl", "aarch64-apple-darwin"];
const WASM: &[&str] = &["wasm32-unknown-unknown"];

/// What is packed: the npm package, an addon of the engine wasmtime, or the extension sqlite-vec.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Packed {
    Package,
    Addon,
    SqliteVec,
}

impl Packed {
    const ALL: [Self; 3] = [Self::Package, Self::Addon, Self::SqliteVec];

    /// Returns the path of its notices.
    pub fn notices(self) -> PathBuf {
        root().join("licences").join(match self {
            Self::Package => "package.txt",
            Self::Addon => "addon.txt",
            Self::SqliteVec => "sqlite-vec.txt",
        })
    }

    /// Returns the crates that it is compiled from. An addon contains the guest as machine code.
    pub fn graphs(self) -> Vec<Graph> {
        let guest = Graph { package: "sqlite-wasm", targets: WASM };
        match self {
            Self::Package => vec![guest, Graph { package: "exe-inspect", targets: WASM }],
            Self::Addon => vec![guest, Graph { package: "node-binding", targets: ADDON_TARGETS }],
            Self::SqliteVec => vec![Graph { package: "extension-libc", targets: WASM }],
        }
    }

    /// Returns the SPDX expression of the licences that its notices list.
    pub fn expression(self) -> Result<String> {
        let text = fs::read_to_string(self.notices())?;
        let line = text.lines().find_map(|line| line.strip_prefix(document::EXPRESSION));
        Ok(line.context("the notices state no licences")?.to_owned())
    }

    /// Returns the notices of what comes neither from crates that are linked nor from Rust.
    fn others(self) -> Result<Vec<Notice>> {
        match self {
            Self::Package => npm::notices(),
            Self::Addon => Ok(vec![npm::sqlite()?]),
            Self::SqliteVec => Ok(vec![sqlite_vec::notice()?]),
        }
    }

    /// Returns the components that its notices must name, as "name version", without running cargo-about.
    fn components(self) -> Result<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        for graph in self.graphs() {
            names.extend(graph.shipped()?);
        }
        names.insert(standard_library::name(&rust_version()?));
        names.extend(self.others()?.into_iter().flat_map(|notice| notice.components));
        Ok(names)
    }
}

/// Some parts of a package that are under the same licence, with the same text.
pub struct Notice {
    /// "name version"
    pub components: BTreeSet<String>,
    /// The SPDX identifier, or `None` if the components are in the public domain.
    pub licence: Option<String>,
    pub text: String,
}

/// Writes the notices of every package.
pub fn write() -> Result<()> {
    for packed in Packed::ALL {
        fs::write(packed.notices(), generate(packed)?)?;
    }
    Ok(())
}

/// Fails unless the notices are what `write` would write.
pub fn check() -> Result<()> {
    for packed in Packed::ALL {
        let path = packed.notices();
        ensure!(
            fs::read_to_string(&path)? == generate(packed)?,
            "{} is outdated: run `cargo xtask licences`",
            path.display()
        );
    }
    Ok(())
}

/// Fails unless the notices name exactly what the packages are made of. Takes no time, but reads no licences.
pub fn check_names() -> Result<()> {
    for packed in Packed::ALL {
        let path = packed.notices();
        let named = document::components(&fs::read_to_string(&path)?);
        let wanted = packed.components()?;
        let differing: Vec<_> = named.symmetric_difference(&wanted).cloned().collect();
        let list = differing.join(", ");
        ensure!(differing.is_empty(), "{} is outdated ({list}): run `cargo xtask licences`", path.display());
    }
    Ok(())
}

fn generate(packed: Packed) -> Result<String> {
    let mut notices = packed.others()?;
    notices.extend(standard_library::notices(&rust_version()?)?);
    for graph in packed.graphs() {
        notices.extend(graph.notices()?);
    }
    Ok(document::write(notices))
}

/// Returns the version of the Rust that compiles the packages.
fn rust_version() -> Result<String> {
    let version = output(command("rustc").arg("--version"))?;
    Ok(version.split(' ').nth(1).context("rustc prints its version")?.to_owned())
}
