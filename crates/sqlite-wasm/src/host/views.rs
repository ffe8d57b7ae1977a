//! System calls on views of files.

use core::ffi::c_int;

use super::raw::{self, Errno, Fd, check, done, start};

/// A part of a file as memory of the host, which all processes with a view of the part share.
#[derive(Debug)]
pub struct View(c_int);

impl View {
    /// Opens a view of the `part`-th `VIEW_BYTES` of a file, which must have them. Fails with ENOSYS if the host has no
    /// views.
    pub fn open(file: Fd, part: usize, writable: bool) -> Result<Self, Errno> {
        // SAFETY: no memory is passed.
        check(unsafe { raw::fd_view(file, part as c_int, writable.into()) }).map(|view| Self(view as c_int))
    }

    /// Copies bytes from an offset on, a multiple of four, as is their number.
    pub fn read(&self, into: &mut [u8], offset: usize) -> Result<(), Errno> {
        // SAFETY: the host writes `into.len()` bytes at `into`.
        done(unsafe { raw::view_read(self.0, into.as_mut_ptr(), into.len(), offset) })
    }

    /// Writes bytes from an offset on, a multiple of four, as is their number.
    pub fn write(&self, from: &[u8], offset: usize) -> Result<(), Errno> {
        // SAFETY: the host reads `from.len()` bytes at `from`.
        done(unsafe { raw::view_write(self.0, start(from), from.len(), offset) })
    }
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: no memory is passed. A failure is ignored because the view is closed in any case.
        unsafe { raw::view_close(self.0) };
    }
}
