//! Writes npm/lib/generated/module.js: the module as text, for bundles that are to be one file.

use std::fs;
use std::path::Path;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use brotli::enc::BrotliEncoderParams;

use crate::project::root;

/// Compresses a module and writes it into the npm package.
pub fn write(module: &Path) -> Result<()> {
    let bytes = fs::read(module)?;
    let parameters = BrotliEncoderParams { size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut compressed, &parameters)?;
    let text = STANDARD.encode(compressed);
    let script = format!("'use strict';\n\n// Written by `cargo xtask wasm`.\n\nexports.MODULE = '{text}';\n");
    let path = root().join("npm/lib/generated/module.js");
    fs::write(&path, &script)?;
    eprintln!("{}: {} bytes", path.display(), script.len());
    Ok(())
}
