//! The one VFS: SQLite's files over the host's system calls.
//!
//! Modules without a `cfg` are rules that need no host and are tested natively. The others join them to SQLite.

pub mod lock;
pub mod path;
pub mod retries;
pub mod wal_index;

#[cfg(target_arch = "wasm32")]
mod database_file;
#[cfg(target_arch = "wasm32")]
mod database_methods;
#[cfg(target_arch = "wasm32")]
mod directory;
#[cfg(target_arch = "wasm32")]
pub mod error_detail;
#[cfg(target_arch = "wasm32")]
mod errors;
#[cfg(target_arch = "wasm32")]
pub mod fd_database;
#[cfg(target_arch = "wasm32")]
mod file;
#[cfg(target_arch = "wasm32")]
mod full_path;
#[cfg(target_arch = "wasm32")]
mod inode;
#[cfg(target_arch = "wasm32")]
mod io_methods;
#[cfg(target_arch = "wasm32")]
mod open;
#[cfg(target_arch = "wasm32")]
mod permissions;
#[cfg(target_arch = "wasm32")]
pub mod system;
#[cfg(target_arch = "wasm32")]
mod temp;
#[cfg(target_arch = "wasm32")]
mod text_file;
#[cfg(target_arch = "wasm32")]
mod vfs_methods;
#[cfg(target_arch = "wasm32")]
mod whole_file;
#[cfg(target_arch = "wasm32")]
mod windows_open;
