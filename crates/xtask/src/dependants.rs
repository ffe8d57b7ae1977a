//! Installs the libraries of `tests/dependants` on top of the packed package.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::project::root;
use crate::{dist, packages};

/// Two levels below the root like `tests/dependants`, since the lock file names the tarball relative to itself.
const FOLDER: &str = "target/dependants";

/// Installs what the lock file says, then the package as it is now.
pub fn install(tarball: &Path) -> Result<()> {
    let folder = root().join(FOLDER);
    fs::create_dir_all(&folder)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(root().join("tests/dependants").join(name), folder.join(name))?;
    }
    packages::npm(&folder)?;
    dist::install(tarball, &folder)
}
