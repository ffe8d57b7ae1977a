//! Builds npm/shim, the lock addon for every system and CPU, and scripts with their contents in npm/lib/generated.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::rust_target;
use crate::project::{self, command, root};

/// Node's names of a system and a CPU, with Rust's target. An addon for Linux fits any C library: the target only names
/// the calling convention.
const TARGETS: [(&str, &str); 11] = [
    ("linux-x64", "x86_64-unknown-linux-gnu"),
    ("linux-arm64", "aarch64-unknown-linux-gnu"),
    ("linux-arm", "armv7-unknown-linux-gnueabihf"),
    ("linux-ia32", "i686-unknown-linux-gnu"),
    ("linux-riscv64", "riscv64gc-unknown-linux-gnu"),
    ("linux-ppc64", "powerpc64le-unknown-linux-gnu"),
    ("linux-s390x", "s390x-unknown-linux-gnu"),
    ("darwin-x64", "x86_64-apple-darwin"),
    ("darwin-arm64", "aarch64-apple-darwin"),
    ("win32-x64", "x86_64-pc-windows-msvc"),
    ("win32-arm64", "aarch64-pc-windows-msvc"),
];

const LINUX_LINK: [&str; 5] = ["-flavor", "gnu", "-shared", "--gc-sections", "-s"];

/// The linker looks for Node's functions in the process, and for the system's in our own list, so no SDK is needed.
/// macOS on arm64 loads only signed code; an ad-hoc signature will do.
const MACOS_LINK: [&str; 17] = [
    "-flavor",
    "darwin",
    "-bundle",
    "-platform_version",
    "macos",
    "11.0",
    "11.0",
    "-undefined",
    "dynamic_lookup",
    "-exported_symbol",
    "_napi_register_module_v1",
    "-no_data_const",
    "-dead_strip",
    "-S",
    "-x",
    "-adhoc_codesign",
    "crates/lock-shim/libSystem.tbd",
];

/// The addon needs no C library, and so no function that initializes one. Without a time stamp its bytes depend on the
/// sources alone.
const WINDOWS_LINK: [&str; 8] = [
    "-flavor",
    "link",
    "/dll",
    "/noentry",
    "/nodefaultlib",
    "/subsystem:console",
    "/Brepro",
    "/export:napi_register_module_v1",
];

/// The names of the functions that Windows has for the addon.
const KERNEL32: &str = "crates/lock-shim/src/windows/kernel32.def";

/// Returns Rust's targets, for each of which the addons need `core`.
pub fn rust_targets() -> impl Iterator<Item = &'static str> {
    TARGETS.iter().map(|(_, target)| *target)
}

/// Returns the path of the script that lists the addons.
pub fn list_path() -> PathBuf {
    generated().join("shims.js")
}

/// Returns the path in the package of the script with an addon's content.
pub fn script_of(name: &str) -> String {
    format!("lib/generated/shims/{}", name.replace(".node", ".js"))
}

/// Returns the names of the addons' files.
pub fn names() -> impl Iterator<Item = String> {
    TARGETS.iter().map(|(name, _)| format!("{name}.node"))
}

fn generated() -> PathBuf {
    root().join("npm/lib/generated")
}

/// Builds every addon, and the scripts with their contents, which are part of the code: a file beside the addons would
/// be written by whoever writes the addons.
pub fn run() -> Result<()> {
    let (addons, contents) = (root().join("npm/shim"), generated().join("shims"));
    for folder in [&addons, &contents] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let mut list = String::new();
    for (name, target) in TARGETS {
        let addon = addons.join(format!("{name}.node"));
        build(target, &addon)?;
        let content = STANDARD.encode(fs::read(&addon)?);
        fs::write(contents.join(format!("{name}.js")), script(&format!("exports.CONTENT = '{content}';\n")))?;
        writeln!(list, "  '{name}.node': () => require('./shims/{name}').CONTENT,")?;
    }
    fs::write(list_path(), script(&format!("exports.SHIMS = {{\n{list}}};\n")))?;
    Ok(())
}

