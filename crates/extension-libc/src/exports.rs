//! The functions under their C names.

use core::ffi::{c_char, c_double, c_int, c_long, c_longlong, c_void};

use crate::{Parsed, Text, float, integer};

/// Linux's ERANGE.
const ERANGE: c_int = 34;

/// C's `errno`, of the extension alone.
#[unsafe(no_mangle)]
static mut errno: c_int = 0;

/// A C string.
struct CText(*const u8);

impl Text for CText {
    fn byte(&self, index: usize) -> u8 {
        // SAFETY: the string ends with a 0, and its bytes before the index were found not to be 0.
        unsafe { *self.0.add(index) }
    }

    fn slice(&self, start: usize, end: usize) -> &[u8] {
        // SAFETY: the range has been read, so it lies in the string.
        unsafe { core::slice::from_raw_parts(self.0.add(start), end - start) }
    }
}

/// Returns a number to C, with the end of its text and `errno`.
///
/// # Safety
/// `end` must be null or writable.
unsafe fn answer<T>(text: *const c_char, end: *mut *const c_char, parsed: Parsed<T>) -> T {
    // SAFETY: `end` is null or writable, by the caller's promise; the length lies in the string; one thread runs here.
    unsafe {
        if !end.is_null() {
            *end = text.add(parsed.length);
        }
        if parsed.out_of_range {
            errno = ERANGE;
        }
    }
    parsed.value
}

/// C's `strtod`. Results between zero and the smallest normal number do not set `errno`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strtod(text: *const c_char, end: *mut *const c_char) -> c_double {
    // SAFETY: C's contract.
    unsafe { answer(text, end, float::parse(&CText(text.cast()))) }
}

/// C's `strtoll`.
///
/// # Safety
/// As in C; the base is 0 or from 2 to 36.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strtoll(text: *const c_char, end: *mut *const c_char, base: c_int) -> c_longlong {
    let parsed = integer::parse(&CText(text.cast()), base.unsigned_abs(), c_longlong::MIN, c_longlong::MAX);
    // SAFETY: C's contract.
    unsafe { answer(text, end, parsed) }
}

/// C's `strtol`.
///
/// # Safety
/// As in C; the base is 0 or from 2 to 36.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strtol(text: *const c_char, end: *mut *const c_char, base: c_int) -> c_long {
    let (min, max) = (c_long::MIN.into(), c_long::MAX.into());
    let parsed = integer::parse(&CText(text.cast()), base.unsigned_abs(), min, max);
    // SAFETY: C's contract.
    unsafe { answer(text, end, parsed) as c_long }
}

/// C's `atoi`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn atoi(text: *const c_char) -> c_int {
    integer::parse(&CText(text.cast()), 10, c_int::MIN.into(), c_int::MAX.into()).value as c_int
}

/// C's `bsearch`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bsearch(
    key: *const c_void,
    base: *const c_void,
    count: usize,
    width: usize,
    compare: unsafe extern "C" fn(*const c_void, *const c_void) -> c_int,
) -> *const c_void {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        // SAFETY: the element is one of `count`, and C's contract is that the function compares such.
        let (element, order) = unsafe {
            let element = base.byte_add(middle * width);
            (element, compare(key, element))
        };
        match order {
            0 => return element,
            1.. => low = middle + 1,
            _ => high = middle,
        }
    }
    core::ptr::null()
}

/// C's `abort`: a trap, which ends the instance.
#[unsafe(no_mangle)]
pub extern "C" fn abort() -> ! {
    core::arch::wasm32::unreachable()
}

#[panic_handler]
fn on_panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
