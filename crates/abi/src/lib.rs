//! The contract between `sqlite.wasm` (the guest) and whoever runs it (a host), declared once.
//!
//! The guest expands [`for_each_import!`] to its `extern` block and [`for_each_export!`] to a check of its exported
//! functions; the Rust host expands them to its linker; `xtask codegen` prints the constants the JavaScript host uses;
//! a test compares the built module with both lists. Whatever crosses the boundary is a number: a pointer, a length, a
//! descriptor, a code. No 64-bit integer crosses (it would be a BigInt in JavaScript): file offsets travel as `f64`.
#![no_std]
#![forbid(unsafe_code)]

mod exports;
mod imports;
mod layout;
mod signature;

pub use exports::EXPORTS;
pub use imports::{IMPORT_MODULE, IMPORTS};
pub use layout::*;
pub use signature::{Param, Signature, ValueType};

/// Changes whenever a host written for another revision of this crate would misbehave.
pub const ABI_VERSION: i32 = 1;
