//! The WAL index: its regions, its locks, and the `-shm` file through which processes share it.

pub mod locks;
pub mod region;

#[cfg(target_arch = "wasm32")]
mod backing;
#[cfg(target_arch = "wasm32")]
mod dead_man_switch;
#[cfg(target_arch = "wasm32")]
pub mod index;
#[cfg(target_arch = "wasm32")]
mod shm_file;