/// Returns a script of npm/lib/generated.
fn script(body: &str) -> String {
    format!("'use strict';\n\n// Written by `cargo xtask shims`.\n\n{body}")
}

/// Compiles one object with `core` and the constants of `abi` alone, and links it without any library.
fn build(target: &str, addon: &Path) -> Result<()> {
    let folder = root().join("target/shim").join(target);
    fs::create_dir_all(&folder)?;
    let (contract, object) = (folder.join("libabi.rlib"), folder.join("lock_shim.o"));
    compile(target, "abi", &contract, &[])?;
    let contract = format!("abi={}", contract.display());
    compile(target, "lock-shim", &object, &["--emit", "obj", "--cfg", "feature=\"addon\"", "--extern", &contract])?;
    if let Some(cpu) = target.strip_suffix("-pc-windows-msvc") {
        return link_for_windows(target, cpu, &object, addon);
    }
    let mut lld = command(rust_target::linker(target)?);
    match target.strip_suffix("-apple-darwin") {
        Some(cpu) => lld.args(MACOS_LINK).args(["-arch", if cpu == "aarch64" { "arm64" } else { cpu }]),
        None => lld.args(LINUX_LINK),
    };
    project::run(lld.arg("-o").arg(addon).arg(&object))?;
    require_linked(addon)
}

/// Fails if an addon needs a function of the Rust library, with which it is not linked: the system would not find the
/// function until it is called, and end the process.
fn require_linked(addon: &Path) -> Result<()> {
    let report = exe_inspect::inspect(fs::File::open(addon)?);
    let imports = report.images.iter().flat_map(|image| &image.imports);
    match imports.map(|import| &import.name).find(|name| name.trim_start_matches('_').starts_with("RNv")) {
        Some(name) => bail!("{} needs {name}: write the lock addon without that function", addon.display()),
        None => Ok(()),
    }
}

/// Links against a library that says which functions kernel32.dll has, made of our own list.
fn link_for_windows(target: &str, cpu: &str, object: &Path, addon: &Path) -> Result<()> {
    let linker = rust_target::linker(target)?;
    let machine = format!("/machine:{}", if cpu == "aarch64" { "arm64" } else { "x64" });
    let kernel32 = object.with_file_name("kernel32.lib");
    let mut library = command(&linker);
    library.args(["-flavor", "link", "/lib", &machine]).arg(format!("/def:{KERNEL32}"));
    project::run(library.arg(format!("/out:{}", kernel32.display())))?;
    let mut link = command(linker);
    link.args(WINDOWS_LINK).arg(machine).arg(format!("/out:{}", addon.display()));
    // The linker wants to write what other programs would need to link against the addon.
    link.arg(format!("/implib:{}", object.with_file_name("addon.lib").display()));
    project::run(link.arg(object).arg(kernel32))
}

/// Compiles one crate of this repository without cargo, which would want the target's whole standard library.
fn compile(target: &str, name: &str, output: &Path, arguments: &[&str]) -> Result<()> {
    let mut rustc = rust_target::program("rustc", target)?;
    rustc.args(["--edition", "2024", "--crate-type", "lib", "--crate-name", &name.replace('-', "_")]);
    rustc.args(["-Copt-level=s", "-Cpanic=abort", "-Crelocation-model=pic", "-Ccodegen-units=1"]);
    // Windows insists on them.
    if !target.contains("windows") {
        rustc.arg("-Cforce-unwind-tables=no");
    }
    rustc.args(arguments).args(["--target", target]).arg(format!("crates/{name}/src/lib.rs")).arg("-o").arg(output);
    // The caller's environment must not select another version of macOS.
    project::run(rustc.env_remove("MACOSX_DEPLOYMENT_TARGET"))
}
