//! Database files that this instance owns whole on Windows, where the host has no byte-range locks. Each is open by one
//! descriptor, with which nobody else can open the file; the connections of the instance share it.

use std::ffi::CString;
use std::rc::{Rc, Weak};

use abi::{EACCES, EBUSY, ENOSYS, EPERM, LOCK_NONE, OPEN_DATABASE, OPEN_EXLOCK, OPEN_READWRITE};

use super::error_detail;
use super::inode::Id;
use super::system::System;
use crate::ffi::{SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_IOERR_FSTAT};
use crate::host::{self, Errno, Fd};
use crate::memory::global::Global;
use crate::sqlite_result::SqliteResult;

/// A file that is owned whole, until its last connection closes it.
#[derive(Debug)]
pub struct WholeFile {
    /// The descriptor.
    pub fd: Fd,
    /// Whether the descriptor is open for writing.
    pub writable: bool,
    id: Id,
}

static OPEN: Global<Vec<Weak<WholeFile>>> = Global::new(Vec::new());

const IN_USE: &str = "database is locked: another program has the file open, and without byte-range locks \
    (Database.anysqlite.locks is \"exclusive\") this process must own the file whole; close the file there, or let \
    Node load addons";

/// Returns the file at a path if this instance owns it whole.
pub fn find(path: &[u8]) -> Option<Rc<WholeFile>> {
    let open = OPEN.with(|open| {
        open.retain(|file| file.strong_count() > 0);
        open.iter().filter_map(Weak::upgrade).collect::<Vec<_>>()
    });
    if open.is_empty() {
        return None;
    }
    let id = host::path_stat(path).ok()?.id;
    open.into_iter().find(|file| file.id == id)
}

/// Returns whether the host has byte-range locks, tried on an open file.
pub fn has_locks(file: Fd) -> bool {
    host::fd_lock(file, LOCK_NONE, 0, 1) != Err(ENOSYS)
}

/// Opens a file as its only user. Fails with `SQLITE_BUSY` if another program has it open.
pub fn claim(path: &[u8]) -> SqliteResult<Rc<WholeFile>> {
    let (fd, writable) = open(path).map_err(|errno| {
        if errno != EBUSY {
            return SQLITE_CANTOPEN;
        }
        if let (Ok(name), Ok(message)) = (CString::new(path), CString::new(IN_USE)) {
            error_detail::set(SQLITE_BUSY, &name, message);
        }
        SQLITE_BUSY
    })?;
    let stat = host::fd_stat(fd).map_err(|_| {
        host::fd_close(fd);
        SQLITE_IOERR_FSTAT
    })?;
    let file = Rc::new(WholeFile { fd, writable, id: stat.id });
    OPEN.with(|open| open.push(Rc::downgrade(&file)));
    Ok(file)
}

fn open(path: &[u8]) -> Result<(Fd, bool), Errno> {
    let flags = OPEN_EXLOCK | OPEN_DATABASE;
    match System::Windows.patiently(|| writable_or_refused(path, flags)) {
        Ok(Some(fd)) => Ok((fd, true)),
        Ok(None) => System::Windows.patiently(|| host::path_open(path, flags, 0)).map(|fd| (fd, false)),
        Err(errno) => Err(errno),
    }
}

/// Returns `None` if a file may not be written.
fn writable_or_refused(path: &[u8], flags: i32) -> Result<Option<Fd>, Errno> {
    match host::path_open(path, flags | OPEN_READWRITE, 0) {
        Err(EPERM | EACCES) => Ok(None),
        opened => opened.map(Some),
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        host::fd_close(self.fd);
    }
}
