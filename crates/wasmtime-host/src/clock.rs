//! The system calls about time.

use std::mem::MaybeUninit;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::call::Call;

/// The longest time that SQLite sleeps. A time limit cannot interrupt a host call, so a guest gets no longer one.
const MAX_SLEEP: Duration = Duration::from_millis(100);

impl<C> Call<'_, C> {
    /// Returns the milliseconds since 1970, 0 if the clock is before that.
    pub fn clock_now(&self) -> f64 {
        // Whole milliseconds are exact for 285,000 years.
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64)
    }

    /// Returns the offset of local time in seconds.
    pub fn clock_utc_offset(&self, seconds: f64) -> i32 {
        utc_offset(seconds)
    }

    /// Blocks this thread, for `MAX_SLEEP` at most.
    pub fn thread_sleep(&self, microseconds: f64) -> i32 {
        thread::sleep(Duration::from_micros(microseconds as u64).min(MAX_SLEEP));
        0
    }
}

unsafe extern "C" {
    /// Reads the time zone from the environment, which `localtime_r` need not do.
    safe fn tzset();
}

/// Returns the seconds east of UTC at a moment, 0 for a year that the C library cannot represent.
fn utc_offset(seconds: f64) -> i32 {
    tzset();
    // The type is the system's `time_t`, inferred: naming musl's is deprecated.
    let moment = seconds as _;
    let mut local = MaybeUninit::uninit();
    // SAFETY: both pointers are valid for their types, and `local` is read only if `localtime_r` has filled it, which a
    // result other than null says.
    let local = unsafe {
        if libc::localtime_r(&raw const moment, local.as_mut_ptr()).is_null() {
            return 0;
        }
        local.assume_init()
    };
    local.tm_gmtoff as i32
}
