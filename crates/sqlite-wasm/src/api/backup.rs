//! Copying a database page by page to another connection.

use core::ffi::{c_char, c_int};

use super::connection::Connection;
use crate::ffi::*;

/// A running backup.
pub struct Backup {
    handle: *mut sqlite3_backup,
    destination: *mut Connection,
}

impl Backup {
    /// Begins a backup of a database of `source` to the main database of `destination`. Returns `None` on failure; the
    /// destination then has the error.
    ///
    /// # Safety
    /// Both connections stay open until the backup is dropped. `name` ends in a NUL.
    pub unsafe fn open(
        destination: *mut Connection,
        source: *mut Connection,
        name: *const c_char,
    ) -> Option<Box<Self>> {
        // SAFETY: the caller passes open connections and a name with a NUL.
        unsafe {
            let handle = sqlite3_backup_init((*destination).db, c"main".as_ptr(), (*source).db, name);
            if handle.is_null() {
                (*destination).store_error_code();
                return None;
            }
            Some(Box::new(Self { handle, destination }))
        }
    }

    /// Copies up to `pages` pages. Stores the numbers of remaining and of all pages in the destination's results.
    /// Returns a primary result code.
    pub fn step(&mut self, pages: c_int) -> c_int {
        // SAFETY: the caller of `open` keeps both connections open.
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
        // SAFETY: the caller of `open` keeps both connections open. The result is ignored: it repeats that of the last
        // step.
        unsafe { sqlite3_backup_finish(self.handle) };
    }
}
