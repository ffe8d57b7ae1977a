//! An open file of SQLite: database, journal, WAL or temporary.

use core::ffi::c_int;
use std::rc::Rc;

use abi::{ACCESS_EXISTS, ACCESS_READ, ACCESS_WRITE, EACCES, EISDIR, ENOENT, ENOSPC};

use super::errors::{lock_code, read_code, write_code};
use super::given::{self, Given};
use super::guard::{FileRanges, Protection};
use super::inode::{self, Shared};
use super::lock::{Key, Level, Refusal, Table};
use super::shm::{Change, WalIndex};
use super::wal_lock::Mask;
use super::{path, temp};
use crate::ffi::*;
use crate::host::{self, Errno, Fd, Stat};
use crate::sqlite_result::SqliteResult;

const JOURNALS: c_int = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;

/// What is asked about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whether it is there.
    Exists,
    /// Whether it may be read and written.
    ReadWrite,
}

/// One open file.
#[derive(Debug)]
pub struct File {
    fd: Fd,
    path: Vec<u8>,
    /// Still to be removed when it is closed: the system did not let it be removed while open.
    unlink_at_close: bool,
    /// The directory entry is new and must be made durable with the first sync.
    sync_directory: bool,
    /// Opened for writing.
    writable: bool,
    /// For database files that were given by descriptors.
    given: Option<Rc<Given>>,
    /// For database files: what is shared with the other connections to it.
    inode: Option<Shared>,
    key: Key,
    /// Level of this connection's lock.
    pub level: Level,
    announced: bool,
    in_wal_index: bool,
    /// What the host said last when it failed.
    pub last_errno: Errno,
    /// Size increments asked for by `SQLITE_FCNTL_CHUNK_SIZE`, 0 for none.
    pub chunk: u64,
    /// Whether the WAL outlives the last connection.
    pub persist_wal: bool,
    /// Whether a torn write spares the bytes around it.
    pub powersafe_overwrite: bool,
}

/// Access rights of a new file, where they are not the usual ones.
#[derive(Default)]
struct Rights {
    mode: Option<u32>,
    owner: Option<(u32, u32)>,
}

/// Permission bits of a database.
const DEFAULT_MODE: u32 = 0o644;

impl File {
    /// Opens a file; without a path, a temporary one. Gives the file and the flags that it was opened with.
    pub fn open(path: Option<&[u8]>, flags: c_int) -> SqliteResult<(Self, c_int)> {
        let path = match path {
            Some(path) => path.to_vec(),
            None => temp::name().ok_or(SQLITE_IOERR_GETTEMPPATH)?,
        };
        if given::is_name(&path) {
            return Self::open_given(&path, flags).map(|file| (file, flags));
        }
        let rights = rights(&path, flags)?;
        let (fd, flags) = open_or_read_only(&path, flags, rights.mode.unwrap_or(DEFAULT_MODE))?;
        if let Some(mode) = rights.mode {
            insist_on_mode(fd, mode);
        }
        if let Some((uid, gid)) = rights.owner {
            // Only root may give a file away; for anyone else it stays as it is, as in native SQLite.
            let _ = host::fd_chown(fd, uid, gid);
        }
        let mut file = Self::new(fd, path, flags & SQLITE_OPEN_READWRITE != 0);
        file.sync_directory = flags & SQLITE_OPEN_CREATE != 0 && flags & JOURNALS != 0;
        if flags & SQLITE_OPEN_DELETEONCLOSE != 0 {
            file.unlink_at_close = host::path_unlink(&file.path).is_err();
        }
        if flags & SQLITE_OPEN_MAIN_DB != 0 {
            file.join_inode()?;
        }
        Ok((file, flags))
    }

    fn open_given(name: &[u8], flags: c_int) -> SqliteResult<Self> {
        let opened = given::open(name, flags)?;
        let mut file = Self::new(opened.fd, given::real_path(opened.fd), opened.writable);
        file.given = opened.given;
        if file.given.is_some() {
            file.join_inode()?;
        }
        Ok(file)
    }

    fn new(fd: Fd, path: Vec<u8>, writable: bool) -> Self {
        Self {
            fd,
            path,
            unlink_at_close: false,
            sync_directory: false,
            writable,
            given: None,
            inode: None,
            key: inode::new_key(),
            level: Level::None,
            announced: false,
            in_wal_index: false,
            last_errno: 0,
            chunk: 0,
            persist_wal: false,
            powersafe_overwrite: true,
        }
    }

