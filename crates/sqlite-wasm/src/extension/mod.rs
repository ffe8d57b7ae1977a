//! Loadable extensions: side modules of WebAssembly, which share the guest's memory, table and stack.
//!
//! SQLite's own loader calls the methods of `dl`. The guest reads the file (`find`), has the crate `side-module` check
//! it and resolve its imports, and allocates what it demands (`library`); the host only compiles and instantiates it.
//! docs/EXTENSIONS.md is for those who build extensions.

pub mod dl;
mod file;
mod find;
mod functions;
mod library;

pub use library::Library;
