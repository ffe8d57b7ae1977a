//! `localtime`, by the host's time zone.

use super::civil::{Tm, from_seconds};
use crate::host;
use crate::memory::global::Global;

static RESULT: Global<Tm> = Global::new(from_seconds_of_epoch());

const fn from_seconds_of_epoch() -> Tm {
    Tm { tm_sec: 0, tm_min: 0, tm_hour: 0, tm_mday: 1, tm_mon: 0, tm_year: 70, tm_wday: 4, tm_yday: 0, tm_isdst: 0 }
}

/// C's `localtime`: the result is valid until the next call.
///
/// # Safety
/// `seconds` points to a `time_t`.
#[unsafe(no_mangle)]
unsafe extern "C" fn localtime(seconds: *const i64) -> *mut Tm {
    // SAFETY: the caller's promise.
    let seconds = unsafe { *seconds };
    RESULT.with(|tm| {
        *tm = from_seconds(seconds + host::clock_utc_offset(seconds));
        &raw mut *tm
    })
}
