//! Linux's errnos for Windows' errors.

use abi::{EACCES, EAGAIN, EBADF, EIO, ENOMEM, ENOSYS};

use super::kernel32::{ERROR_LOCK_VIOLATION, GetLastError};

/// Returns the errno for the last error of this thread.
pub fn last_errno() -> i32 {
    // SAFETY: the function has no conditions.
    match unsafe { GetLastError() } {
        1 | 50 => ENOSYS,                     // ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED
        5 => EACCES,                          // ERROR_ACCESS_DENIED
        6 => EBADF,                           // ERROR_INVALID_HANDLE
        8 | 14 | 1455 => ENOMEM,              // ERROR_NOT_ENOUGH_MEMORY, ERROR_OUTOFMEMORY, ERROR_COMMITMENT_LIMIT
        ERROR_LOCK_VIOLATION | 997 => EAGAIN, // ERROR_IO_PENDING
        _ => EIO,
    }
}
