//! Byte-range locks of one descriptor.

use abi::{EACCES, EAGAIN, LOCK_NONE, LOCK_WRITE};

use super::ranges::{LockError, Range};
use crate::host::{self, Fd};

/// Acquires (`LOCK_READ`, `LOCK_WRITE`) or releases (`LOCK_NONE`) a lock.
pub fn set(fd: Fd, kind: i32, range: Range) -> Result<(), LockError> {
    host::fd_lock(fd, kind, range.offset, range.length).map_err(|errno| match errno {
        EAGAIN | EACCES => LockError::Busy,
        errno => LockError::Failed(errno),
    })
}

/// Returns whether another lock conflicts with an exclusive one.
pub fn is_taken(fd: Fd, range: Range) -> Result<bool, LockError> {
    let conflict = host::fd_lock_conflict(fd, LOCK_WRITE, range.offset, range.length);
    conflict.map(|kind| kind != LOCK_NONE).map_err(LockError::Failed)
}
