//! Copying a database page by page to another connection.

use core::ffi::{c_char, c_int};

use super::connection::Connection;
use crate::ffi::*;

/// A backup under way.
pub struct Backup {
    handle: *mut sqlite3_backup,
    destination: *mut Connection,
}

impl Backup {
    /// Begins a backup of one of the source's databases to the main one of the destination. `None` when that fails: the
    /// destination has the error.
    ///
    /// # Safety
    /// Both connections are open and stay so until the backup is closed; `name` is NUL-terminated.
    pub unsafe fn open(
        destination: *mut Connection,
        source: *mut Connection,
        name: *const c_char,
    ) -> Option<Box<Self>> {
        // SAFETY: the caller's promise.
        unsafe {
            let handle = sqlite3_backup_init((*destination).db, c"main".as_ptr(), (*source).db, name);
            if handle.is_null() {
                (*destination).fail();
                return None;
            }
            Some(Box::new(Self { handle, destination }))
        }
    }

    /// Copies some pages; the destination's results tell how many there are and remain. Gives a primary code.
    pub fn step(&mut self, pages: c_int) -> c_int {
        // SAFETY: the connections are open, by the promise of `open`.
        unsafe {
            let code = sqlite3_backup_step(self.handle, pages) & 0xff;
            let results = &mut (*self.destination).results;
            results.count = sqlite3_backup_remaining(self.handle);
            results.changes = sqlite3_backup_pagecount(self.handle);
            code
        }
    }
}

impl Drop for Backup {
    fn drop(&mut self) {
        // SAFETY: the connections are open, by the promise of `open`. Its code is that of the last step.
        unsafe { sqlite3_backup_finish(self.handle) };
    }
}
