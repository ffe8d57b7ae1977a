//! Databases that the application opens itself and passes as two descriptors: of the database file and of its rollback
//! journal.
//!
//! SQLite knows files by name. A database of descriptors is therefore called `fd:N:M`, where N is the descriptor and M
//! a running number; the names of all other files are absolute paths. Both files are opened again through
//! `/proc/self/fd`, because byte-range locks belong to open file descriptions, and the application's description may be
//! shared with other processes. The process may have no permission for the database's directory, so the journal is
//! truncated where SQLite removes a journal, which means the same to SQLite. A database of descriptors has no WAL and
//! no super-journal.

mod descriptor;
mod messages;

use core::ffi::{CStr, c_int};
use std::ffi::CString;
use std::rc::{Rc, Weak};

use abi::{ACCESS_EXISTS, ENOSYS, LOCK_NONE};

pub use self::descriptor::real_path;
use self::descriptor::{Reopened, is_linked, reopen};
use super::directory::Access;
use super::error_detail;
use super::inode::Id;
use crate::ffi::*;
use crate::host::{self, Fd};
use crate::memory::global::Global;
use crate::sqlite_result::SqliteResult;

/// An open database of descriptors.
#[derive(Debug)]
pub struct FdDatabase {
    name: CString,
    database: Id,
    journal: Reopened,
}

/// A file that was opened again for SQLite.
pub struct FdFile {
    /// The file's descriptor, which the caller closes.
    pub fd: Fd,
    /// Whether the descriptor is open for writing.
    pub writable: bool,
}

/// The database that SQLite is going to open.
static OFFERED: Global<Option<(Reopened, FdDatabase)>> = Global::new(None);
static OPEN: Global<Vec<Weak<FdDatabase>>> = Global::new(Vec::new());
static LAST_NUMBER: Global<u32> = Global::new(0);

/// Calls `open` with the name under which SQLite can open the database of two descriptors during the call. Returns the
/// message why not if a descriptor cannot be used.
pub fn with_name<R>(
    database: c_int,
    journal: c_int,
    read_only: bool,
    open: impl FnOnce(&CStr) -> R,
) -> Result<R, &'static CStr> {
    let name = offer(database, journal, read_only)?;
    let result = open(&name);
    OFFERED.with(Option::take);
    Ok(result)
}

fn offer(database: c_int, journal: c_int, read_only: bool) -> Result<CString, &'static CStr> {
    if host::path_access(b"/proc/self/fd", ACCESS_EXISTS).is_err() {
        return Err(messages::NO_PROC);
    }
    let file = reopen(database, read_only, &messages::DATABASE)?;
    let journal = reopen(journal, read_only, &messages::JOURNAL)?;
    if file.id == journal.id {
        return Err(messages::SAME_FILE);
    }
    if host::fd_lock(file.fd, LOCK_NONE, 0, 1) == Err(ENOSYS) {
        return Err(messages::NO_LOCKS);
    }
    if is_in_wal_mode(file.fd) {
        return Err(messages::WAL);
    }
    let number = LAST_NUMBER.with(|last| {
        *last += 1;
        *last
    });
    let name = CString::new(format!("fd:{database}:{number}")).expect("numbers contain no NUL");
    let database = FdDatabase { name: name.clone(), database: file.id, journal };
    OFFERED.with(|offered| *offered = Some((file, database)));
    Ok(name)
}

/// Returns whether the header of a database has the write version and the read version of WAL mode.
fn is_in_wal_mode(fd: Fd) -> bool {
    const VERSIONS_OFFSET: u64 = 18;
    let mut versions = [0; 2];
    host::fd_read(fd, &mut versions, VERSIONS_OFFSET) == Ok(2) && versions == [2, 2]
}

/// Returns whether a name is that of the database that SQLite is going to open.
pub fn is_offered(name: &[u8]) -> bool {
    OFFERED.with(|offered| offered.as_ref().is_some_and(|(_, database)| database.name.as_bytes() == name))
}

