//! Compiles SQLite as `sqlite.toml` says, compiles the small C library below it, and generates Rust declarations of
//! SQLite's API.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use sha2::{Digest, Sha256};

#[path = "edits/apply.rs"]
mod edits;

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
#[serde(rename_all = "kebab-case")]
struct Clang {
    features: Vec<String>,
    inlining: Vec<String>,
    branches: Vec<String>,
    promoted: Vec<String>,
    hot_millionths: u32,
    cold: String,
    outlined: Vec<String>,
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
        .compiler(wasm_cc())
        .opt_level(3)
        .debug(false)
        .warnings(false)
        .flags(&clang.features)
        .flags(clang.inlining.iter().flat_map(|flag| ["-mllvm", flag]))
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

/// Compiles SQLite in three steps. clang reads the profile; `opt` optimises, and first promotes the indirect calls
/// whose usual target the profile knows, which clang does not do for this kind of profile; `llc` generates the code.
fn compile_sqlite(recipe: &Recipe, source: &Path) {
    let profile = Profile::read(&PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")));
    let mut build = compiler(&recipe.clang);
    for (name, value) in recipe.peer_options.iter().chain(&recipe.own_options).chain(&recipe.guest_options) {
        build.define(name, (!value.is_empty()).then_some(value.as_str()));
    }
    build.define("SQLITE_MAX_COLUMN", abi::MAX_COLUMNS.to_string().as_str());
    let edited = edited_source(source, &profile.folder);
    let mut clang = build.get_compiler().to_command();
    clang.arg(format!("-ffile-prefix-map={}=sqlite", profile.folder.display()));
    clang.arg(format!("-fprofile-instr-use={}", profile.data.display()));
    // Without it, clang does not read which functions an indirect call has called.
    clang.args(["-mllvm", "-enable-value-profiling=true"]);
    // A profile of another sqlite3.c is an error. Functions for other systems have none.
    clang.args(["-Werror=profile-instr-out-of-date", "-Wno-profile-instr-unprofiled"]);
    clang.args(["-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c"]).arg(edited);
    run(clang.arg("-o").arg(profile.file("sqlite3.bc")));

    let mut opt = Command::new(llvm_tool("opt"));
    opt.arg("-passes=forceattrs,pgo-icall-prom,default<O3>");
    opt.arg(format!("-forceattrs-csv-path={}", profile.attributes(&recipe.clang).display()));
    opt.args(recipe.clang.inlining.iter().chain(&recipe.clang.branches));
    opt.arg(format!("-profile-summary-cutoff-cold={}", recipe.clang.hot_millionths));
    // The profile names a static function after its file's name; LLVM would look for the file's path.
    opt.args(["-static-func-full-module-prefix=false", "-pass-remarks=pgo-icall-prom"]);
    opt.arg(profile.file("sqlite3.bc")).arg("-o").arg(profile.file("sqlite3.opt.bc"));
    check_promotion(&mut opt, &recipe.clang.promoted);

    let mut llc = Command::new(llvm_tool("llc"));
    llc.args(["-O3", "-filetype=obj", "--function-sections", "--data-sections"]);
    run(llc.arg(profile.file("sqlite3.opt.bc")).arg("-o").arg(profile.file("sqlite3.o")));
    compiler(&recipe.clang).object(profile.file("sqlite3.o")).compile("sqlite3");
}

/// Writes sqlite3.c with the edits of `edits/` to a folder, and returns its path.
fn edited_source(source: &Path, folder: &Path) -> PathBuf {
    println!("cargo::rerun-if-changed=edits");
    let original = std::fs::read_to_string(source.join("sqlite3.c")).expect("its digest was computed");
    let edited = folder.join("sqlite3.c");
    std::fs::write(&edited, edits::apply(original, Path::new("edits"))).expect("OUT_DIR is writable");
    edited
}

/// Returns the path of one of LLVM's tools, of the version of the compiler.
fn llvm_tool(name: &str) -> String {
    let mut clang = Command::new(wasm_cc());
    let path = clang.arg(format!("--print-prog-name={name}")).output().expect("clang can be started").stdout;
    let path = String::from_utf8(path).expect("the path of a tool is UTF-8").trim().to_owned();
    assert_ne!(path, name, "LLVM's {name} is not beside clang: run `cargo xtask setup`");
    path
}

fn wasm_cc() -> String {
    env::var("WASM_CC").unwrap_or_else(|_| "clang-22".into())
}

/// Runs `opt`, which prints the calls that it promotes. Panics if calls of one of the functions are not among them,
/// because LLVM ignores a profile of calls that it cannot read.
fn check_promotion(opt: &mut Command, functions: &[String]) {
    let output = opt.output().unwrap_or_else(|error| panic!("{opt:?}: {error}"));
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{opt:?}: {}: {remarks}", output.status);
    for function in functions {
        let remark = format!("Promote indirect call to {function} with count");
        assert!(remarks.contains(&remark), "indirect calls of {function} are not promoted: the profile is not read");
    }
}

fn run(command: &mut Command) {
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}

/// How often each piece of SQLite runs in the training: profile/sqlite3.proftext.
struct Profile {
    folder: PathBuf,
    text: String,
    data: PathBuf,
}

impl Profile {
    fn read(folder: &Path) -> Self {
        println!("cargo::rerun-if-changed=profile/sqlite3.proftext");
        let data = folder.join("sqlite3.profdata");
        let mut merge = Command::new(llvm_tool("llvm-profdata"));
        run(merge.args(["merge", "profile/sqlite3.proftext", "-o"]).arg(&data));
        let text = std::fs::read_to_string("profile/sqlite3.proftext").expect("the profile is in the repository");
        Self { folder: folder.to_owned(), text, data }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a list of attributes: of the functions that the training never calls, and of those that are not inlined.
    /// Returns its path.
    fn attributes(&self, clang: &Clang) -> PathBuf {
        let list = self.file("attributes.csv");
        let cold = self.text.split("\n\n").filter_map(never_called).map(|name| format!("{name},{}\n", clang.cold));
        let outlined = clang.outlined.iter().map(|name| format!("{name},noinline\n"));
        std::fs::write(&list, cold.chain(outlined).collect::<String>()).expect("OUT_DIR is writable");
        list
    }
}

/// Returns the name of a function if all its counters are 0. Its text is the name, a hash, the number of counters and
/// their values, between comments; a static function's name follows the name of its file.
fn never_called(function: &str) -> Option<&str> {
    let mut lines = function.lines().filter(|line| !line.starts_with(['#', ':']));
    let (name, _hash, count) = (lines.next()?, lines.next()?, lines.next()?.parse().ok()?);
    lines.take(count).all(|counter| counter == "0").then(|| name.rsplit([';', ':']).next().expect("it is not empty"))
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
