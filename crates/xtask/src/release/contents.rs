//! Compares the content of each tarball with what belongs there, file by file.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::tarball::Tarball;
use crate::build::digest::sha256;
use crate::build::{addon, cli, shims, sqlite_vec};
use crate::dist::NOTICES;
use crate::licences::Packed;
use crate::manifest;
use crate::project::{VERSION, command, output};
use crate::stage;

/// The files that every package has.
const DOCUMENTS: [&str; 4] = ["package.json", "README.md", "LICENSE", NOTICES];

/// What builds write, and git does not have.
const WRITTEN: [&str; 4] = ["CHANGELOG.md", "wasm/sqlite.wasm", "lib/core.js", "lib/generated/module.js"];

/// Checks the npm package: exactly the files that it has of the repository and those that builds write, of this build.
pub fn check_package(package: &Tarball) -> Result<()> {
    let tracked = output(command("git").args(["ls-files", "npm/lib", ":(glob)npm/*.d.ts"]))?;
    let files = tracked.lines().filter_map(|path| path.strip_prefix("npm/"));
    let packed = files.filter(|path| !path.starts_with("lib/") || stage::has_script(path));
    let mut expected: BTreeSet<String> = packed.map(str::to_owned).collect();
    expected.extend(DOCUMENTS.into_iter().chain(WRITTEN).map(str::to_owned));
    expected.extend(shims::names().map(|name| format!("shim/{name}")));
    expected.extend(shims::names().map(|name| shims::script_of(&name)));
    expected.extend(cli::files().map(|name| format!("bin/{name}")));
    compare(package, &expected)?;
    check_manifest(package, Packed::Package, VERSION)?;
    contains(package, "lib/core.js", &sha256(&package.content("wasm/sqlite.wasm")?))?;
    for name in shims::names() {
        let content = STANDARD.encode(package.content(&format!("shim/{name}"))?);
        contains(package, &shims::script_of(&name), &content)?;
    }
    Ok(())
}

/// Checks the package of an addon.
pub fn check_addon(package: &Tarball) -> Result<()> {
    let manifest = &package.manifest;
    let word = |key: &str| manifest[key][0].as_str().with_context(|| format!("{} has no {key}", package.name()));
    let libc = manifest["libc"][0].as_str().map_or("", |libc| if libc == "musl" { "-musl" } else { "-gnu" });
    let platform = addon::Platform { os: word("os")?.into(), cpu: word("cpu")?.into(), libc: libc.into() };
    ensure!(package.name() == platform.package()?, "{} is for {platform}", package.name());
    let mut expected: BTreeSet<String> = DOCUMENTS.into_iter().map(str::to_owned).collect();
    expected.insert(platform.file());
    compare(package, &expected)?;
    check_manifest(package, Packed::Addon, VERSION)
}

/// Checks the package of the extension sqlite-vec, which has the version of sqlite-vec.
pub fn check_sqlite_vec(package: &Tarball) -> Result<()> {
    let built = sqlite_vec::FILES.map(|(name, _)| name);
    let expected = DOCUMENTS.into_iter().chain(sqlite_vec::PACKED).chain(built).map(str::to_owned).collect();
    compare(package, &expected)?;
    check_manifest(package, Packed::SqliteVec, &sqlite_vec::version()?)
}

fn compare(package: &Tarball, expected: &BTreeSet<String>) -> Result<()> {
    let differing: Vec<_> = package.files.symmetric_difference(expected).cloned().collect();
    let list = differing.join(", ");
    ensure!(differing.is_empty(), "{} has files too many or too few: {list}", package.path.display());
    Ok(())
}

/// Checks what npm and its provenance ask for: the version, the repository, the licences, and no scripts.
fn check_manifest(package: &Tarball, packed: Packed, version: &str) -> Result<()> {
    let name = package.name();
    let manifest = &package.manifest;
    ensure!(manifest["version"] == version, "{name} is of version {}, not {version}", manifest["version"]);
    ensure!(manifest["license"] == packed.expression()?, "{name} states other licences than its {NOTICES}");
    let repository = &manifest::read()?["repository"]["url"];
    ensure!(manifest["repository"]["url"] == *repository, "{name} names another repository");
    ensure!(manifest["publishConfig"]["provenance"] == true, "{name} is published without provenance");
    for key in ["scripts", "dependencies", "optionalDependencies"] {
        ensure!(manifest[key] == Value::Null, "{name} has {key}");
    }
    Ok(())
}

fn contains(package: &Tarball, file: &str, part: &str) -> Result<()> {
    let text = String::from_utf8(package.content(file)?)?;
    ensure!(text.contains(part), "{file} in {} is of another build: build again", package.path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::Result;

    use super::*;
    use crate::project::root;

    #[test]
    fn a_packed_addon_has_its_documents_and_licences_and_nothing_else() -> Result<()> {
        // No machine is called that, so no release takes it for an addon.
        let platform = addon::Platform { os: "linux".into(), cpu: "test".into(), libc: "-musl".into() };
        let path = addon::pack(&platform, &root().join("LICENSE"))?;
        let mut package = Tarball::read(path.clone())?;
        fs::remove_file(path)?;
        check_addon(&package)?;
        package.files.insert("target/secret".into());
        assert!(check_addon(&package).is_err_and(|error| error.to_string().contains("target/secret")));
        Ok(())
    }
}
