//! Finds the built module, which the crate embeds, and the target that the crate is built for.

use std::path::Path;

fn main() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in crates/");
    let module = crates.with_file_name("npm").join("wasm/sqlite.wasm");
    println!("cargo::rerun-if-changed={}", module.display());
    if !module.is_file() {
        println!("cargo::error={} is not built: run `cargo xtask wasm`", module.display());
    }
    let target = std::env::var("TARGET").expect("cargo sets the target");
    println!("cargo::rustc-env=TARGET_TRIPLE={target}");
    println!("cargo::rustc-env=SQLITE_WASM={}", module.display());
}