/// Returns whether a name is that of a database of descriptors or of a file beside one.
pub fn is_name(name: &[u8]) -> bool {
    name.strip_prefix(b"fd:").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Opens the offered database.
pub fn open(name: &[u8]) -> SqliteResult<(FdFile, Rc<FdDatabase>)> {
    let offered = OFFERED.with(|offered| offered.take_if(|(_, database)| database.name.as_bytes() == name));
    let (file, database) = offered.ok_or(SQLITE_CANTOPEN)?;
    let others: Vec<_> = OPEN.with(|open| open.iter().filter_map(Weak::upgrade).collect());
    let has_other_journal =
        |other: &Rc<FdDatabase>| other.database == database.database && other.journal.id != database.journal.id;
    if others.iter().any(has_other_journal) {
        return Err(database.fail(messages::OTHER_JOURNAL));
    }
    let database = Rc::new(database);
    OPEN.with(|open| {
        open.retain(|database| database.strong_count() > 0);
        open.push(Rc::downgrade(&database));
    });
    Ok((FdFile { writable: file.writable, fd: file.into_fd() }, database))
}

/// Opens a file beside a database of descriptors, which can only be its rollback journal.
pub fn open_beside(name: &[u8], flags: c_int) -> SqliteResult<FdFile> {
    let Some(database) = find_beside(name) else { return Err(SQLITE_CANTOPEN) };
    if flags & SQLITE_OPEN_MAIN_JOURNAL != 0 {
        return database.open_journal();
    }
    Err(database.fail(messages::SEVERAL_DATABASES))
}

/// Returns the database that a file is beside, by the file's name.
fn find_beside(name: &[u8]) -> Option<Rc<FdDatabase>> {
    let dash = name.iter().rposition(|&byte| byte == b'-')?;
    let is_named = |database: &Rc<FdDatabase>| database.name.as_bytes() == &name[..dash];
    OPEN.with(|open| open.iter().filter_map(Weak::upgrade).find(is_named))
}

/// Returns the database whose journal has this name.
fn find_by_journal(name: &[u8]) -> Option<Rc<FdDatabase>> {
    name.ends_with(b"-journal").then(|| find_beside(name)).flatten()
}

/// Answers a question about a file beside a database of descriptors. An empty journal counts as missing.
pub fn access(name: &[u8], access: Access) -> SqliteResult<bool> {
    let Some(database) = find_by_journal(name) else { return Ok(false) };
    let stat = host::fd_stat(database.journal.fd).map_err(|_| SQLITE_IOERR_ACCESS)?;
    if stat.links == 0 {
        return Err(database.fail(messages::DELETED));
    }
    Ok(stat.size > 0 && (access == Access::Exists || database.journal.writable))
}

/// Truncates a journal, durably if `sync`.
pub fn delete(name: &[u8], sync: bool) -> SqliteResult {
    let database = find_by_journal(name).ok_or(SQLITE_IOERR_DELETE_NOENT)?;
    host::fd_truncate(database.journal.fd, 0).map_err(|_| SQLITE_IOERR_DELETE)?;
    if sync {
        host::fd_sync(database.journal.fd, true).map_err(|_| SQLITE_IOERR_DELETE)?;
    }
    Ok(())
}

impl FdDatabase {
    /// Opens the journal once more, so that closing it is like closing any file.
    fn open_journal(&self) -> SqliteResult<FdFile> {
        if !self.journal.is_linked() {
            return Err(self.fail(messages::DELETED));
        }
        let journal = self.journal.reopen().map_err(|_| SQLITE_CANTOPEN)?;
        Ok(FdFile { writable: journal.writable, fd: journal.into_fd() })
    }

    /// Fails if the database, open here as `fd`, or its journal has no directory entry any more. Others cannot find it
    /// then, so that the transactions of both sides would not exclude each other.
    pub fn require_linked(&self, fd: Fd) -> SqliteResult {
        if is_linked(fd) && self.journal.is_linked() { Ok(()) } else { Err(self.fail(messages::DELETED)) }
    }

    /// Returns whether the database file, open here as `fd`, was removed.
    pub fn has_moved(&self, fd: Fd) -> bool {
        !is_linked(fd)
    }

    /// Stores a message for the failure that follows. Returns its code.
    fn fail(&self, message: &'static CStr) -> c_int {
        error_detail::set(SQLITE_CANTOPEN, &self.name, message);
        SQLITE_CANTOPEN
    }
}
