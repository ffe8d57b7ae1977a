//! What comes from npm packages: SQLite's source, the shape of better-sqlite3, and what esbuild put into the command.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result};
use serde_json::Value;

use super::Notice;
use crate::build::cli;
use crate::project::root;

/// Whose messages, or names and structure of types, the npm package has.
const SHAPES: [&str; 2] = ["better-sqlite3", "@types/better-sqlite3"];

/// Returns the notices of the npm package.
pub fn notices() -> Result<Vec<Notice>> {
    let mut notices = vec![sqlite()?];
    let shapes = SHAPES.map(|name| root().join("node_modules").join(name));
    for folder in shapes.into_iter().chain(bundled_folders()?) {
        notices.push(notice(&folder)?);
    }
    Ok(notices)
}

/// Returns the notice of SQLite.
pub fn sqlite() -> Result<Notice> {
    let header = fs::read_to_string(root().join("node_modules/better-sqlite3/deps/sqlite3/sqlite3.h"))?;
    let version = header.split("#define SQLITE_VERSION ").nth(1).and_then(|rest| rest.split('"').nth(1));
    let version = version.context("sqlite3.h has a version")?;
    Ok(Notice {
        components: [format!("SQLite {version}")].into(),
        licence: None,
        text: "The authors of SQLite have dedicated its code to the public domain: https://sqlite.org/copyright.html\n\
            SQLite is a registered trade mark of Hipp, Wyrick & Company, Inc., which has no part in this package."
            .into(),
    })
}

/// Returns the names and versions of the npm packages whose code esbuild put into the command, if it is built.
pub fn bundled() -> Result<Vec<(String, String)>> {
    let mut packages = Vec::new();
    for folder in bundled_folders()? {
        let manifest = manifest(&folder)?;
        let field = |key: &str| Ok::<_, Error>(field(&manifest, key, &folder)?.to_owned());
        packages.push((field("name")?, field("version")?));
    }
    Ok(packages)
}

fn bundled_folders() -> Result<BTreeSet<PathBuf>> {
    let Ok(text) = fs::read_to_string(cli::metafile()) else { return Ok(BTreeSet::new()) };
    let report: Value = serde_json::from_str(&text)?;
    let inputs = report["inputs"].as_object().context("esbuild lists its inputs")?;
    Ok(inputs.keys().filter_map(|path| package_of(path)).map(|folder| root().join(folder)).collect())
}

/// Returns the folder of the package that a file is in.
fn package_of(path: &str) -> Option<String> {
    let (before, inside) = path.rsplit_once("node_modules/")?;
    let names = if inside.starts_with('@') { 2 } else { 1 };
    let name: Vec<_> = inside.split('/').take(names).collect();
    Some(format!("{before}node_modules/{}", name.join("/")))
}

fn manifest(folder: &Path) -> Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(folder.join("package.json"))?)?)
}

fn field<'a>(manifest: &'a Value, key: &str, folder: &Path) -> Result<&'a str> {
    manifest[key].as_str().with_context(|| format!("{} has no {key}", folder.display()))
}

fn notice(folder: &Path) -> Result<Notice> {
    let manifest = manifest(folder)?;
    let field = |key: &str| field(&manifest, key, folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_licence = ["licen", "copying"].iter().any(|start| name.to_lowercase().starts_with(start));
        files.extend(is_licence.then(|| folder.join(name)));
    }
    files.sort();
    let file = files.first().with_context(|| format!("{} has no licence text", folder.display()))?;
    Ok(Notice {
        components: [format!("{} {}", field("name")?, field("version")?)].into(),
        licence: Some(field("license")?.to_owned()),
        text: fs::read_to_string(file)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_of_a_file_is_the_innermost() {
        assert_eq!(package_of("npm/cli/a.js"), None);
        assert_eq!(package_of("node_modules/a/b.js").as_deref(), Some("node_modules/a"));
        let nested = package_of("node_modules/a/node_modules/@s/b/lib/c.js");
        assert_eq!(nested.as_deref(), Some("node_modules/a/node_modules/@s/b"));
    }
}
