//! Loadable extensions: side modules of WebAssembly, which share the guest's memory, table and stack.
//!
//! SQLite's own loader calls the methods of `dl`. The guest reads the file and checks it (`side_module`), allocates
//! what it demands and resolves its imports (`link`); the host only compiles and instantiates it. docs/EXTENSIONS.md
//! is for those who build extensions.
//!
//! Modules without a `cfg` need no host and are tested natively.

pub mod dylink;
pub mod file;
pub mod link;
pub mod reader;
pub mod refusal;
pub mod side_module;
pub mod slots;

#[cfg(target_arch = "wasm32")]
pub mod dl;
#[cfg(target_arch = "wasm32")]
mod find;
#[cfg(target_arch = "wasm32")]
mod functions;
#[cfg(target_arch = "wasm32")]
mod library;
#[cfg(target_arch = "wasm32")]
pub use library::Library;
