//! Protects a database file from those who are not in this instance: by byte-range locks where the host has them, else
//! by owning the file whole.

use abi::{EACCES, EAGAIN, EBADF, ENOSYS, EPERM, EROFS, LOCK_NONE, LOCK_READ, LOCK_WRITE};

use super::lock::{PENDING, PRESENCE, Range, Ranges, Refusal};
use super::owner::{self, Surroundings};
use super::proc_locks;
use super::surroundings::{Host, myself, read_text};
use crate::host::{self, Fd};

/// How a file is protected.
#[derive(Debug, Default)]
pub enum Protection {
    /// Not yet, or not at all where no lock file can be made: then it is only read.
    #[default]
    None,
    /// By byte-range locks.
    Ranges,
    /// By a lock file, kept open, and removed when the last connection closes.
    LockFile(Vec<u8>, Fd),
    /// By being on a medium that nobody can write to.
    ReadOnlyMedium,
}

impl Drop for Protection {
    fn drop(&mut self) {
        if let Self::LockFile(path, file) = self {
            // A lock file that cannot be removed is recognised as left behind by its being closed.
            let _ = Host.remove_own(path, *file);
        }
    }
}

/// The byte ranges of one connection's descriptor, or what stands for them.
pub struct FileRanges<'a> {
    /// The connection's descriptor.
    pub fd: Fd,
    /// Whether the descriptor may be written to.
    pub writable: bool,
    /// Path of the database file.
    pub path: &'a [u8],
    /// Whether the file was given by a descriptor, so that its directory may be out of reach.
    pub given: bool,
    /// Serial number of the database file.
    pub inode: u64,
    /// The file's protection, shared by its connections.
    pub protection: &'a mut Protection,
    /// Whether this connection's presence is known to those who have to own the file whole.
    pub announced: &'a mut bool,
}

impl Ranges for FileRanges<'_> {
    fn read(&mut self, range: Range) -> Result<(), Refusal> {
        // Every way to a lock begins with reading the pending byte.
        if range == PENDING && !*self.announced {
            self.announce()?;
        }
        self.lock(LOCK_READ, range)
    }

    fn write(&mut self, range: Range) -> Result<(), Refusal> {
        match self.protection {
            // As fcntl says of a write lock on such a descriptor; a lock file would not.
            _ if !self.writable => Err(Refusal::Failed(EBADF)),
            Protection::None => Err(Refusal::Failed(EROFS)),
            _ => self.lock(LOCK_WRITE, range),
        }
    }

    fn release(&mut self, range: Range) -> Result<(), Refusal> {
        self.lock(LOCK_NONE, range)
    }

    fn is_taken(&mut self, range: Range) -> Result<bool, Refusal> {
        match self.protection {
            Protection::Ranges => {
                let holder = host::fd_lock_conflict(self.fd, LOCK_WRITE, range.offset, range.length);
                holder.map(|kind| kind != LOCK_NONE).map_err(Refusal::Failed)
            }
            _ => Ok(false),
        }
    }
}

impl FileRanges<'_> {
    fn lock(&mut self, kind: i32, range: Range) -> Result<(), Refusal> {
        match self.protection {
            Protection::Ranges => set_lock(self.fd, kind, range),
            _ => Ok(()),
        }
    }

    /// Finds out how the file can be protected, and shows that it is in use.
    fn announce(&mut self) -> Result<(), Refusal> {
        if !matches!(self.protection, Protection::LockFile(..) | Protection::ReadOnlyMedium) {
            match set_lock(self.fd, LOCK_READ, PRESENCE) {
                Err(Refusal::Failed(ENOSYS)) => return self.own(),
                result => result?,
            }
            *self.protection = Protection::Ranges;
            // First the presence, then this look: who owns the file whole does it the other way round.
            match owner::is_owned(&owner::lock_file(self.path), &myself(), &mut Host) {
                Err(Refusal::Failed(EACCES)) if self.given => {}
                owned if owned? => return Err(Refusal::Busy),
                _ => {}
            }
        }
        *self.announced = true;
        Ok(())
    }

    /// Owns the file whole. Where no lock file can be made for want of rights, reading goes on without: it cannot harm
    /// anyone, and writing is refused.
    fn own(&mut self) -> Result<(), Refusal> {
        let path = owner::lock_file(self.path);
        match owner::acquire(&path, &myself(), &mut Host) {
            Ok(file) => self.keep(Protection::LockFile(path, file)),
            Err(Refusal::Failed(EROFS)) => {
                *self.protection = Protection::ReadOnlyMedium;
                Ok(())
            }
            Err(Refusal::Failed(EACCES | EPERM)) if holder_is_visible(self.inode) => Err(Refusal::Busy),
            Err(Refusal::Failed(EACCES | EPERM)) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    /// Keeps the ownership of the file, unless someone uses it who does not look at lock files.
    fn keep(&mut self, lock_file: Protection) -> Result<(), Refusal> {
        if holder_is_visible(self.inode) {
            // Dropping it removes it.
            return Err(Refusal::Busy);
        }
        *self.protection = lock_file;
        *self.announced = true;
        Ok(())
    }
}

/// Sets or removes a byte-range lock.
pub fn set_lock(fd: Fd, kind: i32, range: Range) -> Result<(), Refusal> {
    host::fd_lock(fd, kind, range.offset, range.length).map_err(|errno| match errno {
        EAGAIN | EACCES => Refusal::Busy,
        errno => Refusal::Failed(errno),
    })
}

fn holder_is_visible(inode: u64) -> bool {
    read_text(b"/proc/locks").ok().flatten().is_some_and(|list| proc_locks::shows_holder(&list, inode))
}
