// Of shims.js, which `cargo xtask shims` writes.

/** The length and the SHA-256 of each lock addon, by its file name. */
export const SHIMS: Record<string, { bytes: number, sha256: string }>;
