//! Functions of `<string.h>` and `<strings.h>` that the guest does not have.

use core::cmp::min;
use core::ffi::{CStr, c_char, c_int};
use core::ptr::{copy_nonoverlapping, null_mut, write_bytes};

/// Returns the length of a text, at most `limit`.
///
/// # Safety
/// The text ends in a NUL or has `limit` bytes.
unsafe fn length(text: *const c_char, limit: usize) -> usize {
    let mut length = 0;
    // SAFETY: the bytes before the NUL and before the limit belong to the text.
    while length < limit && unsafe { *text.add(length) } != 0 {
        length += 1;
    }
    length
}

/// C's `strcpy`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strcpy(to: *mut c_char, from: *const c_char) -> *mut c_char {
    // SAFETY: C's contract.
    unsafe { copy_nonoverlapping(from, to, length(from, usize::MAX) + 1) };
    to
}

/// C's `strncpy`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strncpy(to: *mut c_char, from: *const c_char, count: usize) -> *mut c_char {
    // SAFETY: C's contract: `to` has `count` bytes.
    unsafe {
        let copied = length(from, count);
        copy_nonoverlapping(from, to, copied);
        write_bytes(to.add(copied), 0, count - copied);
    }
    to
}

/// C's `strcat`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strcat(to: *mut c_char, from: *const c_char) -> *mut c_char {
    // SAFETY: C's contract.
    unsafe { strncat(to, from, usize::MAX) }
}

/// C's `strncat`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strncat(to: *mut c_char, from: *const c_char, count: usize) -> *mut c_char {
    // SAFETY: C's contract: `to` ends in a NUL and has room for the copy and a NUL.
    unsafe {
        let (end, copied) = (to.add(length(to, usize::MAX)), length(from, count));
        copy_nonoverlapping(from, end, copied);
        *end.add(copied) = 0;
    }
    to
}

/// C's `strstr`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strstr(text: *const c_char, part: *const c_char) -> *mut c_char {
    // SAFETY: C's contract: both end in a NUL.
    let (bytes, wanted) = unsafe { (CStr::from_ptr(text).to_bytes(), CStr::from_ptr(part).to_bytes()) };
    match (0..=bytes.len()).find(|start| bytes[*start..].starts_with(wanted)) {
        // SAFETY: the index lies in the text.
        Some(start) => unsafe { text.add(start).cast_mut() },
        None => null_mut(),
    }
}

/// C's `strcspn`.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strcspn(text: *const c_char, rejected: *const c_char) -> usize {
    // SAFETY: C's contract: both end in a NUL.
    let (bytes, rejected) = unsafe { (CStr::from_ptr(text).to_bytes(), CStr::from_ptr(rejected).to_bytes()) };
    bytes.iter().position(|byte| rejected.contains(byte)).unwrap_or(bytes.len())
}

/// C's `strcasecmp`, in the locale "C".
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strcasecmp(left: *const c_char, right: *const c_char) -> c_int {
    // SAFETY: C's contract.
    unsafe { strncasecmp(left, right, usize::MAX) }
}

/// C's `strncasecmp`, in the locale "C".
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strncasecmp(left: *const c_char, right: *const c_char, count: usize) -> c_int {
    // SAFETY: C's contract. The NUL of the shorter text is compared, unless the limit comes first.
    let common = unsafe { min(length(left, count), length(right, count)) };
    for index in 0..min(common.saturating_add(1), count) {
        // SAFETY: neither text ends before this byte.
        let (a, b) = unsafe { (*left.add(index) as u8, *right.add(index) as u8) };
        let order = c_int::from(a.to_ascii_lowercase()) - c_int::from(b.to_ascii_lowercase());
        if order != 0 {
            return order;
        }
    }
    0
}