    fn join_inode(&mut self) -> SqliteResult {
        let stat = host::fd_stat(self.fd).map_err(|_| SQLITE_IOERR)?;
        self.inode = Some(inode::find_or_insert(stat.id));
        Ok(())
    }

    /// Reads; what is beyond the end of the file is zeros and a short read.
    pub fn read(&mut self, into: &mut [u8], offset: u64) -> SqliteResult {
        match host::fd_read(self.fd, into, offset) {
            Ok(n) if n == into.len() => Ok(()),
            Ok(n) => {
                self.last_errno = 0;
                into[n..].fill(0);
                Err(SQLITE_IOERR_SHORT_READ)
            }
            Err(errno) => Err(self.failed(errno, read_code(errno))),
        }
    }

    /// Writes.
    pub fn write(&mut self, from: &[u8], offset: u64) -> SqliteResult {
        host::fd_write(self.fd, from, offset).map_err(|errno| {
            let told = if errno == ENOSPC { 0 } else { errno };
            self.failed(told, write_code(errno))
        })
    }

    /// Sets the size, rounded up to whole chunks.
    pub fn truncate(&mut self, size: u64) -> SqliteResult {
        let size = if self.chunk > 0 { size.div_ceil(self.chunk) * self.chunk } else { size };
        host::fd_truncate(self.fd, size).map_err(|errno| self.failed(errno, SQLITE_IOERR_TRUNCATE))
    }

    /// Makes the file durable, and its directory entry when that is new.
    pub fn sync(&mut self, data_only: bool) -> SqliteResult {
        host::fd_sync(self.fd, data_only).map_err(|errno| self.failed(errno, SQLITE_IOERR_FSYNC))?;
        if self.sync_directory {
            self.sync_directory = false;
            // Not every system can do it; native SQLite goes on here too.
            let _ = sync_directory_of(&self.path);
        }
        Ok(())
    }

    /// Size in bytes. One byte is as good as none: native SQLite has written such files, to work around a file system.
    pub fn size(&mut self) -> SqliteResult<u64> {
        let size = host::fd_size(self.fd).map_err(|errno| self.failed(errno, SQLITE_IOERR_FSTAT))?;
        Ok(if size == 1 { 0 } else { size })
    }

    /// Makes room for a file of `size` bytes, when it grows by chunks.
    pub fn grow_by_chunks(&mut self, size: u64) -> SqliteResult {
        if self.chunk == 0 {
            return Ok(());
        }
        let target = size.div_ceil(self.chunk) * self.chunk;
        if target > self.size()? { self.write(&[0], target - 1) } else { Ok(()) }
    }

    /// Whether the path no longer leads to this file.
    pub fn has_moved(&self) -> bool {
        if let Some(given) = &self.given {
            return given.has_moved(self.fd);
        }
        let Some(inode) = &self.inode else { return false };
        host::path_stat(&self.path).map_or(true, |stat| stat.id != inode.borrow().id)
    }

    /// Raises the lock.
    pub fn lock(&mut self, wanted: Level) -> SqliteResult {
        let before = self.level;
        self.with_ranges(|table, key, level, ranges| table.acquire(key, level, wanted, ranges))?;
        self.require_linked(before)?;
        if wanted != Level::Exclusive || !self.in_wal_index {
            return Ok(());
        }
        // Whoever has the database to itself uses the WAL index without taking its locks.
        self.with_wal_index(|index, _| index.take_over_all()).inspect_err(|_| {
            // SQLite takes it for not raised.
            let _ = self.release(before);
        })
    }

    /// Whether the database was given by a descriptor, so that it has no WAL.
    pub fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// Looks whether a database that was given is still where others find it, when a transaction begins to read or to write.
    fn require_linked(&mut self, before: Level) -> SqliteResult {
        let begins = before == Level::None || before < Level::Reserved && self.level >= Level::Reserved;
        let Some(given) = self.given.as_ref().filter(|_| begins) else { return Ok(()) };
        given.require_linked(self.fd).inspect_err(|_| {
            // SQLite takes it for not raised.
            let _ = self.release(before);
        })
    }

