//! The file behind a WAL index that other processes share: the `-shm` file beside the database, by native SQLite's rules.

use core::ffi::c_int;
use core::ops::Range;

use abi::{LOCK_NONE, LOCK_READ, LOCK_WRITE, OPEN_CREATE, OPEN_NOFOLLOW, OPEN_READWRITE};

use super::errors::lock_code;
use super::file::insist_on_mode;
use super::guard::set_lock;
use super::lock;
use super::shm_copy::{HEADER_BYTES, REGION_BYTES, Region};
use super::wal_lock::Mask;
use crate::ffi::*;
use crate::host::{self, Fd};
use crate::sqlite_result::SqliteResult;

/// First lock byte; the locks follow each other.
const LOCKS_OFFSET: u64 = 120;

/// Read-locked by every process that uses the file: while nobody holds it, the content is nobody's.
const DEAD_MAN_S_SWITCH: lock::Range = lock::Range { offset: 128, length: 1 };

/// What native SQLite truncates a file to whose users are all dead: too short to be an index.
const EMPTIED_BYTES: u64 = 3;

/// Native SQLite makes sure that every page of this size has blocks on disk before it maps them.
const PAGE_BYTES: u64 = 4096;

/// An open `-shm` file.
#[derive(Debug)]
pub struct ShmFile {
    fd: Fd,
    path: Vec<u8>,
    read_only: bool,
    /// The dead man's switch is held; false only where the file may not be written to and has no user.
    attached: bool,
}

impl ShmFile {
    /// Opens, or makes, the file beside a database.
    pub fn open(database: &[u8], database_fd: Fd) -> SqliteResult<Self> {
        let stat = host::fd_stat(database_fd).map_err(|_| SQLITE_IOERR_FSTAT)?;
        let path = [database, b"-shm"].concat();
        let mode = stat.mode & 0o777;
        let (fd, read_only) = match host::path_open(&path, OPEN_READWRITE | OPEN_CREATE | OPEN_NOFOLLOW, mode) {
            Ok(fd) => (fd, false),
            Err(_) => (host::path_open(&path, OPEN_NOFOLLOW, 0).map_err(|_| SQLITE_CANTOPEN)?, true),
        };
        insist_on_mode(fd, mode);
        // Only root may give a file away; for anyone else it stays as it is, as in native SQLite.
        let _ = host::fd_chown(fd, stat.uid, stat.gid);
        let mut file = Self { fd, path, read_only, attached: false };
        match file.attach() {
            Err(code) if code != SQLITE_READONLY_CANTINIT => Err(code),
            _ => Ok(file),
        }
    }

    /// Joins the users of the file; the first of them empties it.
    fn attach(&mut self) -> SqliteResult {
        let switch = DEAD_MAN_S_SWITCH;
        match host::fd_lock_conflict(self.fd, LOCK_WRITE, switch.offset, switch.length)
            .map_err(|_| SQLITE_IOERR_LOCK)?
        {
            LOCK_NONE if self.read_only => return Err(SQLITE_READONLY_CANTINIT),
            LOCK_NONE => {
                set_lock(self.fd, LOCK_WRITE, switch).map_err(lock_code)?;
                host::fd_truncate(self.fd, EMPTIED_BYTES).map_err(|_| SQLITE_IOERR_SHMOPEN)?;
            }
            LOCK_WRITE => return Err(SQLITE_BUSY),
            _ => {}
        }
        set_lock(self.fd, LOCK_READ, switch).map_err(lock_code)?;
        self.attached = true;
        Ok(())
    }

    /// Sees to it that there is someone to keep the file alive: this process, or another where it may only be read.
    pub fn ensure_attached(&mut self) -> SqliteResult {
        if self.attached { Ok(()) } else { self.attach() }
    }

    /// What a region of it is good for.
    pub fn mapping_code(&self) -> c_int {
        if self.read_only { SQLITE_READONLY } else { SQLITE_OK }
    }

    /// Whether the file has a region; with `extend` it is made longer where it has not.
    pub fn has_region(&mut self, number: usize, extend: bool) -> SqliteResult<bool> {
        let end = ((number + 1) * REGION_BYTES) as u64;
        let size = host::fd_size(self.fd).map_err(|_| SQLITE_IOERR_SHMSIZE)?;
        if size >= end {
            return Ok(true);
        }
        if !extend {
            return Ok(false);
        }
        for page in size / PAGE_BYTES..end / PAGE_BYTES {
            host::fd_write(self.fd, &[0], (page + 1) * PAGE_BYTES - 1).map_err(|_| SQLITE_IOERR_SHMSIZE)?;
        }
        Ok(true)
    }

    /// Reads a region, but for the header of the first.
    pub fn read_tables(&self, number: usize, region: &mut Region) -> SqliteResult {
        let start = if number == 0 { HEADER_BYTES } else { 0 };
        let offset = (number * REGION_BYTES + start) as u64;
        region.replace_from(start, |into| host::fd_read(self.fd, into, offset).map_err(|_| SQLITE_IOERR_SHMMAP))
    }

    /// Reads the header of the first region, at one moment: a read is not atomic, and a checkpoint's progress must not be
    /// taken together with an older header.
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
        host::fd_read(self.fd, &mut header, 0).map_err(|_| SQLITE_IOERR_SHMMAP)?;
        Ok(header)
    }

    /// Writes what was changed in a span of a region.
    pub fn write_changes(&self, number: usize, region: &mut Region, span: Range<usize>) -> SqliteResult {
        while let Some(run) = region.changed(span.clone()) {
            let at = (number * REGION_BYTES + run.start) as u64;
            host::fd_write(self.fd, &region.bytes()[run.clone()], at).map_err(|_| SQLITE_IOERR_SHMMAP)?;
            region.written(run);
        }
        Ok(())
    }

    /// Takes (`LOCK_READ`, `LOCK_WRITE`) or gives up (`LOCK_NONE`) the byte locks of a mask, which follow each other.
    pub fn lock(&self, locks: Mask, kind: i32) -> SqliteResult {
        if locks == 0 {
            return Ok(());
        }
        let offset = LOCKS_OFFSET + u64::from(locks.trailing_zeros());
        set_lock(self.fd, kind, lock::Range { offset, length: u64::from(locks.count_ones()) }).map_err(|refusal| {
            match lock_code(refusal) {
                SQLITE_BUSY => SQLITE_BUSY,
                _ => SQLITE_IOERR_SHMLOCK,
            }
        })
    }

    /// Removes the file.
    pub fn delete(&self) {
        // One that stays is emptied by its next user.
        let _ = host::path_unlink(&self.path);
    }
}

impl Drop for ShmFile {
    fn drop(&mut self) {
        host::fd_close(self.fd);
    }
}
