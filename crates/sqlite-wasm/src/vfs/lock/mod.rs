//! Locks on a database file: SQLite's lock levels, the byte ranges that stand for them, and what replaces the ranges
//! where the host has no byte-range locks.

pub mod held_file;
pub mod levels;
pub mod local_file_systems;
pub mod lock_file;
pub mod owner;
pub mod proc_locks;
pub mod ranges;
pub mod refusal;
pub mod steps;
pub mod unix_steps;
pub mod windows_steps;

#[cfg(test)]
mod recorder;

#[cfg(target_arch = "wasm32")]
pub mod fd_lock;
#[cfg(target_arch = "wasm32")]
pub mod file_locks;
#[cfg(target_arch = "wasm32")]
mod host_system;
#[cfg(target_arch = "wasm32")]
mod prefetch;
#[cfg(target_arch = "wasm32")]
mod process_info;
#[cfg(target_arch = "wasm32")]
pub mod protection;
