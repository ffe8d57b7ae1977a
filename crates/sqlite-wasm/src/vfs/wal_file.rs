//! A WAL. SQLite writes a frame by two calls, one for its header and one for its page: here they become one write,
//! since a system call costs more than the bytes.

use core::ffi::{c_int, c_void};
use core::slice;

use super::file::File;
use super::io_methods::{OpenFile, methods, with};
use crate::ffi::*;
use crate::sqlite_result::{SqliteResult, code};

/// Size of the WAL's header, and where it has the size of a page.
const WAL_HEADER_BYTES: usize = 32;
const PAGE_SIZE: usize = 8;

/// Size of a frame's header.
const HEADER_BYTES: usize = 24;

/// An open WAL. The file comes first, so that the methods of files apply to it.
#[repr(C)]
#[derive(Debug)]
pub struct WalFile {
    file: File,
    /// The header of a frame whose page SQLite writes next, and its offset.
    header: Option<([u8; HEADER_BYTES], u64)>,
    /// A whole frame, only while it is written.
    frame: Vec<u8>,
    /// The offset of the last call, if that was a read.
    last_read: Option<u64>,
    /// Size of a frame, once it is known.
    frame_bytes: Option<u64>,
}

impl WalFile {
    /// Creates the file.
    pub fn new(file: File) -> Self {
        Self { file, header: None, frame: Vec::new(), last_read: None, frame_bytes: None }
    }

    /// Writes. The header of a new frame waits for the page, which SQLite writes next, before it does anything else.
    /// When SQLite computes the checksums of frames again, it reads each of them and writes only its header. Where it
    /// fills sectors, it syncs in the middle of a page, whose second part may have the size of a header.
    fn write(&mut self, from: &[u8], offset: u64) -> SqliteResult {
        let writes_again = self.last_read.take() == Some(offset);
        if let Ok(header) = <[u8; HEADER_BYTES]>::try_from(from)
            && !writes_again
            && self.begins_frame(offset)
        {
            self.flush()?;
            self.header = Some((header, offset));
            return Ok(());
        }
        let waiting = self.header;
        match waiting {
            Some((header, start)) if start + HEADER_BYTES as u64 == offset && self.fill_frame(&header, from) => {
                self.header = None;
                self.file.write(&self.frame, start)
            }
            _ => {
                self.flush()?;
                self.file.write(from, offset)
            }
        }
    }

    /// Returns whether a frame begins at an offset.
    fn begins_frame(&mut self, offset: u64) -> bool {
        if self.frame_bytes.is_none() {
            let mut header = [0; WAL_HEADER_BYTES];
            if self.file.read(&mut header, 0).is_ok() {
                let page = u32::from_be_bytes(*header[PAGE_SIZE..].first_chunk().expect("inside the header"));
                self.frame_bytes = Some(HEADER_BYTES as u64 + u64::from(page));
            }
        }
        let frames = offset.checked_sub(WAL_HEADER_BYTES as u64);
        frames.zip(self.frame_bytes).is_some_and(|(frames, size)| frames % size == 0)
    }

    /// Puts a frame together. Returns false if there is no memory for it.
    fn fill_frame(&mut self, header: &[u8], page: &[u8]) -> bool {
        self.frame.clear();
        if self.frame.try_reserve_exact(header.len() + page.len()).is_err() {
            return false;
        }
        self.frame.extend_from_slice(header);
        self.frame.extend_from_slice(page);
        true
    }

    /// Writes a header that waits for its page.
    fn flush(&mut self) -> SqliteResult {
        self.last_read = None;
        self.header.take().map_or(Ok(()), |(header, offset)| self.file.write(&header, offset))
    }

    /// Calls a method of the file, after a header that waits.
    fn then<R>(&mut self, method: impl FnOnce(&mut File) -> SqliteResult<R>) -> SqliteResult<R> {
        self.flush()?;
        method(&mut self.file)
    }
}

impl Drop for WalFile {
    fn drop(&mut self) {
        // SQLite closes no WAL between a header and its page.
        let _ = self.flush();
    }
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    xRead: Some(x_read),
    xWrite: Some(x_write),
    xTruncate: Some(x_truncate),
    xSync: Some(x_sync),
    xFileSize: Some(x_file_size),
    ..methods::<WalFile>()
};

// SAFETY: the type begins with a `File`, and the methods above take only handles of WALs.
unsafe impl OpenFile for WalFile {
    fn methods(&self) -> &'static sqlite3_io_methods {
        &METHODS
    }
}

unsafe extern "C" fn x_read(handle: *mut sqlite3_file, into: *mut c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open WAL, and a buffer of `count` bytes.
    unsafe {
        let into = slice::from_raw_parts_mut(into.cast::<u8>(), count as usize);
        with(handle, |wal: &mut WalFile| {
            let read = wal.then(|file| file.read(into, offset as u64));
            wal.last_read = Some(offset as u64);
            code(read)
        })
    }
}

unsafe extern "C" fn x_write(handle: *mut sqlite3_file, from: *const c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open WAL, and `count` bytes.
    unsafe {
        let from = slice::from_raw_parts(from.cast::<u8>(), count as usize);
        with(handle, |wal: &mut WalFile| code(wal.write(from, offset as u64)))
    }
}

unsafe extern "C" fn x_truncate(handle: *mut sqlite3_file, size: i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open WAL.
    unsafe { with(handle, |wal: &mut WalFile| code(wal.then(|file| file.truncate(size as u64)))) }
}

unsafe extern "C" fn x_sync(handle: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: SQLite passes the handle of an open WAL.
    unsafe { with(handle, |wal: &mut WalFile| code(wal.then(|file| file.sync(flags & SQLITE_SYNC_DATAONLY != 0)))) }
}

unsafe extern "C" fn x_file_size(handle: *mut sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open WAL, and a pointer to its result.
    unsafe { with(handle, |wal: &mut WalFile| code(wal.then(File::size).map(|bytes| *size = bytes as i64))) }
}
