//! Opening files for SQLite.

use core::ffi::c_int;

use abi::{ACCESS_EXISTS, EACCES, EISDIR};

use super::database_file::DatabaseFile;
use super::fd_database::{self, FdFile};
use super::file::File;
use super::permissions::Permissions;
use super::system::System;
use super::temp;
use super::windows_open;
use crate::ffi::*;
use crate::host::{self, Fd};
use crate::sqlite_result::SqliteResult;

/// An opened file.
pub enum Opened {
    /// A journal, a WAL or a temporary file.
    File(File),
    /// A database.
    Database(DatabaseFile),
}

const JOURNALS: c_int = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;

/// Opens a file by its name; without a name, a temporary one. Returns the file and the flags with which it is open.
pub fn open(name: Option<&[u8]>, flags: c_int) -> SqliteResult<(Opened, c_int)> {
    match name {
        Some(name) if fd_database::is_name(name) => open_fd(name, flags).map(|opened| (opened, flags)),
        Some(path) => open_path(path.to_vec(), flags),
        None => open_path(temp::name().ok_or(SQLITE_IOERR_GETTEMPPATH)?, flags),
    }
}

fn open_fd(name: &[u8], flags: c_int) -> SqliteResult<Opened> {
    let file = |FdFile { fd, writable }| File::new(fd, fd_database::real_path(fd), writable);
    if flags & SQLITE_OPEN_MAIN_DB != 0 {
        let (opened, database) = fd_database::open(name)?;
        return DatabaseFile::new(file(opened), Some(database)).map(Opened::Database);
    }
    fd_database::open_beside(name, flags).map(|opened| Opened::File(file(opened)))
}

fn open_path(path: Vec<u8>, flags: c_int) -> SqliteResult<(Opened, c_int)> {
    let is_database = flags & SQLITE_OPEN_MAIN_DB != 0;
    let (file, flags) = match System::current() {
        System::Unix => open_on_unix(path, flags)?,
        System::Windows => windows_open::open(path, flags)?,
    };
    let opened = if is_database { Opened::Database(DatabaseFile::new(file, None)?) } else { Opened::File(file) };
    Ok((opened, flags))
}

fn open_on_unix(path: Vec<u8>, flags: c_int) -> SqliteResult<(File, c_int)> {
    let permissions = Permissions::of(&path, flags)?;
    let (fd, flags) = open_or_read_only(&path, flags, permissions.mode())?;
    permissions.apply(fd);
    let mut file = File::new(fd, path, flags & SQLITE_OPEN_READWRITE != 0);
    if flags & SQLITE_OPEN_CREATE != 0 && flags & JOURNALS != 0 {
        file.sync_directory_first();
    }
    if flags & SQLITE_OPEN_DELETEONCLOSE != 0 {
        file.unlink();
    }
    Ok((file, flags))
}

/// Opens a file with `flags` or, where writing is not allowed, for reading only. Returns the flags used.
fn open_or_read_only(path: &[u8], flags: c_int, mode: u32) -> SqliteResult<(Fd, c_int)> {
    let errno = match host::path_open(path, host_flags(flags), mode) {
        Ok(fd) => return Ok((fd, flags)),
        Err(errno) => errno,
    };
    let new_journal = flags & SQLITE_OPEN_CREATE != 0 && flags & JOURNALS != 0;
    if new_journal && errno == EACCES && host::path_access(path, ACCESS_EXISTS).is_err() {
        return Err(SQLITE_READONLY_DIRECTORY);
    }
    if errno == EISDIR || flags & SQLITE_OPEN_READWRITE == 0 {
        return Err(SQLITE_CANTOPEN);
    }
    let flags = read_only(flags);
    host::path_open(path, host_flags(flags), mode).map(|fd| (fd, flags)).map_err(|_| SQLITE_CANTOPEN)
}

/// Returns flags that open the same file for reading only.
pub fn read_only(flags: c_int) -> c_int {
    flags & !(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_READONLY
}

/// Returns the `OPEN_*` bits for SQLite's flags.
pub fn host_flags(flags: c_int) -> c_int {
    let bit = |sqlite: c_int, host: c_int| if flags & sqlite != 0 { host } else { 0 };
    bit(SQLITE_OPEN_READWRITE, abi::OPEN_READWRITE)
        | bit(SQLITE_OPEN_CREATE, abi::OPEN_CREATE)
        | bit(SQLITE_OPEN_EXCLUSIVE, abi::OPEN_EXCLUSIVE)
        | bit(SQLITE_OPEN_MAIN_DB, abi::OPEN_DATABASE)
        | abi::OPEN_NOFOLLOW
        | abi::OPEN_NONBLOCK
}
