//! How a database file is protected from other instances and processes, and the decision for one of the ways.

use abi::{EACCES, ENOSYS, EPERM, EROFS, LOCK_READ};

use super::fd_lock;
use super::host_system::HostSystem;
use super::lock_file;
use super::proc_locks;
use super::process_info::this_process;
use super::ranges::{IN_USE, IN_USE_ON_WINDOWS, LockError, Range};
use super::refusal::Refusal;
use crate::host::Fd;
use crate::vfs::system::System;
use crate::vfs::text_file;

/// The protection of a file. The connections of an instance to one file share it.
#[derive(Debug, Default)]
pub enum Protection {
    /// None yet, or none at all because no lock file can be created. The file is then only read.
    #[default]
    None,
    /// Byte-range locks: the file is shared.
    Ranges,
    /// A lock file, open as the descriptor: the file is owned whole. The last connection removes the lock file.
    LockFile(Vec<u8>, Fd),
    /// A medium that nobody can write to.
    ReadOnlyMedium,
}

/// A database file, as one of its connections has it open.
pub struct Database<'a> {
    /// The connection's descriptor.
    pub fd: Fd,
    /// Path of the file.
    pub path: &'a [u8],
    /// File serial number.
    pub inode: u64,
    /// The application opened the file, so that this process may have no permission for its directory.
    pub from_fd: bool,
}

impl Protection {
    /// Decides who owns a database, before the first lock of a connection: nobody alone if the host has byte-range
    /// locks, else this instance, by a lock file.
    ///
    /// Returns whether the decision is final for the connection; otherwise it is made again before its next first lock.
    /// Fails with `Busy` if somebody else owns the file whole, or uses the file that this instance has to own.
    pub fn decide(&mut self, database: &Database) -> Result<bool, Refusal> {
        if matches!(self, Self::LockFile(..) | Self::ReadOnlyMedium) {
            return Ok(true);
        }
        match fd_lock::set(database.fd, LOCK_READ, in_use()) {
            Err(LockError::Failed(ENOSYS)) => self.own(database),
            advertised => {
                advertised?;
                self.share(database)
            }
        }
    }

    /// Shares the file by byte-range locks, unless another instance owns it whole. This connection locked the in-use
    /// byte before it checks for a lock file. An owner creates its lock file before it checks for the in-use byte. So
    /// at least one of the two detects the other.
    fn share(&mut self, database: &Database) -> Result<bool, Refusal> {
        *self = Self::Ranges;
        let path = lock_file::path(database.path);
        match lock_file::require_unowned(&path, this_process, &mut HostSystem::reader()) {
            Err(Refusal::Unreadable) if database.from_fd => Ok(true),
            unowned => unowned.map(|()| true),
        }
    }

    /// Owns the file whole. Without permission to create a lock file, the database stays readable but not writable.
    fn own(&mut self, database: &Database) -> Result<bool, Refusal> {
        let path = lock_file::path(database.path);
        match lock_file::acquire(&path, &this_process(), &mut HostSystem::beside(database.fd)) {
            Ok(file) => {
                // Dropped, and thereby removed, if a process uses the file that does not look at lock files.
                let lock_file = Self::LockFile(path, file);
                require_unused(database)?;
                *self = lock_file;
                Ok(true)
            }
            Err(Refusal::Failed(EROFS)) => {
                *self = Self::ReadOnlyMedium;
                Ok(false)
            }
            Err(Refusal::Failed(EACCES | EPERM)) => Ok(require_unused(database).map(|()| false)?),
            Err(refusal) => Err(refusal),
        }
    }
}

/// Returns the in-use byte of the host's system.
fn in_use() -> Range {
    match System::current() {
        System::Unix => IN_USE,
        System::Windows => IN_USE_ON_WINDOWS,
    }
}

impl Drop for Protection {
    fn drop(&mut self) {
        if let Self::LockFile(path, file) = self {
            // A lock file that cannot be removed is recognised as stale, because its owner no longer has it open.
            let _ = HostSystem::release(path, *file);
        }
    }
}

/// Fails with `Busy` if `/proc/locks` shows a lock on the file.
fn require_unused(database: &Database) -> Result<(), LockError> {
    let list = text_file::read(b"/proc/locks").ok().flatten();
    if list.is_some_and(|list| proc_locks::shows_lock(&list, database.inode)) { Err(LockError::Busy) } else { Ok(()) }
}