    /// Lowers the lock.
    pub fn unlock(&mut self, wanted: Level) -> SqliteResult {
        if self.level == Level::Exclusive && self.in_wal_index {
            self.with_wal_index(|index, _| index.publish(true))?;
        }
        self.release(wanted)
    }

    fn release(&mut self, wanted: Level) -> SqliteResult {
        self.with_ranges(|table, _, level, ranges| table.release(level, wanted, ranges))
    }

    /// Whether someone is going to write.
    pub fn is_reserved(&mut self) -> SqliteResult<bool> {
        self.with_ranges(|table, _, _, ranges| table.is_reserved(ranges))
    }

    fn with_ranges<R: Default>(
        &mut self,
        change: impl FnOnce(&mut Table, Key, &mut Level, &mut FileRanges) -> Result<R, Refusal>,
    ) -> SqliteResult<R> {
        let Some(inode) = &self.inode else { return Ok(R::default()) };
        let inode = &mut *inode.borrow_mut();
        let ranges = &mut FileRanges {
            fd: self.fd,
            writable: self.writable,
            path: &self.path,
            given: self.given.is_some(),
            inode: inode.id.1,
            protection: &mut inode.protection,
            announced: &mut self.announced,
        };
        change(&mut inode.locks, self.key, &mut self.level, ranges).map_err(|refusal| {
            if let Refusal::Failed(errno) = refusal {
                self.last_errno = errno;
            }
            lock_code(refusal)
        })
    }

    /// Address of a region of the WAL index. The second part is the code to give with it, not `SQLITE_OK` where the
    /// index may only be read.
    pub fn wal_region(&mut self, number: usize, extend: bool) -> SqliteResult<(Option<*mut u8>, c_int)> {
        let inode = self.inode.as_ref().ok_or(SQLITE_IOERR_SHMMAP)?;
        let inode = &mut *inode.borrow_mut();
        if inode.wal_index.is_none() {
            let shared_by_file = matches!(inode.protection, Protection::Ranges);
            inode.wal_index =
                Some(if shared_by_file { WalIndex::in_file(&self.path, self.fd)? } else { WalIndex::default() });
        }
        let Some(index) = &mut inode.wal_index else { return Err(SQLITE_IOERR_SHMMAP) };
        if !self.in_wal_index {
            index.join(self.key);
            self.in_wal_index = true;
        }
        index.region(number, extend)
    }

    fn with_wal_index<R>(&mut self, use_it: impl FnOnce(&mut WalIndex, Key) -> SqliteResult<R>) -> SqliteResult<R> {
        let inode = self.inode.as_ref().filter(|_| self.in_wal_index).ok_or(SQLITE_IOERR_SHMLOCK)?;
        match &mut inode.borrow_mut().wal_index {
            Some(index) => use_it(index, self.key),
            None => Err(SQLITE_IOERR_SHMLOCK),
        }
    }

    /// Changes locks of the WAL index.
    pub fn wal_lock(&mut self, locks: Mask, change: Change) -> SqliteResult {
        let alone = self.level == Level::Exclusive;
        self.with_wal_index(|index, key| index.lock(key, locks, change, alone))
    }

    /// Makes this connection's changes of the WAL index visible to others.
    pub fn wal_barrier(&mut self) {
        let alone = self.level == Level::Exclusive;
        // There is no way to report a failure; the lock under which it was changed is then not given up.
        let _ = self.with_wal_index(|index, _| index.publish(alone));
    }

    /// Leaves the WAL index; with `delete`, its file goes with the last connection.
    pub fn leave_wal_index(&mut self, delete: bool) {
        let Some(inode) = self.inode.as_ref().filter(|_| self.in_wal_index) else { return };
        self.in_wal_index = false;
        let index = &mut inode.borrow_mut().wal_index;
        if index.as_mut().is_some_and(|index| index.leave(self.key))
            && let Some(index) = index.take()
            && delete
        {
            index.delete();
        }
    }

    fn failed(&mut self, errno: Errno, code: c_int) -> c_int {
        self.last_errno = errno;
        code
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.leave_wal_index(false);
        // The descriptor takes whatever locks are left with it; the table must learn of it.
        let _ = self.unlock(Level::None);
        host::fd_close(self.fd);
        if self.unlink_at_close {
            let _ = host::path_unlink(&self.path);
        }
    }
}

