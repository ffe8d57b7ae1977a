//! The `-shm` file, by native SQLite's rules: the file beside a database through which processes share its WAL index.

use core::ffi::c_int;
use core::ops;

use abi::{LOCK_NONE, OPEN_CREATE, OPEN_NOFOLLOW, OPEN_NONBLOCK, OPEN_READWRITE};

use super::backing::Backing;
use super::dead_man_switch;
use super::locks::{self, Mask};
use super::region::{HEADER_BYTES, REGION_BYTES, Region};
use crate::ffi::*;
use crate::host::{self, Errno, Fd, Mapping, Unlock};
use crate::sqlite_result::SqliteResult;
use crate::vfs::errors::lock_code;
use crate::vfs::lock::fd_lock;
use crate::vfs::lock::ranges::Range;
use crate::vfs::permissions;
use crate::vfs::system::System;

/// Byte of the first lock; the others follow.
const LOCKS_OFFSET: u64 = 120;

/// Native SQLite allocates disk blocks for every page of this size before it maps them.
const PAGE_BYTES: u64 = 4096;

/// An open `-shm` file.
#[derive(Debug)]
pub struct ShmFile {
    fd: Fd,
    path: Vec<u8>,
    read_only: bool,
    /// This process holds the dead-man switch; false only if the file is read-only here and has no user.
    attached: bool,
    backing: Backing,
}

impl ShmFile {
    /// Opens or creates the file beside a database.
    pub fn open(database: &[u8], database_fd: Fd) -> SqliteResult<Self> {
        let stat = host::fd_stat(database_fd).map_err(|_| SQLITE_IOERR_FSTAT)?;
        let path = [database, b"-shm"].concat();
        let mode = permissions::mode_beside(&stat);
        let safely = OPEN_NOFOLLOW | OPEN_NONBLOCK;
        let (fd, read_only) = match host::path_open(&path, OPEN_READWRITE | OPEN_CREATE | safely, mode) {
            Ok(fd) => (fd, false),
            Err(_) => (host::path_open(&path, safely, 0).map_err(|_| SQLITE_CANTOPEN)?, true),
        };
        permissions::set_mode_of_new(fd, mode);
        permissions::set_owner(fd, stat.uid, stat.gid);
        let mut file = Self { fd, path, read_only, attached: false, backing: Backing::default() };
        match file.attach() {
            Err(code) if code != SQLITE_READONLY_CANTINIT => Err(code),
            _ => Ok(file),
        }
    }

    fn attach(&mut self) -> SqliteResult {
        dead_man_switch::acquire(self.fd, self.read_only)?;
        self.attached = true;
        Ok(())
    }

    /// Ensures that a process holds the dead-man switch: this one or, if the file is read-only here, any other.
    pub fn ensure_attached(&mut self) -> SqliteResult {
        if self.attached { Ok(()) } else { self.attach() }
    }

    /// Returns the result code of mapping a region: `SQLITE_READONLY` if the file is read-only here.
    pub fn mapping_code(&self) -> c_int {
        if self.read_only { SQLITE_READONLY } else { SQLITE_OK }
    }

    /// Returns whether the file has a region. With `extend`, the file grows to have it.
    pub fn has_region(&mut self, number: usize, extend: bool) -> SqliteResult<bool> {
        let end = ((number + 1) * REGION_BYTES) as u64;
        let size = host::fd_size(self.fd).map_err(|_| SQLITE_IOERR_SHMSIZE)?;
        if size >= end {
            return Ok(true);
        }
        if !extend {
            return Ok(false);
        }
        let grown = match System::current() {
            System::Unix => allocate(self.fd, size, end),
            System::Windows => host::fd_truncate(self.fd, end),
        };
        grown.map(|()| true).map_err(|_| SQLITE_IOERR_SHMSIZE)
    }

    /// Prepares a region that the file has for being read and written.
    pub fn add_region(&mut self, number: usize) -> SqliteResult {
        self.backing.add_region(self.fd, number, !self.read_only).map_err(|_| SQLITE_IOERR_SHMMAP)
    }

    /// Returns whether regions are mapped: they need not be read and written.
    pub fn is_mapped(&self) -> bool {
        self.mapped_regions() > 0
    }

    /// Returns the number of regions that are mapped.
    pub fn mapped_regions(&self) -> usize {
        self.backing.mappings().len()
    }

    /// Returns the address of a region that is mapped.
    pub fn mapped(&self, number: usize) -> Option<*mut u8> {
        self.backing.mappings().get(number).map(Mapping::address)
    }

