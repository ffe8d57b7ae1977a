//! The imports about time.

use std::mem::MaybeUninit;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::callbacks::Callbacks;
use super::imports::Call;

const LONGEST_SLEEP: Duration = Duration::from_secs(1);

impl<C: Callbacks> Call<'_, C> {
    /// Milliseconds since 1970.
    pub fn clock_now(&self) -> f64 {
        // Whole milliseconds are exact for 285,000 years. A clock before 1970 reads 1970.
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64)
    }

    /// Local time's offset in seconds.
    pub fn clock_utc_offset(&self, seconds: f64) -> i32 {
        offset_at(seconds)
    }

    /// Blocks this thread. SQLite waits for tenths of a second; a time limit could not cut a guest that asks for more.
    pub fn thread_sleep(&self, microseconds: f64) -> i32 {
        thread::sleep(Duration::from_micros(microseconds as u64).min(LONGEST_SLEEP));
        0
    }
}

unsafe extern "C" {
    /// Takes note of the time zone in the environment; `localtime_r` need not.
    safe fn tzset();
}

/// Seconds east of UTC at a moment, 0 for a year that the C library cannot count to.
fn offset_at(seconds: f64) -> i32 {
    tzset();
    // The type is the system's; musl's, of 64 bits everywhere, is named by nothing that is not deprecated.
    let moment = seconds as _;
    let mut local = MaybeUninit::uninit();
    // SAFETY: both point to values of their type; the second is written before a result other than null is given.
    let local = unsafe {
        if libc::localtime_r(&raw const moment, local.as_mut_ptr()).is_null() {
            return 0;
        }
        local.assume_init()
    };
    local.tm_gmtoff as i32
}
