//! Builds everything that the npm package and its addon packages consist of.

pub mod addon;
pub mod branches;
mod bulk_memory;
pub mod cli;
pub mod digest;
pub mod embed;
pub mod extension;
pub mod functions;
pub mod release_addons;
pub mod rust_target;
mod seal;
pub mod shims;
pub mod sqlite_vec;
pub mod test_extensions;
pub mod wasm;
