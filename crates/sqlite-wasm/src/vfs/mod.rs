//! The one VFS: SQLite's files over the host's calls.
//!
//! `lock`, `wal_lock`, `owner`, `path`, `proc_locks` and `shm_copy` are rules without a host, tested natively; the rest joins them to SQLite.

pub mod lock;
pub mod owner;
pub mod path;
pub mod proc_locks;
pub mod shm_copy;
pub mod wal_lock;

#[cfg(target_arch = "wasm32")]
mod errors;
#[cfg(target_arch = "wasm32")]
mod file;
#[cfg(target_arch = "wasm32")]
pub mod given;
#[cfg(target_arch = "wasm32")]
mod guard;
#[cfg(target_arch = "wasm32")]
mod inode;
#[cfg(target_arch = "wasm32")]
mod io_methods;
#[cfg(target_arch = "wasm32")]
pub mod reason;
#[cfg(target_arch = "wasm32")]
mod register;
#[cfg(target_arch = "wasm32")]
mod shm;
#[cfg(target_arch = "wasm32")]
mod shm_file;
#[cfg(target_arch = "wasm32")]
mod surroundings;
#[cfg(target_arch = "wasm32")]
mod temp;
