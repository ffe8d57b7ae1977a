//! The guest: SQLite, its VFS, its locks and the packing of values, compiled to one WebAssembly module.
//!
//! It knows nothing of Node or Rust hosts, only the imports of the `abi` crate. What does not need SQLite or a host
//! (lock rules, calendar, paths) is plain Rust and is tested natively; the rest exists for wasm32 only.

#[cfg(target_arch = "wasm32")]
mod alloc;
#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod ffi;
#[cfg(target_arch = "wasm32")]
mod global;
#[cfg(target_arch = "wasm32")]
mod heap;
#[cfg(target_arch = "wasm32")]
mod host;
pub mod libc;
pub mod vfs;
