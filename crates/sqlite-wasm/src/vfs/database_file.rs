//! An open database file: a file with locks and a WAL index.

use core::ffi::c_int;
use std::ffi::CString;
use std::rc::Rc;

use super::error_detail;
use super::errors::lock_code;
use super::fd_database::FdDatabase;
use super::file::File;
use super::inode::{self, SharedInode};
use super::lock::file_locks::FileLocks;
use super::lock::levels::{Key, Level};
use super::lock::lock_file;
use super::lock::protection::{Database, Protection};
use super::lock::ranges::LockError;
use super::lock::refusal::Refusal;
use super::lock::steps::LevelSteps;
use super::lock::unix_steps::UnixSteps;
use super::lock::windows_steps::WindowsSteps;
use super::system::System;
use super::wal_index::index::{Change, WalIndex};
use super::wal_index::locks::{LockSet, Mask};
use crate::ffi::*;
use crate::host;
use crate::sqlite_result::SqliteResult;

/// One connection's database file. The file comes first, so that the methods of files apply to it.
#[repr(C)]
#[derive(Debug)]
pub struct DatabaseFile {
    file: File,
    /// For a database of descriptors.
    fd_database: Option<Rc<FdDatabase>>,
    /// What the connections to the file share.
    inode: SharedInode,
    key: Key,
    level: Level,
    /// The connection has been at SHARED.
    has_read: bool,
    /// The decision of [`Protection::decide`] is final for this connection.
    ownership_decided: bool,
    /// The locks in the WAL index, if the connection uses that.
    wal_locks: Option<LockSet>,
    /// The WAL outlives the last connection.
    pub persist_wal: bool,
}

impl DatabaseFile {
    /// Creates the database file of a connection. `fd_database` is present for a database of descriptors.
    pub fn new(mut file: File, fd_database: Option<Rc<FdDatabase>>) -> SqliteResult<Self> {
        let stat = host::fd_stat(file.fd()).map_err(|_| SQLITE_IOERR)?;
        file.may_be_longer = true;
        Ok(Self {
            file,
            fd_database,
            inode: inode::find_or_insert(stat.id),
            key: inode::new_key(),
            level: Level::None,
            has_read: false,
            ownership_decided: false,
            wal_locks: None,
            persist_wal: false,
        })
    }

    /// Returns the file without its locks.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Returns the level of this connection's lock.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Returns whether this is a database of descriptors, which has no WAL.
    pub fn is_from_fds(&self) -> bool {
        self.fd_database.is_some()
    }

    /// Returns whether the path no longer leads to this file.
    pub fn has_moved(&self) -> bool {
        match &self.fd_database {
            Some(fd_database) => fd_database.has_moved(self.file.fd()),
            // The serial number suffices: a path does not lead to another device. Some releases of Node for Windows
            // may number the device of a path and of a descriptor differently.
            None => host::path_stat(self.file.path()).map_or(true, |stat| stat.id.1 != self.inode.borrow().id.1),
        }
    }

    /// Raises the lock to a level.
    pub fn lock(&mut self, wanted: Level) -> SqliteResult {
        let before = self.level;
        self.acquire(wanted).map_err(|error| self.lock_failed(error))?;
        self.complete_lock(before, wanted).inspect_err(|_| {
            // SQLite assumes that a failed call left the lock where it was.
            let _ = self.release(before);
        })
    }

    /// Acquires a level. Before the first lock, the owner of the file is decided, unless a connection of this instance
    /// is in the way, which is known without a system call.
    fn acquire(&mut self, wanted: Level) -> Result<(), LockError> {
        let inode = &mut *self.inode.borrow_mut();
        if self.level == Level::None && !self.ownership_decided {
            inode.locks.check(self.key, wanted)?;
            let database = Database {
                fd: self.file.fd(),
                path: self.file.path(),
                inode: inode.id.1,
                from_fd: self.fd_database.is_some(),
            };
            error_detail::clear();
            let decided = inode.protection.decide(&database);
            self.ownership_decided = decided.map_err(|refusal| explain(&refusal, database.path))?;
        }
        let (key, level, locks) = (self.key, &mut self.level, &mut inode.locks);
        // The first read begins otherwise: SQLite has no page whose version it would compare.
        let begins_at = (self.has_read && self.fd_database.is_none()).then(|| self.file.path());
        with_steps(&self.file, &inode.protection, begins_at, |steps| locks.acquire(key, level, wanted, steps))?;
        self.has_read = true;
        Ok(())
    }

    /// Completes the step from the level `before` to `wanted`: a database of descriptors must still be found by others
    /// when a transaction begins, and a connection that acquires EXCLUSIVE needs the current WAL index.
    fn complete_lock(&mut self, before: Level, wanted: Level) -> SqliteResult {
        let begins = before == Level::None || before < Level::Reserved && self.level >= Level::Reserved;
        if begins && let Some(fd_database) = &self.fd_database {
            fd_database.require_linked(self.file.fd())?;
        }
        if wanted == Level::Exclusive && self.wal_locks.is_some() {
            // With EXCLUSIVE, SQLite uses the WAL index without acquiring its locks.
            self.with_wal_index(|index, _| index.pull_all())?;
        }
        Ok(())
    }

