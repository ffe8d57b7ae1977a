//! The file of an extension: its names, and what else than an extension it may be.

use side_module::Refusal;

/// What is appended to a name that leads to no file.
pub const SUFFIX: &[u8] = b".wasm";

/// Largest file in bytes.
pub const MAX_BYTES: u64 = 64 << 20;

/// What machine code begins with: ELF, Mach-O and PE.
const MACHINE_CODE: [&[u8]; 7] = [
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa\xcf",
    b"\xfe\xed\xfa\xce",
    b"\xca\xfe\xba\xbe",
    b"MZ",
];

const MACHINE_CODE_SUFFIXES: [&[u8]; 3] = [b".so", b".dylib", b".dll"];

/// The cure for machine code.
pub const CURE: &str = "machine code cannot be loaded into WebAssembly, but the same extension compiled to a .wasm \
    file can: docs/EXTENSIONS.md says how. Built in are FTS3/4/5, R-Tree, Geopoly, JSON, math functions, percentile, \
    soundex and dbstat";

/// Returns whether a name is one of a library of machine code.
pub fn names_machine_code(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    MACHINE_CODE_SUFFIXES.iter().any(|suffix| lower.ends_with(suffix))
}

/// Refuses a file that is machine code.
pub fn refuse_machine_code(content: &[u8]) -> Result<(), Refusal> {
    match MACHINE_CODE.iter().any(|start| content.starts_with(start)) {
        true => Err(format!("is machine code; {CURE}").into()),
        false => Ok(()),
    }
}
