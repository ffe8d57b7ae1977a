//! The contract between `sqlite.wasm` (the guest) and what runs it (a host), declared once.
//!
//! The guest expands [`for_each_syscall!`] and [`for_each_callback!`] to its `extern` block, and [`for_each_export!`]
//! to a check of its exported functions. The Rust host expands the lists to its linker. `xtask codegen` prints the
//! constants and types that the JavaScript host uses, and a test compares the built module with the lists.
//!
//! Only numbers cross the boundary: a pointer, a length, a descriptor, a code. No 64-bit integer crosses, because
//! JavaScript would see a BigInt: file offsets travel as `f64`.
#![no_std]
#![forbid(unsafe_code)]

mod callbacks;
mod constants;
mod errnos;
mod exports;
mod extension;
mod limits;
mod records;
mod signature;
mod syscalls;

pub use callbacks::CALLBACKS;
pub use constants::Constant;
pub use errnos::*;
pub use exports::EXPORTS;
pub use extension::{EXTENSION_FUNCTIONS, STACK_POINTER, TABLE};
pub use limits::*;
pub use records::*;
pub use signature::{Param, Signature, ValueType};
pub use syscalls::SYSCALLS;

/// Revision of the contract. It changes whenever a host written for another revision would misbehave.
pub const ABI_VERSION: i32 = 3;

/// WebAssembly module name of every import.
pub const IMPORT_MODULE: &str = "host";

/// Name of the export that is the guest's memory.
pub const MEMORY: &str = "memory";

/// Returns every import: the system calls, then the callbacks.
pub fn imports() -> impl Iterator<Item = &'static Signature> {
    SYSCALLS.iter().chain(CALLBACKS)
}

/// Returns every flag, record offset and limit.
pub fn constants() -> impl Iterator<Item = &'static Constant> {
    RECORDS.iter().chain(LIMIT_GROUPS).copied().flatten()
}
