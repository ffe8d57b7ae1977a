//! Build products that suites require.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::build::{addon, cli, embed, shims, sqlite_vec, test_extensions, wasm};
use crate::project::root;
use crate::{dependants, dist, packages};

/// A build product that suites require.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// npm/wasm/sqlite.wasm, and the scripts made of it.
    Module,
    /// npm/shim/*.node, the lock addons.
    Shims,
    /// npm/bin, the command `anysqlite`.
    Cli,
    /// packages/sqlite-vec/*.wasm, the vector search extension.
    SqliteVec,
    /// target/extension/tests, the extensions of tests/extensions.
    Extensions,
    /// The addon with wasmtime for this machine.
    Addon,
    /// The packed npm package, with the bundlers and test runners of tests/package.
    Package,
    /// The libraries of tests/dependants, on the packed package.
    Dependants,
}

impl Need {
    /// All of them, each after those that it is made of.
    pub const ALL: [Self; 8] = [
        Self::Module,
        Self::Shims,
        Self::Cli,
        Self::SqliteVec,
        Self::Extensions,
        Self::Addon,
        Self::Package,
        Self::Dependants,
    ];

    /// Returns the name after `cargo xtask make`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Shims => "shims",
            Self::Cli => "cli",
            Self::SqliteVec => "sqlite-vec",
            Self::Extensions => "extensions",
            Self::Addon => "addon",
            Self::Package => "package",
            Self::Dependants => "dependants",
        }
    }

    /// Returns the need of a name.
    pub fn named(name: &str) -> Result<Self> {
        let all = Self::ALL.map(Self::name).join(", ");
        Self::ALL.into_iter().find(|need| need.name() == name).with_context(|| format!("{name} is none of: {all}"))
    }

    /// Returns what it is made of.
    pub const fn made_of(self) -> &'static [Self] {
        match self {
            Self::Module | Self::Shims | Self::Cli | Self::SqliteVec | Self::Extensions => &[],
            Self::Addon => &[Self::Module],
            Self::Package => &[Self::Module, Self::Shims, Self::Cli],
            Self::Dependants => &[Self::Package],
        }
    }

    /// Builds it from what it is made of.
    pub fn make(self) -> Result<()> {
        match self {
            Self::Module => wasm::run(),
            Self::Shims => shims::run(),
            Self::Cli => cli::run(),
            Self::SqliteVec => sqlite_vec::run(),
            Self::Extensions => test_extensions::run_all(),
            Self::Addon => addon::run(),
            Self::Package => {
                packages::npm(&root().join("tests/package"))?;
                dist::pack().map(drop)
            }
            Self::Dependants => dependants::install(&dist::tarball()?),
        }
    }

    /// Returns the file that building it writes last, or `None` if it is built again for each use, in seconds.
    fn file(self) -> Result<Option<PathBuf>> {
        Ok(match self {
            Self::Module => Some(embed::digest_path()),
            Self::Shims => Some(shims::list_path()),
            Self::Cli => Some(cli::installed()),
            Self::SqliteVec => Some(sqlite_vec::installed()),
            Self::Extensions => Some(test_extensions::installed()),
            Self::Addon => Some(addon::installed()?),
            Self::Package | Self::Dependants => None,
        })
    }

    const fn sources(self) -> &'static [&'static str] {
        match self {
            Self::Module => &["crates/abi", "crates/sqlite-wasm"],
            Self::Shims => &["crates/abi", "crates/lock-shim"],
            Self::Cli => &["crates/exe-inspect", "npm/cli"],
            Self::SqliteVec => &["crates/extension-libc", "packages/sqlite-vec"],
            Self::Extensions => &["crates/extension-libc", "tests/extensions/sources"],
            Self::Addon => {
                &["crates/abi", "crates/sqlite-wasm", "crates/wasmtime-host", "crates/anysqlite", "crates/node-binding"]
            }
            Self::Package | Self::Dependants => &[],
        }
    }

    /// Builds it if it is missing; says so if it is older than its sources.
    fn provide(self) -> Result<()> {
        match self.file()? {
            Some(file) if file.exists() => self.warn_if_stale(&file),
            _ => self.make().with_context(|| format!("`cargo xtask setup` installs what {} needs", self.name())),
        }
    }

    fn warn_if_stale(self, file: &Path) -> Result<()> {
        let built = fs::metadata(file)?.modified()?;
        for folder in self.sources() {
            if newest(&root().join(folder))? > built {
                eprintln!("note: {folder} has changed since {} was built: `cargo xtask make {0}`", self.name());
                break;
            }
        }
        Ok(())
    }
}

/// Builds those that are missing, and those that they are made of.
pub fn provide(needs: &[Need]) -> Result<()> {
    packages::npm(&root())?;
    Need::ALL.into_iter().filter(|need| needs.iter().any(|user| includes(*user, *need))).try_for_each(Need::provide)
}

/// Whether `need` is `user`, or `user` is made of it.
fn includes(user: Need, need: Need) -> bool {
    user == need || user.made_of().iter().any(|part| includes(*part, need))
}

/// The time of the last change of a file in a folder.
fn newest(folder: &Path) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let time =
            if entry.file_type()?.is_dir() { self::newest(&entry.path())? } else { entry.metadata()?.modified()? };
        newest = newest.max(time);
    }
    Ok(newest)
}
