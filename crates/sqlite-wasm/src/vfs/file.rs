//! An open file: reading, writing and making durable. A database file adds locks to it.

use core::ffi::c_int;
use std::rc::Rc;

use abi::{EIO, ENOSPC};

use super::directory::sync_directory_of;
use super::errors::{read_code, write_code};
use super::system::System;
use super::whole_file::WholeFile;
use crate::ffi::*;
use crate::host::{self, Errno, Fd};
use crate::sqlite_result::SqliteResult;

/// One open file.
#[derive(Debug)]
pub struct File {
    fd: Fd,
    /// The owner of the descriptor if other connections share it.
    whole: Option<Rc<WholeFile>>,
    path: Vec<u8>,
    writable: bool,
    /// The file may be longer than its content. So may a database, whose header has its size.
    pub may_be_longer: bool,
    /// The file is removed when it is closed, because the system did not let it be removed while open.
    unlink_at_close: bool,
    /// The directory entry is new. The first sync makes it durable.
    sync_directory: bool,
    /// Errno of the last failure.
    pub last_errno: Errno,
    /// Size in bytes that the file's size is a multiple of (`SQLITE_FCNTL_CHUNK_SIZE`), 0 for none.
    pub chunk: u64,
    /// A torn write spares the bytes around it.
    pub powersafe_overwrite: bool,
}

impl File {
    /// Creates a file for a descriptor, which the file closes in the end.
    pub fn new(fd: Fd, path: Vec<u8>, writable: bool) -> Self {
        Self {
            fd,
            whole: None,
            path,
            writable,
            may_be_longer: false,
            unlink_at_close: false,
            sync_directory: false,
            last_errno: 0,
            chunk: 0,
            powersafe_overwrite: true,
        }
    }

    /// Creates a file for the descriptor of a file that is owned whole.
    pub fn sharing(whole: Rc<WholeFile>, path: Vec<u8>, writable: bool) -> Self {
        let mut file = Self::new(whole.fd, path, writable);
        file.whole = Some(whole);
        file
    }

    /// Returns the descriptor.
    pub fn fd(&self) -> Fd {
        self.fd
    }

    /// Returns the path.
    pub fn path(&self) -> &[u8] {
        &self.path
    }

    /// Returns whether the file is open for writing.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Makes the directory entry durable with the first sync.
    pub fn sync_directory_first(&mut self) {
        self.sync_directory = true;
    }

    /// Removes the directory entry: at once or, if the system refuses, when the file is closed.
    pub fn unlink(&mut self) {
        self.unlink_at_close = host::path_unlink(&self.path).is_err();
    }

    /// Reads. Bytes beyond the end of the file are zeros, and the read is short.
    pub fn read(&mut self, into: &mut [u8], offset: u64) -> SqliteResult {
        match System::current().patiently(|| host::fd_read(self.fd, into, offset)) {
            Ok(n) if n == into.len() => Ok(()),
            Ok(n) => {
                self.last_errno = 0;
                into[n..].fill(0);
                Err(SQLITE_IOERR_SHORT_READ)
            }
            Err(errno) => Err(self.failed(errno, read_code(errno))),
        }
    }

    /// Writes all of `from`. Returns `SQLITE_FULL` if the disk is full, else an I/O error.
    pub fn write(&mut self, from: &[u8], offset: u64) -> SqliteResult {
        System::current().patiently(|| host::fd_write(self.fd, from, offset)).map_err(|errno| {
            let reported = if errno == ENOSPC { 0 } else { errno };
            self.failed(reported, write_code(errno))
        })
    }

    /// Sets the size, rounded up to whole chunks.
    pub fn truncate(&mut self, size: u64) -> SqliteResult {
        let size = if self.chunk > 0 { size.div_ceil(self.chunk) * self.chunk } else { size };
        match host::fd_truncate(self.fd, size) {
            Err(EIO) if self.keeps_its_size() => Ok(()),
            truncated => truncated.map_err(|errno| self.failed(errno, SQLITE_IOERR_TRUNCATE)),
        }
    }

    /// Returns whether a file that was not truncated may stay as long as it is: Windows truncates no file that another
    /// process maps, an error for which node:fs has no name, and native SQLite ignores it.
    fn keeps_its_size(&self) -> bool {
        self.may_be_longer && System::current() == System::Windows
    }

    /// Makes the file durable, and its directory entry if that is new.
    pub fn sync(&mut self, data_only: bool) -> SqliteResult {
        host::fd_sync(self.fd, data_only).map_err(|errno| self.failed(errno, SQLITE_IOERR_FSYNC))?;
        if self.sync_directory {
            self.sync_directory = false;
            // Not every system can sync a directory; native SQLite ignores a failure, too.
            let _ = sync_directory_of(&self.path);
        }
        Ok(())
    }

    /// Returns the size in bytes. On Unix a file of one byte counts as empty: native SQLite has written such files to
    /// work around a file system.
    pub fn size(&mut self) -> SqliteResult<u64> {
        let size = host::fd_size(self.fd).map_err(|errno| self.failed(errno, SQLITE_IOERR_FSTAT))?;
        Ok(if size == 1 && System::current() == System::Unix { 0 } else { size })
    }

    /// Extends the file for `size` bytes if it grows by chunks.
    pub fn grow_by_chunks(&mut self, size: u64) -> SqliteResult {
        if self.chunk == 0 {
            return Ok(());
        }
        let target = size.div_ceil(self.chunk) * self.chunk;
        if target > self.size()? { self.write(&[0], target - 1) } else { Ok(()) }
    }

    fn failed(&mut self, errno: Errno, code: c_int) -> c_int {
        self.last_errno = errno;
        code
    }
}

impl Drop for File {
    fn drop(&mut self) {
        if self.whole.is_none() {
            host::fd_close(self.fd);
        }
        if self.unlink_at_close {
            let _ = host::path_unlink(&self.path);
        }
    }
}
