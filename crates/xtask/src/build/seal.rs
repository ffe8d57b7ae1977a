//! The seal of the addon with wasmtime, by which the package recognises a whole file before it loads it.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::digest::sha256;

/// What precedes the digest, as in `npm/lib/engine/addon-seal.js`.
const MARK: &str = "anysqlite addon:";

/// Copies a library, and appends its digest. Loaders ignore what follows the last section.
pub fn copy(library: &Path, addon: &Path) -> Result<()> {
    // The copy has the permissions of the library.
    fs::copy(library, addon)?;
    let mut content = fs::read(library)?;
    content.extend(format!("{MARK}{}", sha256(&content)).into_bytes());
    Ok(fs::write(addon, content)?)
}
