//! Errors of the host as SQLite's result codes, mapped as native SQLite maps them.

use core::ffi::c_int;

use abi::*;

use super::lock::ranges::LockError;
use super::system::System;
use crate::ffi::*;
use crate::host::Errno;

/// Returns the result code of a lock that was not acquired.
pub fn lock_code(error: LockError) -> c_int {
    match error {
        LockError::Busy => SQLITE_BUSY,
        LockError::Obstructed => SQLITE_CANTOPEN,
        LockError::Failed(EACCES | EAGAIN | ETIMEDOUT | EBUSY | EINTR | ENOLCK) => SQLITE_BUSY,
        LockError::Failed(EPERM) => SQLITE_PERM,
        // The lock file cannot be created in its directory.
        LockError::Failed(EROFS) => SQLITE_READONLY_DIRECTORY,
        LockError::Failed(ENAMETOOLONG) => SQLITE_CANTOPEN,
        LockError::Failed(_) => SQLITE_IOERR_LOCK,
    }
}

/// Returns the result code of a failed read.
pub fn read_code(errno: Errno) -> c_int {
    match errno {
        ERANGE | EIO | ENXIO | ENODEV if System::current() == System::Unix => SQLITE_IOERR_CORRUPTFS,
        _ => SQLITE_IOERR_READ,
    }
}

/// Returns the result code of a failed write.
pub fn write_code(errno: Errno) -> c_int {
    match errno {
        ENOSPC => SQLITE_FULL,
        _ => SQLITE_IOERR_WRITE,
    }
}
