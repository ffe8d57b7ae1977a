//! The standard library for WebAssembly where rustup's servers are out of reach: Debian's rustc and its sources.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::project::{command, output, root, run};
use crate::setup::apt_install;

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";

/// Name under which rustup knows Debian's Rust.
pub const TOOLCHAIN: &str = "debian";

/// Installs Debian's Rust, builds the standard library for `target` and makes it part of that Rust.
pub fn install(target: &str) -> Result<()> {
    apt_install(&["rustc-web", "cargo-web", "rust-web-src", "lld-22"])?;
    run(command("rustup").args(["toolchain", "link", TOOLCHAIN, "/usr"]))?;
    let sysroot = PathBuf::from(output(command(RUSTC).args(["--print", "sysroot"]))?.trim_end());
    let rustlib = sysroot.join("lib/rustlib");
    let version = output(command(RUSTC).arg("-vV"))?;
    let built_by = rustlib.join(target).join(".built-by");
    if fs::read_to_string(&built_by).is_ok_and(|text| text == version) {
        return Ok(());
    }
    let libraries = build(target)?;
    let destination = rustlib.join(target).join("lib");
    fs::create_dir_all(&destination)?;
    for library in libraries {
        fs::copy(&library, destination.join(library.file_name().context("a library has a name")?))?;
    }
    link_linker(&rustlib, &version)?;
    fs::write(built_by, version)?;
    Ok(())
}

/// Compiles the standard library as a dependency of an empty crate. Gives the library files.
fn build(target: &str) -> Result<Vec<PathBuf>> {
    let seed = root().join("target/std-seed");
    fs::create_dir_all(seed.join("src"))?;
    fs::write(seed.join("src/lib.rs"), "")?;
    let manifest = "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
                    [profile.release]\nopt-level = 3\ncodegen-units = 1\n";
    fs::write(seed.join("Cargo.toml"), manifest)?;
    let flags = format!("target.{target}.rustflags=['-Cembed-bitcode=yes','-Zforce-unstable-if-unmarked']");
    let mut cargo = command(CARGO);
    cargo.current_dir(&seed).env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
    cargo.args(["build", "-q", "--release", "--target", target, "-Zbuild-std=std,panic_abort,panic_unwind"]);
    run(cargo.args(["--target-dir", "target", "--config", &flags]))?;
    let built = fs::read_dir(seed.join("target").join(target).join("release/deps"))?;
    let files = built.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let libraries: Vec<_> = files.into_iter().filter(|path| is_library(path)).collect();
    ensure!(!libraries.is_empty(), "Debian's Rust built no standard library for {target}");
    Ok(libraries)
}

fn is_library(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".rlib") && !name.starts_with("libseed")
}

/// rustc looks for its linker beside its own libraries, where Debian does not put it.
fn link_linker(rustlib: &Path, version: &str) -> Result<()> {
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names its host")?;
    let folder = rustlib.join(host).join("bin");
    fs::create_dir_all(&folder)?;
    let link = folder.join("rust-lld");
    if !link.exists() {
        std::os::unix::fs::symlink("/usr/bin/lld-22", link)?;
    }
    Ok(())
}
