// Of module.js, which `cargo xtask wasm` writes.

/** The WebAssembly module, compressed by Brotli, in base64. */
export const MODULE: string;
