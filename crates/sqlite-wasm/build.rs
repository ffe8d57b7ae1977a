//! Compiles the pinned SQLite and the small C library below it, and generates the Rust declarations of its API.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Pin {
    package: String,
    package_version: String,
    sha256: BTreeMap<String, String>,
    peer_options: BTreeMap<String, String>,
    own_options: BTreeMap<String, String>,
    guest_options: BTreeMap<String, String>,
}

/// WebAssembly features that every engine we run on has. `memory.copy` is left out for C: V8 leaves the generated
/// code for each one, so SQLite's many small copies go to `libc/memory.c` instead.
const C_FEATURES: [&str; 5] =
    ["-mno-bulk-memory", "-msign-ext", "-mnontrapping-fptoint", "-mmutable-globals", "-mno-simd128"];

/// LLVM's limit of inlining at -O3 is 225; engines inline hot calls themselves, and a third of the module's size goes.
const C_INLINING: [&str; 2] = ["-mllvm", "-inline-threshold=75"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=libc");
    println!("cargo::rerun-if-changed=sqlite-pin.toml");
    println!("cargo::rerun-if-env-changed=WASM_CC");
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("wasm32") {
        // The parts that know neither SQLite nor a host are tested natively.
        return;
    }
    let pin: Pin =
        toml::from_str(&std::fs::read_to_string("sqlite-pin.toml").expect("sqlite-pin.toml is beside build.rs"))
            .expect("sqlite-pin.toml is valid");
    let source = verified_source(&pin);
    compile_libc();
    compile_sqlite(&pin, &source);
    generate_declarations(&pin, &source.join("sqlite3.h"));
}

/// The folder of sqlite3.c inside the pinned npm package, once its files are proven to be the pinned ones.
fn verified_source(pin: &Pin) -> PathBuf {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../node_modules")
        .join(&pin.package)
        .join("deps/sqlite3")
        .canonicalize()
        .unwrap_or_else(|_| {
            panic!("{} {} is not installed: run `cargo xtask setup`", pin.package, pin.package_version)
        });
    for (name, expected) in &pin.sha256 {
        let file = folder.join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        let bytes = std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}: run `cargo xtask setup`", file.display()));
        let found: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            &found, expected,
            "{name} is not that of {} {}: remove node_modules and run `cargo xtask setup`",
            pin.package, pin.package_version
        );
    }
    folder
}

/// A compiler set up for the guest: no system headers, no path of this machine in its output.
fn compiler() -> cc::Build {
    let mut build = cc::Build::new();
    build
        .compiler(env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into()))
        .opt_level(3)
        .debug(false)
        .warnings(false)
        .flags(C_FEATURES)
        .flags(C_INLINING)
        .flag("-nostdlibinc")
        .include("libc/include");
    build
}

fn compile_libc() {
    compiler()
        .flag("-fno-builtin")
        .warnings(true)
        .warnings_into_errors(true)
        .files(["libc/memory.c", "libc/sort.c", "libc/string.c"])
        .compile("guest_libc");
}

fn compile_sqlite(pin: &Pin, source: &Path) {
    let mut build = compiler();
    for (name, value) in pin.peer_options.iter().chain(&pin.own_options).chain(&pin.guest_options) {
        build.define(name, (!value.is_empty()).then_some(value.as_str()));
    }
    build.define("SQLITE_MAX_COLUMN", abi::MAX_COLUMNS.to_string().as_str());
    build
        .flag(format!("-ffile-prefix-map={}=sqlite", source.display()))
        .file(source.join("sqlite3.c"))
        .compile("sqlite3");
}

/// `sqlite3.h` hides what some options bring.
fn generate_declarations(pin: &Pin, header: &Path) {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("sqlite3.rs");
    bindgen::builder()
        .header(header.to_str().expect("the path of the checkout is UTF-8"))
        .clang_args(["--target=wasm32-unknown-unknown", "-nostdlibinc", "-fvisibility=default"])
        .clang_args(pin.own_options.keys().map(|name| format!("-D{name}")))
        .allowlist_function("sqlite3(session|changeset|changegroup)?_.*")
        .allowlist_type("sqlite3_.*")
        .allowlist_var("SQLITE_.*")
        .default_macro_constant_type(bindgen::MacroTypeVariation::Signed)
        .use_core()
        .generate_comments(false)
        .layout_tests(false)
        .generate()
        .expect("sqlite3.h is readable")
        .write_to_file(out)
        .expect("OUT_DIR is writable");
}
