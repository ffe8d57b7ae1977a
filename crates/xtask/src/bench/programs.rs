//! Installs the programs of `benches/node/programs`, on the packed package and on native better-sqlite3.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::project::root;
use crate::{dist, packages};

/// Where they are installed on the packed package, which `drivers.js` measures, too.
pub fn ours() -> PathBuf {
    root().join("target/bench/ours")
}

fn native() -> PathBuf {
    root().join("target/bench/native")
}

/// Installs what the lock file says on both sides, but for better-sqlite3.
pub fn install(tarball: &Path) -> Result<()> {
    for folder in [ours(), native()] {
        fs::create_dir_all(&folder)?;
        for name in ["package.json", "package-lock.json", ".npmrc"] {
            fs::copy(root().join("benches/node/programs").join(name), folder.join(name))?;
        }
        packages::npm(&folder)?;
    }
    dist::install(tarball, &ours())?;
    // The version that everything else is compared with, which need not be that of the lock file.
    let package = native().join("node_modules/better-sqlite3");
    if !package.is_symlink() {
        fs::remove_dir_all(&package)?;
        symlink(root().join("node_modules/better-sqlite3"), &package)?;
    }
    Ok(())
}
