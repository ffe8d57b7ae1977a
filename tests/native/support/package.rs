//! The location of the built package, and the Node that runs it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The advice to print if a built file is missing.
pub const ADVICE: &str = "run `cargo xtask test`, which builds and installs what the tests need";

/// Returns the folder of the npm package: `ANYSQLITE_PACKAGE`, as in the conformance suite, or else this checkout's.
pub fn folder() -> PathBuf {
    let checkout = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../npm");
    env::var_os("ANYSQLITE_PACKAGE").map_or_else(checkout, PathBuf::from)
}

/// Returns the bytes of the module.
pub fn module() -> Vec<u8> {
    let file = folder().join("wasm/sqlite.wasm");
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}: {ADVICE}", file.display()))
}

/// Returns the Node executable to run the package with: `ANYSQLITE_TEST_NODE`, or else `node`.
pub fn node() -> OsString {
    env::var_os("ANYSQLITE_TEST_NODE").unwrap_or_else(|| "node".into())
}
