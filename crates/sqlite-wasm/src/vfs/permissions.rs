//! Permission bits and owners of new files. Windows has neither.

use core::ffi::c_int;

use super::system::System;
use crate::ffi::*;
use crate::host::{self, Fd, Stat};
use crate::sqlite_result::SqliteResult;

/// The permissions of a new file where they differ from the default.
#[derive(Default)]
pub struct Permissions {
    mode: Option<u32>,
    owner: Option<(u32, u32)>,
}

/// Permission bits of a database.
pub const DEFAULT_MODE: u32 = 0o644;

impl Permissions {
    /// Returns the permissions of a file that is opened with SQLite's `flags`. A journal or WAL has those of its
    /// database; a temporary file is accessible to its creator only.
    pub fn of(path: &[u8], flags: c_int) -> SqliteResult<Self> {
        if flags & SQLITE_OPEN_DELETEONCLOSE != 0 {
            return Ok(Self { mode: Some(0o600), owner: None });
        }
        if flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL) == 0 {
            return Ok(Self::default());
        }
        let Some(database) = database_of(path) else { return Ok(Self::default()) };
        let Stat { mode, uid, gid, .. } = host::path_stat(database).map_err(|_| SQLITE_IOERR_FSTAT)?;
        Ok(Self { mode: Some(mode & 0o777), owner: (flags & SQLITE_OPEN_CREATE != 0).then_some((uid, gid)) })
    }

    /// Returns the permission bits to create the file with.
    pub fn mode(&self) -> u32 {
        self.mode.unwrap_or(DEFAULT_MODE)
    }

    /// Sets these permissions on an open file.
    pub fn apply(&self, fd: Fd) {
        if let Some(mode) = self.mode {
            set_mode_of_new(fd, mode);
        }
        if let Some((uid, gid)) = self.owner {
            set_owner(fd, uid, gid);
        }
    }
}

/// Returns the path of the database that a journal or WAL belongs to: the path up to "-journal" or "-wal".
fn database_of(path: &[u8]) -> Option<&[u8]> {
    let dash = path.iter().rposition(|&byte| byte == b'-' || byte == b'.').filter(|&at| path[at] == b'-')?;
    Some(&path[..dash])
}

/// Returns the permission bits of a new file beside an open one: its own or, on Windows, where a file is read-only or
/// not, those of a new database.
pub fn mode_beside(stat: &Stat) -> u32 {
    match System::current() {
        System::Unix => stat.mode & 0o777,
        System::Windows => DEFAULT_MODE,
    }
}

/// Sets the permission bits of a file if it is new and lacks some because of the process's umask.
pub fn set_mode_of_new(fd: Fd, mode: u32) {
    if System::current() == System::Unix
        && host::fd_stat(fd).is_ok_and(|stat| stat.size == 0 && stat.mode & 0o777 != mode)
    {
        // Only the owner may change the bits; for any other process they stay, as in native SQLite.
        let _ = host::fd_chmod(fd, mode);
    }
}

/// Sets the owner and the group of a file if this process is root's. For any other process they stay, as in native
/// SQLite, even where it could set the group.
pub fn set_owner(fd: Fd, uid: u32, gid: u32) {
    if host::process_is_root() {
        let _ = host::fd_chown(fd, uid, gid);
    }
}
