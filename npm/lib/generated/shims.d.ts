// Of shims.js, which `cargo xtask shims` writes.

/** Functions that load the content of each lock addon, in base64, by its file name. */
export const SHIMS: Record<string, () => string>;
