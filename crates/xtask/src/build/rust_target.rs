//! Rust for other targets than this machine: from rustup or, if its servers cannot be reached, from Debian's sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::packages;
use crate::project::{command, output, root, run, succeeds};

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// rustup's name for Debian's Rust.
const DEBIAN: &str = "debian";

/// The libraries that a target needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Library {
    /// std, with alloc and core.
    Std,
    /// core alone.
    Core,
}

/// Installs the libraries of a target, unless some Rust on this machine has them.
pub fn install(target: &str, library: Library) -> Result<()> {
    if toolchain(target).is_ok() || succeeds(command("rustup").args(["target", "add", target])) {
        return Ok(());
    }
    install_debian(target, library).with_context(|| format!("neither rustup nor Debian provides Rust for {target}"))
}

/// Returns a command for a program of the Rust that has a target: the active one, or Debian's.
pub fn program(name: &str, target: &str) -> Result<Command> {
    let mut program = command(name);
    if let Some(toolchain) = toolchain(target)? {
        program.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    Ok(program)
}

/// Returns the name of the toolchain that has a target; `None` is the active one.
fn toolchain(target: &str) -> Result<Option<&'static str>> {
    if has_target(&sysroot("rustc")?, target) {
        return Ok(None);
    }
    let debian = sysroot(DEBIAN_RUSTC).is_ok_and(|sysroot| has_target(&sysroot, target));
    ensure!(debian, "no Rust here has the target {target}: run `cargo xtask setup`");
    Ok(Some(DEBIAN))
}

fn sysroot(rustc: &str) -> Result<PathBuf> {
    ensure!(succeeds(command(rustc).arg("-V")), "{rustc} is not installed");
    Ok(PathBuf::from(output(command(rustc).args(["--print", "sysroot"]))?.trim_end()))
}

fn has_target(sysroot: &Path, target: &str) -> bool {
    sysroot.join("lib/rustlib").join(target).join("lib").is_dir()
}

/// Installs Debian's Rust, builds the library for `target` and makes it part of that Rust.
fn install_debian(target: &str, library: Library) -> Result<()> {
    packages::apt(&["rustc-web", "cargo-web", "rust-web-src", "lld-22"])?;
    run(command("rustup").args(["toolchain", "link", DEBIAN, "/usr"]))?;
    let rustlib = sysroot(DEBIAN_RUSTC)?.join("lib/rustlib");
    link_linker(&rustlib)?;
    let built = build_library(target, library)?;
    let destination = rustlib.join(target).join("lib");
    fs::create_dir_all(&destination)?;
    for file in built {
        fs::copy(&file, destination.join(file.file_name().context("a library has a name")?))?;
    }
    Ok(())
}

/// Compiles the library as a dependency of an empty crate. Returns its files.
fn build_library(target: &str, library: Library) -> Result<Vec<PathBuf>> {
    let (crates, attributes) = match library {
        Library::Std => ("std,panic_abort,panic_unwind", ""),
        Library::Core => ("core", "#![no_std]"),
    };
    let seed = root().join("target/rust-library").join(target);
    fs::create_dir_all(seed.join("src"))?;
    fs::write(seed.join("src/lib.rs"), attributes)?;
    let manifest = "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
                    [profile.release]\nopt-level = 3\ncodegen-units = 1\n";
    fs::write(seed.join("Cargo.toml"), manifest)?;
    let flags = format!("target.{target}.rustflags=['-Cembed-bitcode=yes','-Zforce-unstable-if-unmarked']");
    let mut cargo = command(DEBIAN_CARGO);
    cargo.current_dir(&seed).env("RUSTC", DEBIAN_RUSTC).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
    cargo.args(["build", "-q", "--release", "--target", target, "--target-dir", "target"]);
    run(cargo.args([&format!("-Zbuild-std={crates}"), "--config", &flags]))?;
    let entries = fs::read_dir(seed.join("target").join(target).join("release/deps"))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|path| is_library(path));
    ensure!(!files.is_empty(), "Debian's Rust built no library for {target}");
    Ok(files)
}

fn is_library(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".rlib") && !name.starts_with("libseed")
}

/// Links Debian's linker to where rustc looks for it, beside its own libraries.
fn link_linker(rustlib: &Path) -> Result<()> {
    let folder = rustlib.join(host()?).join("bin");
    fs::create_dir_all(&folder)?;
    let link = folder.join("rust-lld");
    if !link.exists() {
        std::os::unix::fs::symlink("/usr/bin/lld-22", link)?;
    }
    Ok(())
}

/// Returns the target of this machine.
fn host() -> Result<String> {
    let version = output(command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names its host")?;
    Ok(host.to_owned())
}

/// Returns the linker of the Rust that has a target. The linker links for any CPU.
pub fn linker(target: &str) -> Result<PathBuf> {
    let sysroot = output(program("rustc", target)?.args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim_end()).join("lib/rustlib").join(host()?).join("bin/rust-lld"))
}
