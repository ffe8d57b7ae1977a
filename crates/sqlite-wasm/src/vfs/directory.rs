//! Directory entries: whether a file exists, removing it, and making that durable.

use abi::{ACCESS_EXISTS, ACCESS_READ, ACCESS_WRITE, EACCES, EBUSY, EISDIR, ENOENT, ENOTDIR};

use super::path::posix;
use super::retries::is_transient;
use super::system::System;
use crate::ffi::*;
use crate::host::{self, Errno};
use crate::sqlite_result::SqliteResult;

/// A question about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Does it exist?
    Exists,
    /// May it be read and written?
    ReadWrite,
}

/// Answers a question about a file.
pub fn access(path: &[u8], access: Access) -> SqliteResult<bool> {
    match access {
        Access::Exists => exists(path),
        Access::ReadWrite => Ok(host::path_access(path, ACCESS_READ | ACCESS_WRITE).is_ok()),
    }
}

/// Returns whether a file exists. An empty file does not count: a journal of no bytes is no journal. Mostly the file
/// does not exist, and a host finds that out faster than it describes a file.
fn exists(path: &[u8]) -> SqliteResult<bool> {
    if System::current() == System::Windows {
        return exists_on_windows(path);
    }
    match host::path_access(path, ACCESS_EXISTS) {
        Ok(()) => Ok(host::path_stat(path).is_ok_and(|stat| !stat.is_regular() || stat.size > 0)),
        // The host refuses to answer. If SQLite took a super-journal for missing, half of its transaction would remain.
        Err(EACCES) => Err(SQLITE_IOERR_ACCESS),
        Err(_) => Ok(false),
    }
}

/// As [`exists`]. There `path_access` does not tell a missing file from one that another program is just removing.
fn exists_on_windows(path: &[u8]) -> SqliteResult<bool> {
    match System::Windows.patiently(|| host::path_stat(path)) {
        Ok(stat) => Ok(stat.is_regular() && stat.size > 0),
        Err(ENOENT | ENOTDIR) => Ok(false),
        Err(_) => Err(SQLITE_IOERR_ACCESS),
    }
}

/// Removes a file, durably if `sync_directory`.
pub fn delete(path: &[u8], sync_directory: bool) -> SqliteResult {
    let system = System::current();
    match system.patiently(|| remove(path)).and_then(|()| system.patiently(|| require_gone(system, path))) {
        Ok(()) => {}
        Err(ENOENT) => return Err(SQLITE_IOERR_DELETE_NOENT),
        Err(_) => return Err(SQLITE_IOERR_DELETE),
    }
    if sync_directory && system == System::Unix {
        sync_directory_of(path).map_err(|_| SQLITE_IOERR_DIR_FSYNC)?;
    }
    Ok(())
}

/// Removes a directory entry. For a folder Windows reports the errno of a file that is in use.
fn remove(path: &[u8]) -> Result<(), Errno> {
    host::path_unlink(path).map_err(|errno| {
        let is_folder = is_transient(errno) && host::path_stat(path).is_ok_and(|stat| stat.is_directory());
        if is_folder { EISDIR } else { errno }
    })
}

/// Fails with EBUSY while a removed file is still there, as on Windows until the last program closes it: others would
/// take a journal of that name for that of an interrupted transaction, or write theirs to the file that disappears.
fn require_gone(system: System, path: &[u8]) -> Result<(), Errno> {
    if system == System::Unix {
        return Ok(());
    }
    match host::path_stat(path) {
        Ok(_) => Err(EBUSY),
        Err(ENOENT | ENOTDIR) => Ok(()),
        Err(errno) => Err(errno),
    }
}

/// Makes the entries of a file's directory durable. Ignores a directory that cannot be opened, as native SQLite does.
pub fn sync_directory_of(file: &[u8]) -> Result<(), Errno> {
    let Ok(fd) = host::path_open(posix::parent(file), 0, 0) else { return Ok(()) };
    let synced = host::fd_sync(fd, false);
    host::fd_close(fd);
    synced
}
