//! Builds npm/wasmtime, the addon with wasmtime for this machine, and packs addons as packages of their platforms.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use anyhow::{Context, Result};
use serde_json::json;

use super::seal;
use crate::dist::NOTICES;
use crate::licences::Packed;
use crate::manifest;
use crate::project::{self, VERSION, command, output, root};

/// The host crates are optimised in every build.
pub const CARGO: [&str; 4] = ["--profile", "addon", "--target-dir", "target/native"];

/// Cargo's name of the library.
const LIBRARY: &str = if cfg!(target_os = "macos") { "libnode_binding.dylib" } else { "libnode_binding.so" };

/// Keeps the library loaded: wasmtime's signal handlers stay installed after the threads that used them have ended.
pub const NO_UNLOAD: &[&str] = &["--", "-Clink-arg=-Wl,-z,nodelete"];

/// Lets macOS's linker leave Node's functions to be found in the process.
const DYNAMIC_LOOKUP: &[&str] = &["--", "-Clink-arg=-undefined", "-Clink-arg=dynamic_lookup"];

/// The crate of the addon. It has no compiler, since it embeds the precompiled module.
pub const ADDON: [&str; 3] = ["--package", "node-binding", "--lib"];

/// Precompiles the module, builds the addon around it, and puts it where the package looks for it.
pub fn run() -> Result<()> {
    let precompiled = precompile(None)?;
    let mut addon = command(env!("CARGO"));
    addon.arg("rustc").args(CARGO).args(ADDON).args(if cfg!(target_os = "macos") { DYNAMIC_LOOKUP } else { NO_UNLOAD });
    project::run(addon.env("ANYSQLITE_PRECOMPILED", &precompiled))?;

    let platform = platform()?;
    let built = root().join("target/native/addon").join(LIBRARY);
    let addon = path(&platform);
    fs::create_dir_all(addon.parent().expect("it is in npm/wasmtime"))?;
    // A process that has the old addon open keeps it.
    let draft = addon.with_extension("draft");
    seal::copy(&built, &draft)?;
    fs::rename(&draft, &addon)?;
    eprintln!("{}: {} bytes", addon.display(), fs::metadata(&addon)?.len());
    // What is published for Linux is linked with an old glibc, by `cargo xtask addons`.
    if cfg!(target_os = "linux") { Ok(()) } else { pack(&platform, &built).map(drop) }
}

/// Returns where the package looks for the addon of this machine.
pub fn installed() -> Result<PathBuf> {
    Ok(path(&platform()?))
}

fn path(platform: &Platform) -> PathBuf {
    root().join("npm/wasmtime").join(platform.file())
}

/// Compiles the module for every CPU of an architecture: a target's, or this machine's.
pub fn precompile(target: Option<&str>) -> Result<PathBuf> {
    let folder = root().join("target/native/addon");
    let precompiled = folder.join(format!("{}.cwasm", target.unwrap_or("sqlite")));
    let mut compile = command(env!("CARGO"));
    compile.arg("run").args(CARGO).args(["--package", "anysqlite", "--example", "precompile", "--"]);
    project::run(compile.arg(&precompiled).args(target))?;
    Ok(precompiled)
}

/// A platform, in Node's words and napi-rs's.
pub struct Platform {
    pub os: String,
    pub cpu: String,
    /// `-gnu`, `-musl` or nothing.
    pub libc: String,
}

impl Platform {
    /// Returns the name of the addon's package.
    pub fn package(&self) -> Result<String> {
        manifest::in_scope(&format!("wasmtime-{self}"))
    }

    /// Returns the name of the addon's file.
    pub fn file(&self) -> String {
        format!("anysqlite-wasmtime.{self}.node")
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Self { os, cpu, libc } = self;
        write!(formatter, "{os}-{cpu}{libc}")
    }
}

/// Returns this platform, as the npm package determines it.
fn platform() -> Result<Platform> {
    let script = "const { addonPackage } = require('./npm/lib/engine/addon');\
                  process.stdout.write([process.platform, process.arch, addonPackage()].join(' '))";
    let words = output(command("node").args(["-e", script]))?;
    let [os, cpu, package] =
        words.split(' ').collect::<Vec<_>>().try_into().ok().context("Node says what it runs on")?;
    let libc = package.rsplit_once(cpu).map_or("", |(_, libc)| libc);
    Ok(Platform { os: os.into(), cpu: cpu.into(), libc: libc.into() })
}

/// Returns the README of an addon's package.
fn readme(name: &str) -> Result<String> {
    let package = manifest::name()?;
    let home = env!("CARGO_PKG_REPOSITORY");
    Ok(format!(
        "# {name}\n\nThe engine wasmtime for [{package}]({home}), on one platform. Install it beside that package, in \
        the same version, and set `ANYSQLITE_ENGINE=wasmtime` or the option `engine`.\n"
    ))
}

/// Packs an addon. Returns the tarball in target/npm.
pub fn pack(platform: &Platform, addon: &Path) -> Result<PathBuf> {
    let (name, file) = (platform.package()?, platform.file());
    let packages = root().join("target/npm");
    let folder = packages.join(&name);
    fs::create_dir_all(&folder)?;
    seal::copy(addon, &folder.join(&file))?;
    fs::copy(root().join("LICENSE"), folder.join("LICENSE"))?;
    fs::copy(Packed::Addon.notices(), folder.join(NOTICES))?;
    fs::write(folder.join("README.md"), readme(&name)?)?;
    let mut manifest = json!({
        "name": name,
        "version": VERSION,
        "description": "wasmtime as an engine of anysqlite",
        "license": Packed::Addon.expression()?,
        "repository": manifest::read()?["repository"],
        "homepage": manifest::read()?["homepage"],
        "bugs": manifest::read()?["bugs"],
        "publishConfig": manifest::read()?["publishConfig"],
        "keywords": ["sqlite", "wasmtime", "webassembly"],
        "main": file,
        "files": [file, NOTICES],
        "os": [platform.os],
        "cpu": [platform.cpu],
        "engines": { "node": ">=18" },
    });
    if let Some((_, libc)) = [("-gnu", "glibc"), ("-musl", "musl")].iter().find(|(suffix, _)| platform.libc == *suffix)
    {
        manifest["libc"] = json!([libc]);
    }
    fs::write(folder.join("package.json"), format!("{manifest:#}\n"))?;
    let mut npm = command("npm");
    project::run(npm.current_dir(&folder).args(["pack", "--silent", "--pack-destination"]).arg(&packages))?;
    Ok(packages.join(manifest::tarball(&name)))
}
