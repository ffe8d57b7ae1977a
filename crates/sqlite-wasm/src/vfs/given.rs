//! Databases that the application has opened itself, and gives as two descriptors: of the database and of its rollback
//! journal.
//!
//! SQLite knows files by name, so such a database is called `fd:N:M`, N being the descriptor and M a running number; the
//! names of all other files are absolute paths. Both files are opened again through `/proc/self/fd`: byte-range locks
//! belong to open file descriptions, and that of the application may be shared with other processes. Who gives descriptors
//! may have no rights in the database's directory, so the journal is emptied where it would be removed, which means the
//! same to SQLite. There is no WAL and no super-journal.

use core::ffi::{CStr, c_int};
use core::mem::ManuallyDrop;
use std::ffi::CString;
use std::rc::{Rc, Weak};

use abi::{ACCESS_EXISTS, ENOSYS, LOCK_NONE, OPEN_READWRITE};

use super::file::Access;
use super::inode::Id;
use super::reason;
use super::surroundings::read_text;
use crate::ffi::*;
use crate::host::{self, Errno, Fd};
use crate::memory::global::Global;
use crate::sqlite_result::SqliteResult;

const DELETED: &CStr = c"The database file or its journal file was deleted or replaced while the database was open (the database must be reopened)";
const OTHER_JOURNAL: &CStr =
    c"Cannot open database because a different journal file is already being used for this database";
const SEVERAL_DATABASES: &CStr =
    c"Transactions that write to multiple databases are not supported by databases opened from file descriptors";

/// Why a descriptor cannot be used.
struct Refusals {
    closed: &'static CStr,
    not_regular: &'static CStr,
    not_readable: &'static CStr,
    not_writable: &'static CStr,
    appending: &'static CStr,
    deleted: &'static CStr,
    not_again: &'static CStr,
}

macro_rules! refusals {
    ($what:literal) => {
        Refusals {
            closed: refusals!($what, " descriptor is not open"),
            not_regular: refusals!($what, " descriptor does not refer to a regular file"),
            not_readable: refusals!($what, " descriptor was not opened for reading"),
            not_writable: refusals!($what, " descriptor was not opened for writing (use the \"readonly\" option)"),
            appending: refusals!($what, " descriptor was opened in append mode"),
            deleted: refusals!($what, " has been deleted"),
            not_again: refusals!(
                $what,
                " cannot be opened again through /proc/self/fd: check this process's rights to the file"
            ),
        }
    };
    ($what:literal, $end:literal) => {
        text(concat!("Cannot open database because the ", $what, " file", $end, "\0"))
    };
}

const fn text(terminated: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(terminated.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("a text ends in its only NUL"),
    }
}

const DATABASE: Refusals = refusals!("database");
const JOURNAL: Refusals = refusals!("journal");
const SAME_FILE: &CStr =
    c"Cannot open database because the database and journal file descriptors refer to the same file";
const WAL: &CStr = c"Cannot open database from a file descriptor because it is in WAL mode";
const NO_LOCKS: &CStr = c"Cannot open database from a file descriptor because there are no byte-range locks here (Database.anysqlite.locks is \"exclusive\"): a lock file goes by the path, which may have changed; use the path";
const NO_PROC: &CStr = c"Cannot open database from a file descriptor because /proc/self/fd is not there, through which files are opened again (use a path, or Linux)";

/// A descriptor of this module's own, for a file that the application has open.
#[derive(Debug)]
struct Reopened {
    fd: Fd,
    id: Id,
    writable: bool,
}

impl Reopened {
    /// Leaves the descriptor to the caller.
    fn into_opened(self, given: Option<Rc<Given>>) -> Opened {
        let file = ManuallyDrop::new(self);
        Opened { fd: file.fd, writable: file.writable, given }
    }
}

impl Drop for Reopened {
    fn drop(&mut self) {
        host::fd_close(self.fd);
    }
}

/// An open database that was given.
#[derive(Debug)]
pub struct Given {
    name: CString,
    database: Id,
    journal: Reopened,
}

static OFFERED: Global<Option<(Reopened, Given)>> = Global::new(None);
static OPEN: Global<Vec<Weak<Given>>> = Global::new(Vec::new());
static LAST_NUMBER: Global<u32> = Global::new(0);

