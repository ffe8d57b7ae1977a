//! The manifest of the npm package, which alone holds the package's name. The packages of addons are in its scope.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::project::{VERSION, root};

/// Returns npm/package.json.
pub fn read() -> Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(root().join("npm/package.json"))?)?)
}

/// Returns the name of the npm package.
pub fn name() -> Result<String> {
    Ok(read()?["name"].as_str().context("npm/package.json has no name")?.to_owned())
}

/// Returns the name of another package in the scope of the npm package.
pub fn in_scope(name: &str) -> Result<String> {
    let package = self::name()?;
    let (scope, _) = package.split_once('/').context("the name in npm/package.json has no scope")?;
    Ok(format!("{scope}/{name}"))
}

/// Returns the name of the file that `npm pack` writes for a package of this version.
pub fn tarball(package: &str) -> String {
    tarball_of(package, VERSION)
}

/// Returns the name of the file that `npm pack` writes for a package of any version.
pub fn tarball_of(package: &str, version: &str) -> String {
    format!("{}-{version}.tgz", package.trim_start_matches('@').replace('/', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tarball_is_named_as_npm_names_it() {
        assert_eq!(tarball("@scope/a-b"), format!("scope-a-b-{VERSION}.tgz"));
        assert_eq!(tarball("a"), format!("a-{VERSION}.tgz"));
    }
}
