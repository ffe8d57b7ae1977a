// Of module-digest.js, which `cargo xtask wasm` writes.

/** The SHA-256 of the WebAssembly module, in hexadecimal. */
export const MODULE_SHA256: string;