/// Takes two descriptors for the database that is opened next, under the name that this gives. Else says why they cannot
/// be used.
pub fn offer(database: c_int, journal: c_int, read_only: bool) -> Result<CString, &'static CStr> {
    if host::path_access(b"/proc/self/fd", ACCESS_EXISTS).is_err() {
        return Err(NO_PROC);
    }
    let file = reopen(database, read_only, &DATABASE)?;
    let journal = reopen(journal, read_only, &JOURNAL)?;
    if file.id == journal.id {
        return Err(SAME_FILE);
    }
    if host::fd_lock(file.fd, LOCK_NONE, 0, 1) == Err(ENOSYS) {
        return Err(NO_LOCKS);
    }
    // The versions that writers and readers need, in the header of a database.
    let mut versions = [0; 2];
    if host::fd_read(file.fd, &mut versions, 18) == Ok(2) && versions == [2, 2] {
        return Err(WAL);
    }
    let number = LAST_NUMBER.with(|last| {
        *last += 1;
        *last
    });
    let name = CString::new(format!("fd:{database}:{number}")).expect("numbers have no NUL");
    let given = Given { name: name.clone(), database: file.id, journal };
    OFFERED.with(|offered| *offered = Some((file, given)));
    Ok(name)
}

/// Forgets what was offered and not opened.
pub fn withdraw() {
    OFFERED.with(Option::take);
}

/// Whether a name is that of what is offered.
pub fn is_offered(name: &[u8]) -> bool {
    OFFERED.with(|offered| offered.as_ref().is_some_and(|(_, given)| given.name.as_bytes() == name))
}

/// Whether a name is that of a database that was given, or of a file beside it.
pub fn is_name(name: &[u8]) -> bool {
    name.strip_prefix(b"fd:").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

fn reopen(descriptor: c_int, read_only: bool, refusals: &Refusals) -> Result<Reopened, &'static CStr> {
    const ACCESS_MODE: u32 = 0o3;
    const WRITE_ONLY: u32 = 0o1;
    const READ_WRITE: u32 = 0o2;
    const APPEND: u32 = 0o2000;

    let flags = open_flags(descriptor).ok_or(refusals.closed)?;
    let stat = host::fd_stat(descriptor).ok().filter(host::Stat::is_regular).ok_or(refusals.not_regular)?;
    let writable = flags & ACCESS_MODE == READ_WRITE;
    if flags & ACCESS_MODE == WRITE_ONLY {
        return Err(refusals.not_readable);
    }
    if !read_only && !writable {
        return Err(refusals.not_writable);
    }
    if flags & APPEND != 0 {
        return Err(refusals.appending);
    }
    if stat.links == 0 {
        return Err(refusals.deleted);
    }
    open_again(descriptor, writable).map_err(|_| refusals.not_again)
}

/// The flags that a descriptor was opened with, as Linux tells them.
fn open_flags(descriptor: c_int) -> Option<u32> {
    let information = read_text(format!("/proc/self/fdinfo/{descriptor}").as_bytes()).ok()??;
    let flags = information.lines().find_map(|line| line.strip_prefix("flags:"))?;
    u32::from_str_radix(flags.trim(), 8).ok()
}

fn open_again(descriptor: Fd, writable: bool) -> Result<Reopened, Errno> {
    let flags = if writable { OPEN_READWRITE } else { 0 };
    let fd = host::path_open(path_of(descriptor).as_bytes(), flags, 0)?;
    let stat = host::fd_stat(fd).inspect_err(|_| host::fd_close(fd))?;
    Ok(Reopened { fd, id: stat.id, writable })
}

fn path_of(descriptor: Fd) -> String {
    format!("/proc/self/fd/{descriptor}")
}

fn is_linked(fd: Fd) -> bool {
    host::fd_stat(fd).is_ok_and(|stat| stat.links > 0)
}

/// What SQLite opens under such a name.
pub struct Opened {
    /// The file's descriptor, which the caller closes.
    pub fd: Fd,
    /// Whether it may be written to.
    pub writable: bool,
    /// For the database.
    pub given: Option<Rc<Given>>,
}

