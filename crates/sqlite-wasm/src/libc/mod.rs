//! The part of the C library below SQLite that needs more than bytes: mathematics and local time.
//! Memory and strings are C themselves, in `libc/` beside `src/`.

pub mod civil;
#[cfg(target_arch = "wasm32")]
pub mod local_time;
#[cfg(target_arch = "wasm32")]
mod math;
pub mod time_zone;
