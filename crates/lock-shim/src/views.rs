//! Views of files: memory that is a part of a file for every process that has a view of the part.
//!
//! In JavaScript, `viewOpen(fd, part, writable)` returns the address of the `part`-th `VIEW_BYTES` of a file, or the
//! negated errno. `viewRead(address, bytes, at, count)` and `viewWrite(…)` copy between `count` bytes at an address in
//! an open view and `bytes` from `at` on. `viewClose(address)` closes a view. These return 0 or the errno. A view that
//! is still open when its environment ends is closed then: on Windows it would keep others from truncating the file.

use core::ffi::c_void;
use core::ptr::with_exposed_provenance_mut;
use core::sync::atomic::{AtomicU32, Ordering, fence};

use crate::node_api::Call;
use crate::{errno, number_or_errno, system};

const EINVAL: i32 = 22;

pub fn open(call: &Call) -> f64 {
    let [fd, part, writable, _] = call.numbers;
    let offset = part as u64 * abi::VIEW_BYTES as u64;
    let opened = system::open_view(fd as i32, offset, writable == 1.0);
    number_or_errno(opened.map(|view| {
        call.at_end(on_end, view);
        view.expose_provenance() as f64
    }))
}

pub fn close(call: &Call) -> f64 {
    let [address, ..] = call.numbers;
    let view = with_exposed_provenance_mut(address as usize);
    call.not_at_end(on_end, view);
    // SAFETY: the package passes the address of an open view, once.
    errno(unsafe { system::close_view(view) })
}

/// Closes a view when its environment ends.
///
/// # Safety
/// `view` must be the address of an open view.
unsafe extern "C" fn on_end(view: *mut c_void) {
    // SAFETY: the view is open, by the caller's promise.
    let _ = unsafe { system::close_view(view) };
}

pub fn read(call: &Call) -> f64 {
    errno(copy(call, |word, bytes| *bytes = word.load(Ordering::Relaxed).to_ne_bytes()))
}

pub fn write(call: &Call) -> f64 {
    errno(copy(call, |word, bytes| word.store(u32::from_ne_bytes(*bytes), Ordering::Relaxed)))
}

/// Copies word by word, since another process may change a word meanwhile. The fences keep the words between what the
/// program does before and after: other processes read a header first that announces the rest.
fn copy(call: &Call, copy_word: impl Fn(&AtomicU32, &mut [u8; 4])) -> Result<(), i32> {
    let [address, _, at, count] = call.numbers;
    let (address, at, count) = (address as usize, at as usize, count as usize);
    // SAFETY: the array has the bytes. JavaScript does not run meanwhile, and the memory of a guest belongs to its
    // thread, so nobody else uses them.
    let bytes = unsafe { &mut *call.bytes(at, count).ok_or(EINVAL)? };
    if address % 4 != 0 || count % 4 != 0 {
        return Err(EINVAL);
    }
    fence(Ordering::SeqCst);
    let (words, _) = bytes.as_chunks_mut::<4>();
    for (number, bytes) in words.iter_mut().enumerate() {
        // SAFETY: the package passes an address in an open view that has `count` bytes from there on; the address is a
        // multiple of four, and every access of the view is atomic.
        let word = unsafe { AtomicU32::from_ptr(with_exposed_provenance_mut(address + number * 4)) };
        copy_word(word, bytes);
    }
    fence(Ordering::SeqCst);
    Ok(())
}
