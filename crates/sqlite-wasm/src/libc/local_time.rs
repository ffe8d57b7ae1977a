//! `localtime`, in the host's time zone.

use super::civil::{Tm, from_seconds};
use crate::host;
use crate::memory::global::Global;

static RESULT: Global<Tm> = Global::new(epoch());

/// Returns 1970-01-01 00:00, the first content of the result.
const fn epoch() -> Tm {
    Tm { tm_sec: 0, tm_min: 0, tm_hour: 0, tm_mday: 1, tm_mon: 0, tm_year: 70, tm_wday: 4, tm_yday: 0, tm_isdst: 0 }
}

/// C's `localtime`. Returns the address of a result that the next call overwrites.
///
/// # Safety
/// `seconds` points to a `time_t`.
#[unsafe(no_mangle)]
unsafe extern "C" fn localtime(seconds: *const i64) -> *mut Tm {
    // SAFETY: the caller passes a pointer to a `time_t`.
    let seconds = unsafe { *seconds };
    RESULT.with(|tm| {
        *tm = from_seconds(seconds + host::clock_utc_offset(seconds));
        &raw mut *tm
    })
}
