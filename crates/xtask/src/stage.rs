//! The folder that is packed as the npm package: what npm/ has, with npm/lib in a few files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::sqlite_vec;
use crate::dist::NOTICES;
use crate::licences::Packed;
use crate::project::{self, command, root};

/// What the package has of npm/.
const PARTS: [&str; 6] = ["package.json", "index.d.ts", "prefer-native.d.ts", "bin", "shim", "wasm"];

/// What it has of npm/lib beside the bundle: the entries, and what the bundle requires. `scarcity.js` is for
/// `packaged/files.js`, and `prefer-native` decides whether the bundle is needed.
const SCRIPTS: [&str; 9] = [
    "index.js",
    "inline.js",
    "platform.js",
    "intrinsics.js",
    "scarcity.js",
    "packaged/files.js",
    "prefer-native",
    "generated/module.js",
    "generated/shims",
];

const DOCUMENTS: [&str; 3] = ["README.md", "LICENSE", "CHANGELOG.md"];

/// Returns whether the package has a file of npm/, such as lib/index.js, beside the bundle.
pub fn has_script(path: &str) -> bool {
    SCRIPTS.iter().any(|script| Path::new(path).starts_with(Path::new("lib").join(script)))
}

/// Writes target/npm/package. Returns its path.
pub fn package() -> Result<PathBuf> {
    let (npm, package) = (root().join("npm"), root().join("target/npm/package"));
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    PARTS.iter().try_for_each(|part| copy(&npm.join(part), &package.join(part)))?;
    let (from, to) = (npm.join("lib"), package.join("lib"));
    SCRIPTS.iter().try_for_each(|script| copy(&from.join(script), &to.join(script)))?;
    let mut node = command("node");
    project::run(node.arg("crates/xtask/src/bundle-core.js").args([&from, &to.join("core.js")]))?;
    fs::copy(Packed::Package.notices(), package.join(NOTICES))?;
    for name in DOCUMENTS {
        fs::write(package.join(name), with_absolute_links(&fs::read_to_string(root().join(name))?))?;
    }
    Ok(package)
}

/// Writes target/npm/sqlite-vec: what the extension's package.json lists, and its documents. Returns its path.
pub fn sqlite_vec() -> Result<PathBuf> {
    let (from, to) = (sqlite_vec::folder(), root().join("target/npm/sqlite-vec"));
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    sqlite_vec::PACKED.iter().try_for_each(|name| copy(&from.join(name), &to.join(name)))?;
    sqlite_vec::FILES.iter().try_for_each(|(name, _)| copy(&from.join(name), &to.join(name)))?;
    fs::copy(root().join("LICENSE"), to.join("LICENSE"))?;
    fs::copy(Packed::SqliteVec.notices(), to.join(NOTICES))?;
    Ok(to)
}

/// Copies a file, or a folder with all that it contains.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    } else {
        fs::create_dir_all(to.parent().expect("a file is in a folder"))?;
        fs::copy(from, to)?;
    }
    Ok(())
}

/// Makes a document's links to other documents absolute: outside the repository, relative ones lead nowhere.
fn with_absolute_links(markdown: &str) -> String {
    const REPOSITORY: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");
    ["docs/", "ARCHITECTURE.md", "CONTRIBUTING.md"].iter().fold(markdown.to_owned(), |text, target| {
        text.replace(&format!("]({target}"), &format!("]({REPOSITORY}{target}"))
    })
}
