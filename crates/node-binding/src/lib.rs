//! The addon of Node: a guest whose functions and memory look like those of `WebAssembly.Instance`.
//!
//! In JavaScript: `instantiate(callbacks, locks, thread)` starts a guest and gives `{ exports, memory, dispose }`.
//! `exports` has a function for each export of the contract. `memory.buffer` is an ArrayBuffer over the guest's own memory,
//! which never moves; as with WebAssembly it is detached, and to be asked for again, once the memory has grown.
//! `callbacks` has a function for each import that calls the application. `dispose()` ends the guest, its files and locks.

mod callbacks;
mod exports;
mod guest;
#[path = "array_buffer.rs"]
mod lent;
mod module;
mod stack;
#[path = "node_api.rs"]
mod value;
