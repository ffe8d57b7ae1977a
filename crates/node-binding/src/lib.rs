//! The addon of Node: a guest on wasmtime whose functions and memory look like those of `WebAssembly.Instance`.
//!
//! In JavaScript, `instantiate(callbacks, locks, thread)` starts a guest and returns `{ exports, memory, dispose }`:
//!
//! - `exports` has a function for each export of the contract.
//! - `memory.lend()` returns an ArrayBuffer over the guest's own memory, which never moves. As with WebAssembly, the
//!   buffer is detached when the memory has grown, and `lend` returns another.
//! - `dispose()` ends the guest and closes its files, which releases their locks.
//!
//! `callbacks` has a function for each callback of the contract. `locks` says whether files are shared by byte-range
//! locks, `thread` is the number of the thread.

mod array_buffer;
mod callbacks;
mod exports;
mod guest;
mod module;
mod node_api;
mod shared;
mod stack;
