//! The locks of one connection on a database file, as far as the file's protection uses byte ranges.

use abi::{EBADF, EROFS, LOCK_NONE, LOCK_READ, LOCK_WRITE};

use super::fd_lock;
use super::protection::Protection;
use super::ranges::{LockError, Range, RangeLocks};
use crate::host::{self, Fd};

/// The byte-range locks of one connection. In a database that is owned whole they are granted without a system call.
pub struct FileLocks<'a> {
    /// The connection's descriptor.
    pub fd: Fd,
    /// Whether the descriptor is open for writing.
    pub writable: bool,
    /// The protection of the file.
    pub protection: &'a Protection,
}

impl FileLocks<'_> {
    fn set(&self, kind: i32, range: Range) -> Result<(), LockError> {
        match self.protection {
            Protection::Ranges => fd_lock::set(self.fd, kind, range),
            _ => Ok(()),
        }
    }
}

impl RangeLocks for FileLocks<'_> {
    fn read(&mut self, range: Range) -> Result<(), LockError> {
        self.set(LOCK_READ, range)
    }

    fn write(&mut self, range: Range) -> Result<(), LockError> {
        match self.protection {
            // The errno of fcntl for a write lock on a read-only descriptor; a lock file would grant the lock.
            _ if !self.writable => Err(LockError::Failed(EBADF)),
            Protection::None => Err(LockError::Failed(EROFS)),
            _ => self.set(LOCK_WRITE, range),
        }
    }

    fn release(&mut self, range: Range) -> Result<(), LockError> {
        self.set(LOCK_NONE, range)
    }

    fn is_taken(&mut self, range: Range) -> Result<bool, LockError> {
        match self.protection {
            Protection::Ranges => fd_lock::is_taken(self.fd, range),
            _ => Ok(false),
        }
    }

    fn pause(&mut self) {
        host::thread_sleep(1000);
    }
}
