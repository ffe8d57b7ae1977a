//! Writes the software bills of materials (CycloneDX) of the packages to target/npm.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::build::sqlite_vec;
use crate::cargo_tools::{self, CARGO_CYCLONEDX};
use crate::licences::{self, Graph, Packed};
use crate::pin::Pin;
use crate::project::{self, VERSION, root};

/// cargo-cyclonedx writes a file of this name into the folder of every crate of the repository.
const DRAFT: &str = "anysqlite-sbom";

/// Writes the bills of the npm package and of the addons.
pub fn write() -> Result<()> {
    for (packed, name) in [(Packed::Package, "package"), (Packed::Addon, "addon"), (Packed::SqliteVec, "sqlite-vec")] {
        let version = if packed == Packed::SqliteVec { sqlite_vec::version()? } else { VERSION.into() };
        let mut parts = BTreeMap::new();
        for graph in packed.graphs() {
            parts.extend(components(&graph)?);
        }
        if packed == Packed::SqliteVec {
            parts.insert("sqlite-vec".into(), sqlite_vec_component()?);
        } else {
            parts.insert("sqlite".into(), sqlite_component()?);
        }
        if packed == Packed::Package {
            parts.extend(npm_components()?);
        }
        let path = root().join(format!("target/npm/anysqlite-{name}-{version}.cdx.json"));
        let bill = json!({
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": { "component": {
                "type": "library", "name": format!("anysqlite-{name}"), "version": version,
                "licenses": [{ "expression": packed.expression()? }],
            } },
            "components": parts.into_values().collect::<Vec<_>>(),
        });
        fs::write(&path, format!("{bill:#}\n"))?;
        eprintln!("{}", path.display());
    }
    Ok(())
}

/// Returns the crates of others that a graph ships, as cargo-cyclonedx describes them.
fn components(graph: &Graph) -> Result<BTreeMap<String, Value>> {
    let shipped = graph.shipped()?;
    let mut found = BTreeMap::new();
    for target in graph.targets {
        let mut cyclonedx = cargo_tools::command(CARGO_CYCLONEDX)?;
        cyclonedx.args(["cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5", "--no-build-deps"]);
        cyclonedx.args(["--override-filename", DRAFT, "--target", target, "--manifest-path"]);
        project::run(cyclonedx.arg(format!("crates/{}/Cargo.toml", graph.package)))?;
        let draft = root().join(format!("crates/{}/{DRAFT}.json", graph.package));
        let bill: Value = serde_json::from_str(&fs::read_to_string(draft)?)?;
        drafts()?.iter().try_for_each(fs::remove_file)?;
        for component in bill["components"].as_array().context("the bill has components")? {
            let part = |key: &str| component[key].as_str().unwrap_or_default();
            let name = format!("{} {}", part("name"), part("version"));
            if shipped.contains(&name) {
                found.insert(name, component.clone());
            }
        }
    }
    ensure!(found.keys().eq(shipped.iter()), "cargo-cyclonedx does not describe every crate of {}", graph.package);
    Ok(found)
}

fn drafts() -> Result<Vec<PathBuf>> {
    let mut folders = vec![root().join("benches"), root().join("tests/native")];
    for entry in fs::read_dir(root().join("crates"))? {
        folders.push(entry?.path());
    }
    Ok(folders.into_iter().map(|folder| folder.join(format!("{DRAFT}.json"))).filter(|path| path.exists()).collect())
}

fn npm_components() -> Result<BTreeMap<String, Value>> {
    let parts = licences::bundled()?;
    let described = parts.into_iter().map(|(name, version)| {
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        (format!("{name} {version}"), json!({ "type": "library", "name": name, "version": version, "purl": purl }))
    });
    Ok(described.collect())
}

/// Returns sqlite-vec, as a crate of that source.
fn sqlite_vec_component() -> Result<Value> {
    let version = sqlite_vec::version()?;
    Ok(json!({
        "type": "library",
        "name": "sqlite-vec",
        "version": version,
        "purl": format!("pkg:cargo/sqlite-vec@{version}"),
        "licenses": [{ "license": { "id": "MIT" } }],
    }))
}

/// Returns SQLite, named by its source id, with the digest of the amalgamation.
fn sqlite_component() -> Result<Value> {
    let pin = Pin::read()?;
    let version = pin.get("sqlite-version")?;
    let source = format!("npm package {} {}", pin.get("package")?, pin.get("package-version")?);
    Ok(json!({
        "type": "library",
        "name": "SQLite",
        "version": version,
        "cpe": format!("cpe:2.3:a:sqlite:sqlite:{version}:*:*:*:*:*:*:*"),
        "purl": format!("pkg:generic/sqlite@{version}"),
        "licenses": [{ "license": { "id": "blessing" } }],
        "hashes": [{ "alg": "SHA-256", "content": pin.digest("sqlite3.c")? }],
        "properties": [
            { "name": "anysqlite:source-id", "value": pin.get("source-id")? },
            { "name": "anysqlite:source", "value": source },
        ],
    }))
}
