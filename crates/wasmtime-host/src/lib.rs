//! Runs the guest, `sqlite.wasm`, on wasmtime: compiles or loads it, starts instances of it, and answers their host
//! calls.
//!
//! An [`Engine`] holds the compiled module. An [`Instance`] is one running guest; its [`State`] says which files it may
//! open and how much memory it may use. System calls are answered here, callbacks by the embedder ([`Callbacks`]).
//!
//! Nothing here knows SQL, JavaScript or the embedder.

mod access;
#[cfg(test)]
mod bare_guest;
mod call;
mod callbacks;
mod clock;
#[cfg(feature = "compiler")]
mod compile;
mod disk;
mod engine;
mod environment;
mod errno;
mod error;
mod exports;
mod extensions;
mod files;
mod imports;
mod instance;
mod limiter;
mod locks;
mod mappings;
mod memory;
#[cfg(not(feature = "compiler"))]
mod no_compiler;
mod ofd;
mod paths;
mod precompiled;
#[cfg(all(test, feature = "compiler"))]
mod refusals;
mod stat;
mod state;
mod thread;
mod ticker;
pub mod types;
mod views;

pub use access::Access;
pub use callbacks::{Callback, Callbacks, NoCallbacks};
pub use disk::DiskLimiter;
pub use engine::{Engine, STACK, Settings};
pub use error::{EngineError, Error};
pub use exports::Exports;
pub use instance::Instance;
pub use limiter::MemoryLimiter;
pub use mappings::{AVAILABLE as MAPS_FILES, close_files};
pub use state::State;
pub use wasmtime::{TypedFunc, WasmParams, WasmResults};
