//! Writes npm/lib/generated/module.js, the module as text, for bundles that are to be one file, and module-digest.js,
//! for bundles that have the module beside them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use brotli::enc::BrotliEncoderParams;

use super::digest::sha256;
use crate::project::root;

/// Returns the path of the script with the module's digest.
pub fn digest_path() -> PathBuf {
    root().join("npm/lib/generated/module-digest.js")
}

/// Writes the scripts about a module into the npm package.
pub fn write(module: &Path) -> Result<()> {
    let bytes = fs::read(module)?;
    write_text(&bytes)?;
    write_digest(&bytes)
}

/// Writes the module, compressed.
fn write_text(mut bytes: &[u8]) -> Result<()> {
    let parameters = BrotliEncoderParams { size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut compressed, &parameters)?;
    let text = STANDARD.encode(compressed);
    let script = format!("'use strict';\n\n// Written by `cargo xtask wasm`.\n\nexports.MODULE = '{text}';\n");
    let path = root().join("npm/lib/generated/module.js");
    fs::write(&path, &script)?;
    eprintln!("{}: {} bytes", path.display(), script.len());
    Ok(())
}

fn write_digest(bytes: &[u8]) -> Result<()> {
    let digest = sha256(bytes);
    let script = format!("'use strict';\n\n// Written by `cargo xtask wasm`.\n\nexports.MODULE_SHA256 = '{digest}';\n");
    fs::write(digest_path(), script)?;
    Ok(())
}
