//! Builds npm/shim: the lock addon for every CPU, and the list of their sizes and hashes.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::project::{self, command, root};
use crate::rust_target;

/// Names of Node's for a CPU, and Rust's target. Built for any C library; these only name the calling convention.
const TARGETS: [(&str, &str); 7] = [
    ("x64", "x86_64-unknown-linux-gnu"),
    ("arm64", "aarch64-unknown-linux-gnu"),
    ("arm", "armv7-unknown-linux-gnueabihf"),
    ("ia32", "i686-unknown-linux-gnu"),
    ("riscv64", "riscv64gc-unknown-linux-gnu"),
    ("ppc64", "powerpc64le-unknown-linux-gnu"),
    ("s390x", "s390x-unknown-linux-gnu"),
];

/// Rust's targets that the addons need `core` for.
pub fn rust_targets() -> impl Iterator<Item = &'static str> {
    TARGETS.iter().map(|(_, target)| *target)
}

/// Builds every addon.
pub fn run() -> Result<()> {
    let folder = root().join("npm/shim");
    fs::create_dir_all(&folder)?;
    let mut manifest = Map::new();
    for (cpu, target) in TARGETS {
        let name = format!("linux-{cpu}.node");
        let addon = folder.join(&name);
        build(target, &addon)?;
        let bytes = fs::read(&addon)?;
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        manifest.insert(name, json!({ "bytes": bytes.len(), "sha256": sha256 }));
    }
    fs::write(folder.join("manifest.json"), format!("{:#}\n", Value::Object(manifest)))?;
    Ok(())
}

/// Compiles one object with nothing but `core` and links it with no library at all.
fn build(target: &str, addon: &Path) -> Result<()> {
    let object = root().join("target/shim").join(target).with_extension("o");
    fs::create_dir_all(object.parent().expect("it is in target/shim"))?;
    let source = "crates/lock-shim/src/lib.rs";
    let mut rustc = rust_target::program("rustc", target)?;
    rustc.args(["--edition", "2024", "--crate-type", "lib", "--crate-name", "lock_shim", "--emit", "obj"]);
    rustc.args(["-Copt-level=s", "-Cpanic=abort", "-Crelocation-model=pic", "-Ccodegen-units=1"]);
    rustc.args(["--cfg", "feature=\"addon\"", "--target", target, source, "-o"]).arg(&object);
    project::run(&mut rustc)?;
    let mut lld = command(rust_target::linker(target)?);
    lld.args(["-flavor", "gnu", "-shared", "--gc-sections", "-s", "-o"]).arg(addon).arg(&object);
    project::run(&mut lld)
}
