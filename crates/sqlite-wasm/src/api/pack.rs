//! Packing SQLite's values for a host. Texts and blobs stay where SQLite has them.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null;
use core::slice;

use abi::*;

use crate::ffi::*;
use crate::value::RawValue;

/// SQLite had no memory to convert a text.
#[derive(Debug)]
pub struct OutOfMemory;

/// Packs a value. `safe_integers` keeps integers 64-bit integers.
///
/// # Safety
/// `value` is a live value of SQLite. It stays as long as `into` is used.
pub unsafe fn pack(value: *mut sqlite3_value, into: &mut RawValue, safe_integers: bool) -> Result<(), OutOfMemory> {
    // SAFETY: the caller passes a live value, which is read as the type that SQLite says it has. The length is read
    // after the address, as SQLite requires.
    unsafe {
        *into = match sqlite3_value_type(value) {
            SQLITE_INTEGER => integer(sqlite3_value_int64(value), safe_integers),
            SQLITE_FLOAT => RawValue::float(sqlite3_value_double(value)),
            SQLITE_TEXT => {
                let text = sqlite3_value_text(value);
                bytes(VALUE_TEXT, text, sqlite3_value_bytes(value))?
            }
            SQLITE_BLOB => {
                let blob = sqlite3_value_blob(value);
                bytes(VALUE_BLOB, blob.cast(), sqlite3_value_bytes(value))?
            }
            _ => RawValue::NULL,
        };
    }
    Ok(())
}

/// Packs an integer. `safe` keeps it a 64-bit integer.
pub fn integer(value: i64, safe: bool) -> RawValue {
    if safe {
        return RawValue::int64(value);
    }
    i32::try_from(value).map_or(RawValue::float(value as f64), RawValue::int32)
}

/// Packs a name. Not inlined, because its callers run rarely.
///
/// # Safety
/// `name` ends in a NUL. It stays as long as the result is used.
#[inline(never)]
pub unsafe fn name(name: *const c_char) -> RawValue {
    // SAFETY: the caller passes a text with a NUL.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    RawValue::bytes(if is_ascii(name) { VALUE_ASCII } else { VALUE_TEXT }, name.as_ptr(), name.len())
}

/// Packs a text or blob.
///
/// # Safety
/// `address` is null or points to `len` bytes.
unsafe fn bytes(kind: i32, address: *const u8, len: c_int) -> Result<RawValue, OutOfMemory> {
    let len = len as usize;
    if address.is_null() {
        // An empty blob has no address; anything else without one could not be converted.
        return if kind == VALUE_BLOB && len == 0 { Ok(RawValue::bytes(kind, null(), 0)) } else { Err(OutOfMemory) };
    }
    // SAFETY: the caller passes the address of `len` bytes, as it is not null.
    let ascii = kind == VALUE_TEXT && is_ascii(unsafe { slice::from_raw_parts(address, len) });
    Ok(RawValue::bytes(if ascii { VALUE_ASCII } else { kind }, address, len))
}

/// Returns whether all bytes are below 128, testing them by words, and by lines of eight words until one fails.
fn is_ascii(text: &[u8]) -> bool {
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    let (words, rest) = text.as_chunks::<8>();
    let (lines, last) = words.as_chunks::<8>();
    let any = |words: &[[u8; 8]]| words.iter().fold(0, |any, word| any | u64::from_le_bytes(*word));
    let any_rest = rest.iter().fold(0, |any, byte| any | byte);
    lines.iter().all(|line| any(line) & HIGH_BITS == 0) && any(last) & HIGH_BITS == 0 && any_rest < 128
}

/// Returns a packed argument of a callback.
///
/// # Safety
/// As for [`pack`].
pub unsafe fn pack_argument(value: *mut sqlite3_value, safe_integers: bool) -> Result<RawValue, OutOfMemory> {
    let mut packed = RawValue::NULL;
    // SAFETY: the caller passes a live value.
    unsafe { pack(value, &mut packed, safe_integers)? };
    Ok(packed)
}

/// Returns the packed arguments of a callback.
///
/// # Safety
/// `values` points to `count` live values of SQLite, which stay as long as the result is used.
pub unsafe fn pack_arguments(
    values: *mut *mut sqlite3_value,
    count: c_int,
    safe_integers: bool,
) -> Result<Vec<RawValue>, OutOfMemory> {
    // SAFETY: the caller passes an array of `count` live values.
    (0..count as usize).map(|index| unsafe { pack_argument(*values.add(index), safe_integers) }).collect()
}
