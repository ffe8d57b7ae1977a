//! The part of the C library below SQLite that is written in Rust: mathematics and local time. Memory, strings and
//! sorting are C, in `libc/` beside `src/`.

pub mod civil;
#[cfg(target_arch = "wasm32")]
mod local_time;
#[cfg(target_arch = "wasm32")]
mod math;
