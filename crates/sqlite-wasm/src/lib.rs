//! The guest: SQLite, its VFS, its locks and the packing of values, compiled to one WebAssembly module.
//!
//! The guest depends on no particular host, only on the imports of the `abi` crate. Whatever needs neither SQLite nor a
//! host (lock rules, the calendar, paths) is plain Rust and is tested natively; the rest exists for wasm32 only.

#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod extension;
#[cfg(target_arch = "wasm32")]
mod ffi;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod layout;
pub mod libc;
#[cfg(target_arch = "wasm32")]
mod memory;
#[cfg(target_arch = "wasm32")]
mod numbers;
pub mod range;
#[cfg(target_arch = "wasm32")]
mod sqlite_result;
#[cfg(target_arch = "wasm32")]
mod value;
pub mod vfs;
