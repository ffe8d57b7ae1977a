//! Asserts that SQLite's C code has no `memory.copy` and no `memory.fill`. V8 leaves the generated code for each of
//! them, and clang emits them unless two of its features are off.

use anyhow::{Result, ensure};

use super::functions::functions;

/// The functions of libc/memory.c that copy and fill long pieces.
const OF_MEMORY_C: [&str; 5] = ["copy_long", "fill_long", "memcpy", "memmove", "memset"];
/// The functions of Rust that C calls, which have names of C.
const RUST_FOR_C: [&str; 2] = ["calloc", "localtime"];

/// Checks a linked module that still has its names. Rust may use the instructions: it copies long pieces, and seldom.
pub fn check(module: &[u8]) -> Result<()> {
    let users =
        functions(module)?.into_iter().filter(|function| function.has_bulk_memory).map(|function| function.name);
    let undesired: Vec<_> = users.filter(|name| !is_rust(name) && !OF_MEMORY_C.contains(&name.as_str())).collect();
    ensure!(undesired.is_empty(), "memory.copy or memory.fill in {}: see sqlite.toml", undesired.join(", "));
    Ok(())
}

fn is_rust(name: &str) -> bool {
    let mangled = name.starts_with("_R") || name.starts_with("_ZN");
    mangled || RUST_FOR_C.contains(&name) || abi::EXPORTS.iter().any(|function| function.name == name)
}
