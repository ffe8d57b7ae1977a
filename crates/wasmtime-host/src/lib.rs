//! Runs the guest: its engine, its memory, its files and locks. Nothing here knows SQL, JavaScript or who embeds it.

mod access;
#[path = "precompiled.rs"]
mod artefact;
mod callbacks;
mod clock;
#[cfg(all(test, feature = "compiler"))]
#[path = "refusals.rs"]
mod contract;
mod engine;
mod environment;
mod errno;
mod exports;
mod files;
mod imports;
mod instance;
mod locks;
mod memory;
mod paths;
mod ticker;

pub use access::Access;
pub use callbacks::{Callback, Callbacks};
pub use engine::{Engine, Settings};
pub use exports::Exports;
#[cfg(feature = "napi")]
pub use imports::types;
pub use instance::{Allowance, Instance, State};
