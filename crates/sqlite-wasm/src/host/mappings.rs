//! System calls on files that are mapped into the guest's memory.

use core::alloc::Layout;
use core::ffi::c_int;
use core::ptr::NonNull;
use std::alloc::{alloc_zeroed, dealloc};

use abi::{ENOMEM, VIEW_BYTES};

use super::raw::{self, Errno, Fd, done};

const LAYOUT: Layout = match Layout::from_size_align(VIEW_BYTES as usize, VIEW_BYTES as usize) {
    Ok(layout) => layout,
    Err(_) => unreachable!(),
};

/// A part of a file that is memory of this guest, and of each process that maps it.
#[derive(Debug)]
pub struct Mapping(NonNull<u8>);

impl Mapping {
    /// Maps the `part`-th `VIEW_BYTES` of a file, which must have them and be open for writing. Fails with ENOSYS if
    /// the host has no mappings.
    pub fn new(file: Fd, part: usize) -> Result<Self, Errno> {
        // SAFETY: the size is not zero.
        let block = NonNull::new(unsafe { alloc_zeroed(LAYOUT) }).ok_or(ENOMEM)?;
        // SAFETY: the host replaces the content of the block, which nothing else uses. After a failure the block is as
        // it was, so it is freed with its layout.
        unsafe {
            done(raw::fd_map(file, part as c_int, block.as_ptr()))
                .map(|()| Self(block))
                .inspect_err(|_| dealloc(block.as_ptr(), LAYOUT))
        }
    }

    /// Returns the address.
    pub fn address(&self) -> *mut u8 {
        self.0.as_ptr()
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the block has this layout, and is memory like any other when it is mapped no more. As long as it is
        // mapped, nothing may be stored there: the block is never freed then.
        unsafe {
            if done(raw::memory_unmap(self.0.as_ptr())).is_ok() {
                dealloc(self.0.as_ptr(), LAYOUT);
            }
        }
    }
}

/// Has the host keep the mappings after the memory has grown. Returns whether it could.
pub fn memory_grown() -> bool {
    // SAFETY: no memory is passed.
    unsafe { done(raw::memory_grown()) }.is_ok()
}

/// Orders all accesses of memory before it before those after it.
pub fn memory_fence() {
    // SAFETY: no memory is passed. The host cannot fail.
    unsafe { raw::memory_fence() };
}
