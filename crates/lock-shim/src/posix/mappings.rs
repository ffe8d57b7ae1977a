//! Files mapped over the guest's memory.
//!
//! In JavaScript, `map(fd, bytes, at, part)` maps the `part`-th `VIEW_BYTES` of a file over `bytes` from `at` on, and
//! `unmap(0, bytes, at)` maps zeros there. They return 0 or the errno. `address(0, bytes)` returns where the bytes lie.
//! `fence()` orders accesses of memory.

use core::ffi::{c_int, c_void};
use core::sync::atomic::{Ordering, fence as memory_fence};

use super::{EINVAL, PROT_READ, VIEW_BYTES, kernel};
use crate::errno;
use crate::node_api::Call;

pub fn map(call: &Call) -> f64 {
    let [fd, _, at, part] = call.numbers;
    let place = place(call, at as usize);
    errno(place.and_then(|place| map_over(place, fd as c_int, part as u64 * VIEW_BYTES as u64)))
}

pub fn unmap(call: &Call) -> f64 {
    let [_, _, at, _] = call.numbers;
    // SAFETY: the place is a part of the bytes.
    errno(place(call, at as usize).and_then(|place| unsafe { kernel::map_zeros(place, VIEW_BYTES) }))
}

pub fn address(call: &Call) -> f64 {
    call.bytes(0, 1).map_or(0.0, |bytes| bytes.cast::<u8>().addr() as f64)
}

pub fn fence(_: &Call) -> f64 {
    memory_fence(Ordering::SeqCst);
    0.0
}

/// Returns where a mapping lies. Memory that begins between two multiples of `VIEW_BYTES` could have other pages than
/// the mapping.
fn place(call: &Call, at: usize) -> Result<*mut c_void, c_int> {
    let place = call.bytes(at, VIEW_BYTES).ok_or(EINVAL)?.cast::<u8>();
    if place.addr() % VIEW_BYTES == 0 { Ok(place.cast()) } else { Err(EINVAL) }
}

/// Maps a part of a file over a place. Fails with EINVAL where pages are larger than the part: the kernel would map
/// more than that.
fn map_over(place: *mut c_void, fd: c_int, offset: u64) -> Result<(), c_int> {
    let second = kernel::map_shared(VIEW_BYTES, PROT_READ, fd, VIEW_BYTES as u64)?;
    // SAFETY: this mapping has just been made, and nobody uses it. The place is a part of the bytes, and pages are not
    // larger than it, since the second part of a file could be mapped.
    unsafe {
        kernel::unmap(second, VIEW_BYTES)?;
        kernel::map_shared_over(place, VIEW_BYTES, fd, offset)
    }
}
