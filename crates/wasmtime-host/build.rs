//! Finds the built module, which the library embeds, and names what it is built for.

use std::path::Path;

fn main() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in crates/");
    let module = crates.with_file_name("npm").join("wasm/sqlite.wasm");
    println!("cargo::rerun-if-changed={}", module.display());
    if !module.is_file() {
        println!("cargo::error={} is not built: run `cargo xtask wasm`", module.display());
    }
    let target = std::env::var("TARGET").expect("cargo names the target");
    println!("cargo::rustc-env=TARGET_TRIPLE={target}");
    println!("cargo::rustc-env=SQLITE_WASM={}", module.display());
    if std::env::var_os("CARGO_FEATURE_NAPI").is_some() {
        find_artefact();
    }
}

/// The addon embeds the compiled module, too.
fn find_artefact() {
    println!("cargo::rerun-if-env-changed=ANYSQLITE_ARTEFACT");
    match std::env::var("ANYSQLITE_ARTEFACT") {
        Ok(artefact) => {
            println!("cargo::rerun-if-changed={artefact}");
            println!("cargo::rustc-env=SQLITE_ARTEFACT={artefact}");
        }
        Err(_) => println!("cargo::error=ANYSQLITE_ARTEFACT names no compiled module: build with `cargo xtask addon`"),
    }
}
