//! The dead-man switch: a byte of the `-shm` file that every process which uses the file keeps read-locked. While
//! nobody holds it, the content is stale.

use abi::{LOCK_NONE, LOCK_READ, LOCK_WRITE};

use crate::ffi::*;
use crate::host::{self, Fd};
use crate::sqlite_result::SqliteResult;
use crate::vfs::errors::lock_code;
use crate::vfs::lock::fd_lock;
use crate::vfs::lock::ranges::{LockError, Range};
use crate::vfs::system::System;

const SWITCH: Range = Range { offset: 128, length: 1 };

/// Size to which native SQLite truncates a stale file on Unix: too short to be an index.
const STALE_BYTES: u64 = 3;

/// Acquires the switch. The first user of the file truncates it, or fails with `SQLITE_READONLY_CANTINIT` if the file
/// is read-only here.
pub fn acquire(file: Fd, read_only: bool) -> SqliteResult {
    match System::current() {
        System::Unix => reset_on_unix(file, read_only)?,
        System::Windows => reset_on_windows(file, read_only)?,
    }
    fd_lock::set(file, LOCK_READ, SWITCH).map_err(lock_code)
}

/// Truncates a file without users. The first user keeps its write lock until the read lock replaces it.
fn reset_on_unix(file: Fd, read_only: bool) -> SqliteResult {
    match host::fd_lock_conflict(file, LOCK_WRITE, SWITCH.offset, SWITCH.length).map_err(|_| SQLITE_IOERR_LOCK)? {
        LOCK_NONE if read_only => Err(SQLITE_READONLY_CANTINIT),
        LOCK_NONE => {
            fd_lock::set(file, LOCK_WRITE, SWITCH).map_err(lock_code)?;
            host::fd_truncate(file, STALE_BYTES).map_err(|_| SQLITE_IOERR_SHMOPEN)
        }
        LOCK_WRITE => Err(SQLITE_BUSY),
        _ => Ok(()),
    }
}

/// As [`reset_on_unix`], but no lock replaces another: the write lock is released first.
fn reset_on_windows(file: Fd, read_only: bool) -> SqliteResult {
    match fd_lock::set(file, LOCK_WRITE, SWITCH) {
        Ok(()) => {
            let reset = if read_only { Err(SQLITE_READONLY_CANTINIT) } else { clear(file) };
            let released = fd_lock::set(file, LOCK_NONE, SWITCH).map_err(lock_code);
            reset.and(released)
        }
        Err(LockError::Busy) => Ok(()),
        Err(error) => Err(lock_code(error)),
    }
}

/// Truncates a file. A process that is just ending may still have a view of it, which forbids that; then the header is
/// made invalid.
fn clear(file: Fd) -> SqliteResult {
    host::fd_truncate(file, 0).or_else(|_| host::fd_write(file, &[0; 8], 0)).map_err(|_| SQLITE_IOERR_WRITE)
}
