//! System calls on time, randomness, processes and threads.

use abi::ESRCH;

use super::raw::{self, start};

/// Fills a buffer with unpredictable bytes.
pub fn random_get(into: &mut [u8]) {
    // SAFETY: the host writes `into.len()` bytes at `into`. Its only failures are errors of the guest.
    unsafe { raw::random_get(into.as_mut_ptr(), into.len()) };
}

/// Returns the wall clock in milliseconds since 1970-01-01 UTC.
pub fn clock_now() -> f64 {
    // SAFETY: no memory is passed.
    unsafe { raw::clock_now() }
}

/// Returns the offset of local time in seconds east of UTC at a moment in seconds since 1970-01-01 UTC.
pub fn clock_utc_offset(seconds: i64) -> i64 {
    // SAFETY: no memory is passed.
    i64::from(unsafe { raw::clock_utc_offset(seconds as f64) })
}

/// Blocks this thread.
pub fn thread_sleep(microseconds: u32) {
    // SAFETY: no memory is passed.
    unsafe { raw::thread_sleep(microseconds.into()) };
}

/// Returns the number of this thread within the process, 0 for the main thread.
pub fn thread_id() -> u32 {
    // SAFETY: no memory is passed.
    unsafe { raw::thread_id() as u32 }
}

/// Returns the number of this process.
pub fn process_id() -> u32 {
    // SAFETY: no memory is passed.
    unsafe { raw::process_id() as u32 }
}

/// Returns whether a process exists.
pub fn process_exists(process: u32) -> bool {
    // SAFETY: no memory is passed.
    unsafe { raw::process_exists(process as i32) != -ESRCH }
}

/// Returns whether this process has root's rights.
pub fn process_is_root() -> bool {
    // SAFETY: no memory is passed.
    unsafe { raw::process_is_root() == 1 }
}

/// Returns the family of the operating system, one of `abi::SYSTEM_*`.
pub fn system_family() -> i32 {
    // SAFETY: no memory is passed.
    unsafe { raw::system_family() }
}

/// Passes the message of a panic to the host.
pub fn panic_message(text: &str) {
    // SAFETY: the host reads `text.len()` bytes at `text`.
    unsafe { raw::panic_message(start(text.as_bytes()), text.len()) };
}
