//! Reasons of the host as SQLite's result codes, mapped as native SQLite maps them.

use core::ffi::c_int;

use abi::*;

use super::lock::Refusal;
use crate::ffi::*;
use crate::host::Errno;

/// Result code of a refused lock.
pub fn lock_code(refusal: Refusal) -> c_int {
    match refusal {
        Refusal::Busy => SQLITE_BUSY,
        Refusal::Failed(EACCES | EAGAIN | ETIMEDOUT | EBUSY | EINTR | ENOLCK) => SQLITE_BUSY,
        Refusal::Failed(EPERM) => SQLITE_PERM,
        // The directory does not take a lock file.
        Refusal::Failed(EROFS) => SQLITE_READONLY_DIRECTORY,
        Refusal::Failed(ENAMETOOLONG) => SQLITE_CANTOPEN,
        Refusal::Failed(_) => SQLITE_IOERR_LOCK,
    }
}

/// Result code of a failed read.
pub fn read_code(errno: Errno) -> c_int {
    match errno {
        ERANGE | EIO | ENXIO | ENODEV => SQLITE_IOERR_CORRUPTFS,
        _ => SQLITE_IOERR_READ,
    }
}

/// Result code of a failed write.
pub fn write_code(errno: Errno) -> c_int {
    match errno {
        ENOSPC => SQLITE_FULL,
        _ => SQLITE_IOERR_WRITE,
    }
}
