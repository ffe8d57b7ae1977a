//! The locks of one connection on a database file, as far as the file's protection uses byte ranges.

use abi::{EBADF, EROFS, LOCK_NONE, LOCK_READ, LOCK_WRITE};

use super::protection::Protection;
use super::ranges::{ALL, LockError, Range, RangeLocks};
use super::{fd_lock, prefetch};
use crate::host::{self, Fd, Unlock};

/// The byte-range locks of one connection. In a database that is owned whole they are granted without a system call.
pub struct FileLocks<'a> {
    /// The connection's descriptor.
    pub fd: Fd,
    /// Whether the descriptor is open for writing.
    pub writable: bool,
    /// The protection of the file.
    pub protection: &'a Protection,
    /// The path of the database, if its connection is to begin like most reads.
    pub begins_at: Option<&'a [u8]>,
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
    fn begin_share(&mut self) {
        if let (Some(path), Protection::Ranges) = (self.begins_at, self.protection) {
            prefetch::begin_read(self.fd, path);
        }
    }

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
        if range == ALL {
            host::fd_take_waiting_unlock(self.fd);
        }
        self.set(LOCK_NONE, range)
    }

    fn lower_later(&mut self, shared: Range, released: Range) {
        if matches!(self.protection, Protection::Ranges) {
            host::fd_unlock_later(Unlock { fd: self.fd, shared: Some(shared), released });
        }
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