    /// Reads a region, except for the header of the first.
    pub fn read_tables(&self, number: usize, region: &mut Region) -> SqliteResult {
        let start = if number == 0 { HEADER_BYTES } else { 0 };
        let read = |into: &mut [u8]| self.backing.read(self.fd, number, start, into);
        region.replace_from(start, |into| read(into).map_err(|_| SQLITE_IOERR_SHMMAP))
    }

    /// Returns the header of the first region as of one moment. A read is not atomic, and the progress of a checkpoint
    /// must not be combined with an older header, so a header that is new to `first` is read until two reads agree.
    pub fn read_header(&self, first: &Region) -> SqliteResult<[u8; HEADER_BYTES]> {
        let mut header = self.read_header_once()?;
        while !first.knows_header(&header) {
            let again = self.read_header_once()?;
            if again == header {
                break;
            }
            header = again;
        }
        Ok(header)
    }

    fn read_header_once(&self) -> SqliteResult<[u8; HEADER_BYTES]> {
        let mut header = [0; HEADER_BYTES];
        self.backing.read(self.fd, 0, 0, &mut header).map_err(|_| SQLITE_IOERR_SHMMAP)?;
        Ok(header)
    }

    /// Writes the changes within a span of a region.
    pub fn write_changes(&self, number: usize, region: &mut Region, span: ops::Range<usize>) -> SqliteResult {
        while let Some(run) = region.changed(span.clone()) {
            let changed = &region.bytes()[run.clone()];
            self.backing.write(self.fd, number, run.start, changed).map_err(|_| SQLITE_IOERR_SHMMAP)?;
            region.written(run);
        }
        Ok(())
    }

    /// Acquires (`LOCK_READ`, `LOCK_WRITE`) the byte locks of a mask without gaps.
    pub fn lock(&self, locks: Mask, kind: i32) -> SqliteResult {
        let waiting = self.take_waiting();
        // Only on Unix does a release wait, and there a lock replaces another.
        if waiting & !locks != 0 {
            self.release_waiting(waiting);
        }
        self.set(locks, kind).inspect_err(|_| self.release_waiting(waiting & locks))
    }

    /// Releases the byte locks of a mask without gaps, together with those that wait for it if none between them is
    /// `held`. If they may wait, they are released with the next ones, by the next host call at the latest.
    pub fn unlock(&self, locks: Mask, held: Mask, may_wait: bool) -> SqliteResult {
        let waiting = self.take_waiting();
        let locks = locks::as_one_range(waiting | locks, held).unwrap_or_else(|| {
            self.release_waiting(waiting);
            locks
        });
        if locks == 0 || !may_wait || System::current() == System::Windows {
            return self.set(locks, LOCK_NONE);
        }
        host::fd_unlock_later(Unlock { fd: self.fd, shared: None, released: bytes(locks) });
        Ok(())
    }

    /// Returns the locks whose release waits. The caller releases or replaces them.
    fn take_waiting(&self) -> Mask {
        let waiting = host::fd_take_waiting_unlock(self.fd);
        waiting.map_or(0, |Unlock { released: Range { offset, length }, .. }| {
            locks::mask((offset - LOCKS_OFFSET) as usize, length as usize)
        })
    }

    /// Releases locks that have waited. SQLite ignores a failure, after which they are held until the file is closed.
    fn release_waiting(&self, locks: Mask) {
        let _ = self.set(locks, LOCK_NONE);
    }

    fn set(&self, locks: Mask, kind: i32) -> SqliteResult {
        if locks == 0 {
            return Ok(());
        }
        fd_lock::set(self.fd, kind, bytes(locks)).map_err(|error| match lock_code(error) {
            SQLITE_BUSY => SQLITE_BUSY,
            _ => SQLITE_IOERR_SHMLOCK,
        })
    }

    /// Removes the file.
    pub fn delete(&mut self) {
        // Windows removes no file that this process has a view of.
        self.backing = Backing::default();
        // A file that cannot be removed is truncated by its next user.
        let _ = System::current().patiently(|| host::path_unlink(&self.path));
    }
}

/// Returns the bytes of a mask without gaps.
fn bytes(locks: Mask) -> Range {
    Range { offset: LOCKS_OFFSET + u64::from(locks.trailing_zeros()), length: u64::from(locks.count_ones()) }
}

/// Makes a file grow from one size to another, with blocks on the disk.
fn allocate(file: Fd, from: u64, to: u64) -> Result<(), Errno> {
    (from / PAGE_BYTES..to / PAGE_BYTES).try_for_each(|page| host::fd_write(file, &[0], (page + 1) * PAGE_BYTES - 1))
}

impl Drop for ShmFile {
    fn drop(&mut self) {
        host::fd_close(self.fd);
    }
}