/// Opens the database that is offered, or a database's journal.
pub fn open(name: &[u8], flags: c_int) -> SqliteResult<Opened> {
    if flags & SQLITE_OPEN_MAIN_DB != 0 {
        return open_database(name);
    }
    let Some(given) = find_beside(name) else { return Err(SQLITE_CANTOPEN) };
    if flags & SQLITE_OPEN_MAIN_JOURNAL != 0 {
        return given.open_journal();
    }
    Err(given.fail(SEVERAL_DATABASES))
}

fn open_database(name: &[u8]) -> SqliteResult<Opened> {
    let offered = OFFERED.with(|offered| offered.take_if(|(_, given)| given.name.as_bytes() == name));
    let (file, given) = offered.ok_or(SQLITE_CANTOPEN)?;
    let others: Vec<_> = OPEN.with(|open| open.iter().filter_map(Weak::upgrade).collect());
    let same = |other: &Rc<Given>| other.database == given.database && other.journal.id != given.journal.id;
    if others.iter().any(same) {
        return Err(given.fail(OTHER_JOURNAL));
    }
    let given = Rc::new(given);
    OPEN.with(|open| {
        open.retain(|given| given.strong_count() > 0);
        open.push(Rc::downgrade(&given));
    });
    Ok(file.into_opened(Some(given)))
}

/// The database that a file lies beside, by the file's name.
fn find_beside(name: &[u8]) -> Option<Rc<Given>> {
    let dash = name.iter().rposition(|&byte| byte == b'-')?;
    OPEN.with(|open| open.iter().filter_map(Weak::upgrade).find(|given| given.name.as_bytes() == &name[..dash]))
}

/// The database whose journal has this name.
fn find_by_journal(name: &[u8]) -> Option<Rc<Given>> {
    name.ends_with(b"-journal").then(|| find_beside(name)).flatten()
}

/// Whether such a file is there. An empty journal is as good as none.
pub fn access(name: &[u8], access: Access) -> SqliteResult<bool> {
    let Some(given) = find_by_journal(name) else { return Ok(false) };
    let stat = host::fd_stat(given.journal.fd).map_err(|_| SQLITE_IOERR_ACCESS)?;
    if stat.links == 0 {
        return Err(given.fail(DELETED));
    }
    Ok(stat.size > 0 && (access == Access::Exists || given.journal.writable))
}

/// Empties a journal, durably if `sync`.
pub fn delete(name: &[u8], sync: bool) -> SqliteResult {
    let given = find_by_journal(name).ok_or(SQLITE_IOERR_DELETE_NOENT)?;
    host::fd_truncate(given.journal.fd, 0).map_err(|_| SQLITE_IOERR_DELETE)?;
    if sync {
        host::fd_sync(given.journal.fd, true).map_err(|_| SQLITE_IOERR_DELETE)?;
    }
    Ok(())
}

impl Given {
    /// The journal is opened once more for each use, so that closing it is like closing any file.
    fn open_journal(&self) -> SqliteResult<Opened> {
        if !is_linked(self.journal.fd) {
            return Err(self.fail(DELETED));
        }
        let Reopened { fd, writable, .. } = self.journal;
        let again = open_again(fd, writable).map_err(|_| SQLITE_CANTOPEN)?;
        Ok(again.into_opened(None))
    }

    /// Fails when others can no longer find the database, open here as `fd`, or its journal: they would not see each
    /// other's transactions.
    pub fn require_linked(&self, fd: Fd) -> SqliteResult {
        if is_linked(fd) && is_linked(self.journal.fd) { Ok(()) } else { Err(self.fail(DELETED)) }
    }

    /// Whether the database's file has been removed.
    pub fn has_moved(&self, fd: Fd) -> bool {
        !is_linked(fd)
    }

    fn fail(&self, text: &'static CStr) -> c_int {
        reason::set(SQLITE_CANTOPEN, &self.name, text);
        SQLITE_CANTOPEN
    }
}

/// Where the lock file of the database behind a descriptor would be.
pub fn real_path(fd: Fd) -> Vec<u8> {
    host::path_readlink(path_of(fd).as_bytes()).unwrap_or_default()
}
