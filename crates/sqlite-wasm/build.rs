//! Compiles SQLite as `sqlite.toml` says, compiles the small C library below it, and generates Rust declarations of
//! SQLite's API.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The functions of libc/memory.c and libc/string.c.
const LIBC_FUNCTIONS: [&str; 13] = [
    "bcmp", "memchr", "memcmp", "memcpy", "memmove", "memset", "strchr", "strcmp", "strcspn", "strlen", "strncmp",
    "strrchr", "strspn",
];

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Recipe {
    package: String,
    package_version: String,
    sha256: BTreeMap<String, String>,
    clang: Clang,
    peer_options: BTreeMap<String, String>,
    own_options: BTreeMap<String, String>,
    guest_options: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Clang {
    features: Vec<String>,
    inlining: Vec<String>,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=libc");
    println!("cargo::rerun-if-changed=sqlite.toml");
    println!("cargo::rerun-if-env-changed=WASM_CC");
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("wasm32") {
        // The parts that need neither SQLite nor a host are tested natively.
        return compile_libc_for_tests();
    }
    let recipe: Recipe =
        toml::from_str(&std::fs::read_to_string("sqlite.toml").expect("sqlite.toml is beside build.rs"))
            .expect("sqlite.toml is valid");
    let source = verified_source(&recipe);
    compile_libc(&recipe.clang);
    compile_sqlite(&recipe, &source);
    generate_declarations(&recipe, &source.join("sqlite3.h"));
}

/// Returns the folder of sqlite3.c inside the pinned npm package. Panics if a file has another digest.
fn verified_source(recipe: &Recipe) -> PathBuf {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../node_modules")
        .join(&recipe.package)
        .join("deps/sqlite3")
        .canonicalize()
        .unwrap_or_else(|_| {
            panic!("{} {} is not installed: run `cargo xtask setup`", recipe.package, recipe.package_version)
        });
    for (name, expected) in &recipe.sha256 {
        let file = folder.join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        let bytes = std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}: run `cargo xtask setup`", file.display()));
        let found: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            &found, expected,
            "{name} is not that of {} {}: remove node_modules and run `cargo xtask setup`",
            recipe.package, recipe.package_version
        );
    }
    folder
}

/// Returns a compiler set up for the guest: without system headers, and without paths of this machine in its output.
fn compiler(clang: &Clang) -> cc::Build {
    let mut build = cc::Build::new();
    build
        .compiler(env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into()))
        .opt_level(3)
        .debug(false)
        .warnings(false)
        .flags(&clang.features)
        .flags(&clang.inlining)
        .flag("-nostdlibinc")
        .include("libc/include");
    build
}

fn compile_libc(clang: &Clang) {
    compiler(clang)
        .flag("-fno-builtin")
        .warnings(true)
        .warnings_into_errors(true)
        .files(["libc/memory.c", "libc/sort.c", "libc/string.c"])
        .compile("guest_libc");
}

/// Compiles the C library for this machine, under names with the prefix `guest_`: tests/libc.rs compares it with the
/// system's.
fn compile_libc_for_tests() {
    let mut build = cc::Build::new();
    build.opt_level(2).flags(["-ffreestanding", "-Wno-builtin-declaration-mismatch"]).include("libc/include");
    for name in LIBC_FUNCTIONS {
        build.define(name, format!("guest_{name}").as_str());
    }
    build.files(["libc/memory.c", "libc/string.c"]).compile("guest_libc_for_tests");
}

fn compile_sqlite(recipe: &Recipe, source: &Path) {
    let mut build = compiler(&recipe.clang);
    for (name, value) in recipe.peer_options.iter().chain(&recipe.own_options).chain(&recipe.guest_options) {
        build.define(name, (!value.is_empty()).then_some(value.as_str()));
    }
    build.define("SQLITE_MAX_COLUMN", abi::MAX_COLUMNS.to_string().as_str());
    build
        .flag(format!("-ffile-prefix-map={}=sqlite", source.display()))
        .file(source.join("sqlite3.c"))
        .compile("sqlite3");
}

/// Generates the declarations. `sqlite3.h` hides the functions of some options, so these options are defined.
fn generate_declarations(recipe: &Recipe, header: &Path) {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("sqlite3.rs");
    bindgen::builder()
        .header(header.to_str().expect("the path of the checkout is UTF-8"))
        .clang_args(["--target=wasm32-unknown-unknown", "-nostdlibinc", "-fvisibility=default"])
        .clang_args(recipe.own_options.keys().map(|name| format!("-D{name}")))
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
