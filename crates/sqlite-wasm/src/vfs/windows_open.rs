//! Opening files by native SQLite's rules on Windows.

use core::ffi::c_int;

use abi::EACCES;

use super::file::File;
use super::open::{host_flags, read_only};
use super::permissions::DEFAULT_MODE;
use super::retries::is_transient;
use super::system::System;
use super::whole_file;
use crate::ffi::*;
use crate::host::{self, Errno, Fd};
use crate::sqlite_result::SqliteResult;

/// Opens a file. Returns it, and the flags with which it is open.
pub fn open(path: Vec<u8>, flags: c_int) -> SqliteResult<(File, c_int)> {
    if flags & SQLITE_OPEN_MAIN_DB != 0 {
        return open_database(path, flags);
    }
    let (fd, flags) = open_or_read_only(&path, flags)?;
    Ok(file_of(fd, path, flags))
}

fn file_of(fd: Fd, path: Vec<u8>, flags: c_int) -> (File, c_int) {
    (File::new(fd, path, flags & SQLITE_OPEN_READWRITE != 0), flags)
}

/// Opens a database. Returns its file, and the flags with which it is open. Where the host has no byte-range locks, the
/// instance owns the file whole.
fn open_database(path: Vec<u8>, flags: c_int) -> SqliteResult<(File, c_int)> {
    let (whole, flags) = match whole_file::find(&path) {
        Some(whole) => (whole, flags),
        None => {
            let (fd, flags) = open_or_read_only(&path, flags)?;
            if whole_file::has_locks(fd) {
                return Ok(file_of(fd, path, flags));
            }
            host::fd_close(fd);
            (whole_file::claim(&path)?, flags)
        }
    };
    let flags = if whole.writable { flags } else { read_only(flags) };
    Ok((File::sharing(whole, path, flags & SQLITE_OPEN_READWRITE != 0), flags))
}

/// Opens a file with `flags` or, if it exists but may not be written, for reading only. Returns the flags used.
fn open_or_read_only(path: &[u8], flags: c_int) -> SqliteResult<(Fd, c_int)> {
    // The system would open a folder.
    if System::Windows.patiently(|| host::path_stat(path)).is_ok_and(|stat| stat.is_directory()) {
        return Err(SQLITE_CANTOPEN_ISDIR);
    }
    // The system refuses that, but Node removes the separator.
    if path.ends_with(br"\") {
        return Err(SQLITE_CANTOPEN);
    }
    let opened = System::Windows.patiently(|| match host::path_open(path, open_flags(flags), DEFAULT_MODE) {
        Err(errno) if falls_back(path, flags, errno) => Ok(None),
        opened => opened.map(Some),
    });
    if let Ok(Some(fd)) = opened {
        return Ok((fd, flags));
    }
    if opened.is_err() || flags & SQLITE_OPEN_EXCLUSIVE != 0 {
        return Err(SQLITE_CANTOPEN);
    }
    let flags = read_only(flags);
    let opened = System::Windows.patiently(|| host::path_open(path, open_flags(flags), DEFAULT_MODE));
    opened.map(|fd| (fd, flags)).map_err(|_| SQLITE_CANTOPEN)
}

/// Returns whether a file that cannot be opened for writing exists, so that reading may be possible.
fn falls_back(path: &[u8], flags: c_int, errno: Errno) -> bool {
    let may_be_refused = is_transient(errno) || errno == EACCES;
    flags & SQLITE_OPEN_READWRITE != 0 && may_be_refused && host::path_stat(path).is_ok()
}

fn open_flags(flags: c_int) -> c_int {
    let temporary = if flags & SQLITE_OPEN_DELETEONCLOSE != 0 { abi::OPEN_TEMPORARY } else { 0 };
    host_flags(flags) | temporary
}
