//! Builds packages/sqlite-vec/*.wasm: the vector search extension sqlite-vec, without and with SIMD instructions.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table};

use super::extension::{self, Extension};
use crate::project::{command, output, root};

/// The crate that has the source.
const CRATE: &str = "sqlite-vec";

/// The files, and whether they have SIMD instructions. SQLite derives the entry point from what stands before the
/// first dot.
pub const FILES: [(&str, bool); 2] = [("vec0.wasm", false), ("vec0.simd.wasm", true)];

/// What the npm package has beside them and the licences.
pub const PACKED: [&str; 6] = ["package.json", "index.cjs", "index.mjs", "index.d.ts", "index.d.mts", "README.md"];

/// Returns the folder of the npm package.
pub fn folder() -> PathBuf {
    root().join("packages/sqlite-vec")
}

/// Returns the path of the file that is built last.
pub fn installed() -> PathBuf {
    folder().join(FILES[1].0)
}

/// Builds both files.
pub fn run() -> Result<()> {
    let recipe: DocumentMut = fs::read_to_string(folder().join("source.toml"))?.parse()?;
    let source = corrected_source(&recipe)?;
    let defines = recipe["defines"].as_table().context("source.toml has defines")?.iter();
    let defines: Vec<_> =
        defines.map(|(name, value)| (name.to_owned(), value.as_str().unwrap_or_default().to_owned())).collect();
    for (name, simd) in FILES {
        let includes = [folder()];
        let extension = Extension {
            source: &source,
            includes: &includes,
            defines: &defines,
            entry_points: &["sqlite3_vec_init"],
            simd,
        };
        let module = folder().join(name);
        extension::build(&extension, &module)?;
        eprintln!("{}: {} bytes", module.display(), fs::metadata(&module)?.len());
    }
    Ok(())
}

/// Writes the crate's source with its corrections, away from the headers of an older SQLite beside it. Returns its
/// path.
fn corrected_source(recipe: &DocumentMut) -> Result<PathBuf> {
    let (from, to) = (source_folder()?, root().join("target/extension/sqlite-vec"));
    fs::create_dir_all(&to)?;
    fs::copy(from.join("sqlite-vec.h"), to.join("sqlite-vec.h"))?;
    let mut text = fs::read_to_string(from.join("sqlite-vec.c"))?;
    let corrections = recipe["corrections"].as_array_of_tables().context("source.toml has corrections")?;
    for correction in corrections {
        text = correct(&text, correction)?;
    }
    let path = to.join("sqlite-vec.c");
    fs::write(&path, text)?;
    Ok(path)
}

/// Applies one correction. Fails unless the source has the text as often as it says.
fn correct(text: &str, correction: &Table) -> Result<String> {
    let part =
        |key: &str| correction.get(key).and_then(Item::as_str).with_context(|| format!("a correction has {key}"));
    let (from, to) = (part("from")?, part("to")?);
    let count = correction.get("count").and_then(Item::as_integer).context("a correction has a count")?;
    let found = text.matches(from).count();
    ensure!(
        i64::try_from(found)? == count,
        "{CRATE} has `{from}` {found} times, not {count}: look at packages/sqlite-vec/source.toml"
    );
    Ok(text.replace(from, to))
}

/// Returns the folder of the crate's source, which cargo downloads and checks.
fn source_folder() -> Result<PathBuf> {
    let manifest = package()?["manifest_path"].as_str().map(PathBuf::from).context("a package has a manifest")?;
    Ok(manifest.parent().context("a manifest is in a folder")?.to_owned())
}

/// Returns the version of sqlite-vec, which is that of the npm package.
pub fn version() -> Result<String> {
    Ok(package()?["version"].as_str().context("a package has a version")?.to_owned())
}

/// Returns what cargo knows about the crate.
pub fn package() -> Result<Value> {
    let mut cargo = command(env!("CARGO"));
    let mut metadata: Value =
        serde_json::from_str(&output(cargo.args(["metadata", "--locked", "--format-version", "1"]))?)?;
    let packages = metadata["packages"].as_array_mut().context("cargo lists packages")?;
    let index = packages.iter().position(|package| package["name"] == CRATE);
    Ok(packages.swap_remove(index.with_context(|| format!("Cargo.lock has no {CRATE}"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_whose_text_is_not_there_as_often_is_refused() -> Result<()> {
        let recipe: DocumentMut = "[[corrections]]\nfrom = 'a + b'\nto = 'b'\ncount = 2\n".parse()?;
        let correction = recipe["corrections"].as_array_of_tables().and_then(|all| all.get(0)).context("one")?;
        assert_eq!(correct("a + b, a + b", correction)?, "b, b");
        assert!(correct("a + b", correction).is_err());
        assert!(correct("a + b, a + b, a + b", correction).is_err());
        Ok(())
    }
}
