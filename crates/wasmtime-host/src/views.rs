//! The system calls on views and mappings of files, of which this host has none: the guest reads and writes the files
//! instead.

use crate::call::Call;
use crate::errno::{Errno, IntoGuest};

/// Returns -ENOSYS.
pub(crate) fn unavailable() -> i32 {
    Err::<(), _>(Errno(abi::ENOSYS)).into_guest()
}

impl<C> Call<'_, C> {
    /// Opens no view.
    pub fn fd_view(&mut self, _file: i32, _part: i32, _writable: i32) -> i32 {
        unavailable()
    }

    /// Reads no view.
    pub fn view_read(&mut self, _view: i32, _into: u32, _count: u32, _offset: u32) -> i32 {
        unavailable()
    }

    /// Writes no view.
    pub fn view_write(&mut self, _view: i32, _from: u32, _count: u32, _offset: u32) -> i32 {
        unavailable()
    }

    /// Closes no view.
    pub fn view_close(&mut self, _view: i32) -> i32 {
        unavailable()
    }

    /// Maps nothing.
    pub fn fd_map(&mut self, _file: i32, _part: i32, _at: u32) -> i32 {
        unavailable()
    }

    /// Ends no mapping.
    pub fn memory_unmap(&mut self, _at: u32) -> i32 {
        unavailable()
    }

    /// Keeps no mapping.
    pub fn memory_grown(&mut self) -> i32 {
        0
    }

    /// Orders nothing: without mappings, no other process sees the guest's memory.
    pub fn memory_fence(&mut self) -> i32 {
        0
    }
}