fn host_flags(flags: c_int) -> c_int {
    let bit = |sqlite: c_int, host: c_int| if flags & sqlite != 0 { host } else { 0 };
    bit(SQLITE_OPEN_READWRITE, abi::OPEN_READWRITE)
        | bit(SQLITE_OPEN_CREATE, abi::OPEN_CREATE)
        | bit(SQLITE_OPEN_EXCLUSIVE, abi::OPEN_EXCLUSIVE)
        | bit(SQLITE_OPEN_MAIN_DB, abi::OPEN_DATABASE)
        | abi::OPEN_NOFOLLOW
}

/// Opens as asked for or, where writing is not allowed, for reading only.
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
    let flags = flags & !(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_READONLY;
    host::path_open(path, host_flags(flags), mode).map(|fd| (fd, flags)).map_err(|_| SQLITE_CANTOPEN)
}

/// Gives a file that has just been made its permission bits, which the process's umask may have cut.
pub fn insist_on_mode(fd: Fd, mode: u32) {
    if host::fd_stat(fd).is_ok_and(|stat| stat.size == 0 && stat.mode & 0o777 != mode) {
        // Only its owner may; for anyone else it stays as it is, as in native SQLite.
        let _ = host::fd_chmod(fd, mode);
    }
}

/// A journal or WAL has the rights and the owner of its database; a temporary file is for its maker only.
fn rights(path: &[u8], flags: c_int) -> SqliteResult<Rights> {
    if flags & SQLITE_OPEN_DELETEONCLOSE != 0 {
        return Ok(Rights { mode: Some(0o600), owner: None });
    }
    if flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL) == 0 {
        return Ok(Rights::default());
    }
    // The names are those of the database with "-journal" or "-wal" after it.
    let Some(dash) = path.iter().rposition(|&byte| byte == b'-' || byte == b'.').filter(|&at| path[at] == b'-') else {
        return Ok(Rights::default());
    };
    let Stat { mode, uid, gid, .. } = host::path_stat(&path[..dash]).map_err(|_| SQLITE_IOERR_FSTAT)?;
    Ok(Rights { mode: Some(mode & 0o777), owner: (flags & SQLITE_OPEN_CREATE != 0).then_some((uid, gid)) })
}

/// Answers a question about a file.
pub fn access(path: &[u8], access: Access) -> SqliteResult<bool> {
    if given::is_name(path) {
        return given::access(path, access);
    }
    match access {
        Access::Exists => exists(path),
        Access::ReadWrite => Ok(host::path_access(path, ACCESS_READ | ACCESS_WRITE).is_ok()),
    }
}

/// An empty file is as good as none: a journal of no bytes is not a journal. Mostly there is none, which hosts tell faster
/// than what one is like.
fn exists(path: &[u8]) -> SqliteResult<bool> {
    match host::path_access(path, ACCESS_EXISTS) {
        Ok(()) => Ok(host::path_stat(path).is_ok_and(|stat| !stat.is_regular() || stat.size > 0)),
        // It cannot be known. Were a super-journal taken for missing, half of its transaction would stay.
        Err(EACCES) => Err(SQLITE_IOERR_ACCESS),
        Err(_) => Ok(false),
    }
}

/// Removes a file, durably if `sync_directory`.
pub fn delete(path: &[u8], sync_directory: bool) -> SqliteResult {
    if given::is_name(path) {
        return given::delete(path, sync_directory);
    }
    match host::path_unlink(path) {
        Ok(()) => {}
        Err(ENOENT) => return Err(SQLITE_IOERR_DELETE_NOENT),
        Err(_) => return Err(SQLITE_IOERR_DELETE),
    }
    if sync_directory {
        sync_directory_of(path).map_err(|_| SQLITE_IOERR_DIR_FSYNC)?;
    }
    Ok(())
}

/// Makes the entries of a file's directory durable. A directory that cannot be opened is passed over, as in native.
fn sync_directory_of(file: &[u8]) -> Result<(), Errno> {
    let Ok(fd) = host::path_open(path::parent(file), 0, 0) else { return Ok(()) };
    let synced = host::fd_sync(fd, false);
    host::fd_close(fd);
    synced
}
