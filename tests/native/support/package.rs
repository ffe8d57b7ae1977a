//! Where the built package is, and the Node that it is tested on.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What to do when something is missing.
pub const ADVICE: &str = "run `cargo xtask test`, which builds and installs what the tests need";

/// The folder of the npm package: `ANYSQLITE_PACKAGE`, as in the conformance suite, or the one of this checkout.
pub fn folder() -> PathBuf {
    let checkout = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../npm");
    env::var_os("ANYSQLITE_PACKAGE").map_or_else(checkout, PathBuf::from)
}

/// The bytes of the module.
pub fn module() -> Vec<u8> {
    let file = folder().join("wasm/sqlite.wasm");
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}: {ADVICE}", file.display()))
}

/// The Node to run the package on.
pub fn node() -> OsString {
    env::var_os("ANYSQLITE_TEST_NODE").unwrap_or_else(|| "node".into())
}