    /// Lowers the lock to a level.
    pub fn unlock(&mut self, wanted: Level) -> SqliteResult {
        if self.level == Level::Exclusive && self.wal_locks.is_some() {
            self.with_wal_index(|index, _| index.publish(true))?;
        }
        self.release(wanted)
    }

    fn release(&mut self, wanted: Level) -> SqliteResult {
        let released = {
            let inode = &mut *self.inode.borrow_mut();
            let (level, locks) = (&mut self.level, &mut inode.locks);
            with_steps(&self.file, &inode.protection, None, |steps| locks.release(level, wanted, steps))
        };
        released.map_err(|error| self.lock_failed(error))
    }

    /// Returns whether any connection is at RESERVED or above.
    pub fn is_reserved(&mut self) -> SqliteResult<bool> {
        let reserved = {
            let inode = &*self.inode.borrow();
            with_steps(&self.file, &inode.protection, None, |steps| inode.locks.is_reserved(steps))
        };
        reserved.map_err(|error| self.lock_failed(error))
    }

    fn lock_failed(&mut self, error: LockError) -> c_int {
        if let LockError::Failed(errno) = error {
            self.file.last_errno = errno;
        }
        lock_code(error)
    }

    /// Returns the address of a region of the WAL index, if the region exists, and the result code of the mapping,
    /// which is not `SQLITE_OK` where the index is read-only.
    pub fn wal_region(&mut self, number: usize, extend: bool) -> SqliteResult<(Option<*mut u8>, c_int)> {
        let inode = &mut *self.inode.borrow_mut();
        let index = match &mut inode.wal_index {
            Some(index) => index,
            none => none.insert(match inode.protection {
                Protection::Ranges => WalIndex::in_file(self.file.path(), self.file.fd())?,
                _ => WalIndex::default(),
            }),
        };
        if self.wal_locks.is_none() {
            index.join();
            self.wal_locks = Some(LockSet::default());
        }
        index.region(number, extend)
    }

    fn with_wal_index<R>(
        &mut self,
        access: impl FnOnce(&mut WalIndex, &mut LockSet) -> SqliteResult<R>,
    ) -> SqliteResult<R> {
        match (&mut self.inode.borrow_mut().wal_index, &mut self.wal_locks) {
            (Some(index), Some(mine)) => access(index, mine),
            _ => Err(SQLITE_IOERR_SHMLOCK),
        }
    }

    /// Changes locks of the WAL index.
    pub fn wal_lock(&mut self, locks: Mask, change: Change) -> SqliteResult {
        let alone = self.level == Level::Exclusive;
        self.with_wal_index(|index, mine| index.lock(mine, locks, change, alone))
    }

    /// Publishes this connection's changes of the WAL index.
    pub fn wal_barrier(&mut self) {
        let alone = self.level == Level::Exclusive;
        // A failure cannot be reported here. It is met again when the lock is to be released, which then fails.
        let _ = self.with_wal_index(|index, _| index.barrier(alone));
    }

    /// Leaves the WAL index. With `delete`, the last connection removes the `-shm` file.
    pub fn leave_wal_index(&mut self, delete: bool) {
        let Some(mut mine) = self.wal_locks.take() else { return };
        let index = &mut self.inode.borrow_mut().wal_index;
        if index.as_mut().is_some_and(|index| index.leave(&mut mine))
            && let Some(index) = index.take()
            && delete
        {
            index.delete();
        }
    }
}

/// Stores the message for a refused lock, if it has one. Returns the error.
fn explain(refusal: &Refusal, database: &[u8]) -> LockError {
    let error = refusal.error();
    let message = refusal.message(&lock_file::path(database)).map(CString::new);
    if let (Some(Ok(message)), Ok(name)) = (message, CString::new(database)) {
        error_detail::set(lock_code(error), &name, message);
    }
    error
}

/// Passes the steps between lock levels of one connection's file to `take`. For `begins_at` see [`FileLocks`].
fn with_steps<R>(
    file: &File,
    protection: &Protection,
    begins_at: Option<&[u8]>,
    take: impl FnOnce(&mut dyn LevelSteps) -> R,
) -> R {
    let locks = FileLocks { fd: file.fd(), writable: file.is_writable(), protection, begins_at };
    match System::current() {
        System::Unix => take(&mut UnixSteps(locks)),
        System::Windows => take(&mut WindowsSteps(locks)),
    }
}

impl Drop for DatabaseFile {
    fn drop(&mut self) {
        self.leave_wal_index(false);
        // Closing the descriptor would release the byte-range locks, but the lock table has to know, too.
        let _ = self.unlock(Level::None);
    }
}
