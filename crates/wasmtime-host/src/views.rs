//! The system calls on views of files, of which this host has none: the guest maps the files, or reads and writes them.

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
}
