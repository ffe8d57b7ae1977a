//! SQLite's calls on an open file, turned into those of [`File`].

use core::ffi::{CStr, c_char, c_int, c_void};
use core::mem::size_of;
use core::ptr::null_mut;
use core::slice;

use super::file::File;
use super::lock::Level;
use super::shm::Change;
use super::shm_copy::REGION_BYTES;
use super::wal_lock;
use crate::ffi::*;
use crate::sqlite_result::code;

/// What SQLite allocates for a file: its method table, then ours. Null methods mean that it is not open.
#[repr(C)]
pub struct Handle {
    base: sqlite3_file,
    file: *mut File,
}

/// Bytes that SQLite has to allocate for a file.
pub const HANDLE_BYTES: c_int = size_of::<Handle>() as c_int;

const SECTOR_BYTES: c_int = 4096;

const fn methods(version: c_int) -> sqlite3_io_methods {
    sqlite3_io_methods {
        iVersion: version,
        xClose: Some(close),
        xRead: Some(read),
        xWrite: Some(write),
        xTruncate: Some(truncate),
        xSync: Some(sync),
        xFileSize: Some(file_size),
        xLock: Some(lock),
        xUnlock: Some(unlock),
        xCheckReservedLock: Some(check_reserved_lock),
        xFileControl: Some(file_control),
        xSectorSize: Some(sector_size),
        xDeviceCharacteristics: Some(device_characteristics),
        xShmMap: Some(shm_map),
        xShmLock: Some(shm_lock),
        xShmBarrier: Some(shm_barrier),
        xShmUnmap: Some(shm_unmap),
        xFetch: None,
        xUnfetch: None,
    }
}

static METHODS: sqlite3_io_methods = methods(2);

/// Of a database without WAL: SQLite does not look at methods that came with version 2.
static METHODS_WITHOUT_WAL: sqlite3_io_methods = methods(1);

impl Handle {
    /// Puts an open file into SQLite's memory, or marks that memory as no file.
    ///
    /// # Safety
    /// `handle` points to `HANDLE_BYTES` bytes, as SQLite gives them to `xOpen`.
    pub unsafe fn fill(handle: *mut sqlite3_file, file: Option<File>) {
        let methods = match &file {
            Some(file) if file.is_given() => &raw const METHODS_WITHOUT_WAL,
            Some(_) => &raw const METHODS,
            None => core::ptr::null(),
        };
        let file = file.map_or(null_mut(), |file| Box::into_raw(Box::new(file)));
        // SAFETY: the caller's promise; the memory is SQLite's and aligned for pointers.
        unsafe { handle.cast::<Self>().write(Self { base: sqlite3_file { pMethods: methods }, file }) };
    }
}

/// Calls a method of the file behind a handle.
///
/// # Safety
/// `handle` was filled with an open file that is not yet closed. SQLite never uses a file from within a call on it.
unsafe fn with<R>(handle: *mut sqlite3_file, method: impl FnOnce(&mut File) -> R) -> R {
    // SAFETY: the caller's promise: `file` came from Box::into_raw and nobody else borrows it.
    unsafe { method(&mut *(*handle.cast::<Handle>()).file) }
}

fn level(lock: c_int) -> Level {
    match lock {
        SQLITE_LOCK_NONE => Level::None,
        SQLITE_LOCK_SHARED => Level::Shared,
        SQLITE_LOCK_RESERVED => Level::Reserved,
        SQLITE_LOCK_PENDING => Level::Pending,
        _ => Level::Exclusive,
    }
}

// SAFETY, for all functions below: SQLite passes the handle of an open file, buffers of the lengths it says and
// pointers to the result types of its documentation.

unsafe extern "C" fn close(handle: *mut sqlite3_file) -> c_int {
    // SAFETY: see above; SQLite closes a file once, which ends the box made in `fill`.
    unsafe {
        let handle = &mut *handle.cast::<Handle>();
        drop(Box::from_raw(handle.file));
        handle.file = null_mut();
    }
    SQLITE_OK
}

unsafe extern "C" fn read(handle: *mut sqlite3_file, into: *mut c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: see above.
    unsafe {
        let into = slice::from_raw_parts_mut(into.cast::<u8>(), count as usize);
        with(handle, |file| code(file.read(into, offset as u64)))
    }
}

unsafe extern "C" fn write(handle: *mut sqlite3_file, from: *const c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: see above.
    unsafe {
        let from = slice::from_raw_parts(from.cast::<u8>(), count as usize);
        with(handle, |file| code(file.write(from, offset as u64)))
    }
}

unsafe extern "C" fn truncate(handle: *mut sqlite3_file, size: i64) -> c_int {
    // SAFETY: see above.
    unsafe { with(handle, |file| code(file.truncate(size as u64))) }
}

unsafe extern "C" fn sync(handle: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: see above.
    unsafe { with(handle, |file| code(file.sync(flags & SQLITE_SYNC_DATAONLY != 0))) }
}

unsafe extern "C" fn file_size(handle: *mut sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: see above.
    unsafe {
        match with(handle, File::size) {
            Ok(bytes) => {
                *size = bytes as i64;
                SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn lock(handle: *mut sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: see above.
    unsafe { with(handle, |file| code(file.lock(level(wanted)))) }
}

unsafe extern "C" fn unlock(handle: *mut sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: see above.
    unsafe { with(handle, |file| code(file.unlock(level(wanted)))) }
}

unsafe extern "C" fn check_reserved_lock(handle: *mut sqlite3_file, reserved: *mut c_int) -> c_int {
    // SAFETY: see above.
    unsafe {
        match with(handle, File::is_reserved) {
            Ok(taken) => {
                *reserved = taken.into();
                SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn file_control(handle: *mut sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: see above; the type of the argument is that of the operation's documentation.
    unsafe {
        let integer = argument.cast::<c_int>();
        with(handle, |file| {
            match operation {
                SQLITE_FCNTL_LOCKSTATE => *integer = file.level as c_int,
                SQLITE_FCNTL_LAST_ERRNO => *integer = file.last_errno,
                SQLITE_FCNTL_HAS_MOVED => *integer = file.has_moved().into(),
                SQLITE_FCNTL_CHUNK_SIZE => file.chunk = (*integer).max(0) as u64,
                SQLITE_FCNTL_SIZE_HINT => return code(file.grow_by_chunks(*argument.cast::<i64>() as u64)),
                SQLITE_FCNTL_PERSIST_WAL => switch(&mut file.persist_wal, integer),
                SQLITE_FCNTL_POWERSAFE_OVERWRITE => switch(&mut file.powersafe_overwrite, integer),
                SQLITE_FCNTL_PRAGMA if file.is_given() => return refuse_wal(argument.cast()),
                _ => return SQLITE_NOTFOUND,
            }
            SQLITE_OK
        })
    }
}

const NO_WAL: &CStr = c"journal_mode WAL is not supported for databases opened from file descriptors";

/// Refuses a pragma that asks for WAL mode.
///
/// # Safety
/// `texts` points to those of `SQLITE_FCNTL_PRAGMA`: room for an answer, the pragma's name and its argument, or null.
unsafe fn refuse_wal(texts: *mut *mut c_char) -> c_int {
    // SAFETY: the caller's promise; SQLite frees the answer.
    unsafe {
        let (name, argument) = (*texts.add(1), *texts.add(2));
        let is = |text, wanted: &CStr| sqlite3_stricmp(text, wanted.as_ptr()) == 0;
        if argument.is_null() || !is(name, c"journal_mode") || !is(argument, c"wal") {
            return SQLITE_NOTFOUND;
        }
        *texts = sqlite3_mprintf(NO_WAL.as_ptr());
        SQLITE_ERROR
    }
}

/// A setting as SQLite changes them: below zero it is only asked for.
///
/// # Safety
/// `value` points to an integer.
unsafe fn switch(setting: &mut bool, value: *mut c_int) {
    // SAFETY: the caller's promise.
    unsafe {
        match *value {
            ..0 => *value = (*setting).into(),
            on => *setting = on != 0,
        }
    }
}

unsafe extern "C" fn sector_size(_: *mut sqlite3_file) -> c_int {
    SECTOR_BYTES
}

unsafe extern "C" fn device_characteristics(handle: *mut sqlite3_file) -> c_int {
    // SAFETY: see above.
    let powersafe = unsafe { with(handle, |file| file.powersafe_overwrite) };
    SQLITE_IOCAP_SUBPAGE_READ | if powersafe { SQLITE_IOCAP_POWERSAFE_OVERWRITE } else { 0 }
}

unsafe extern "C" fn shm_map(
    handle: *mut sqlite3_file,
    region: c_int,
    bytes: c_int,
    extend: c_int,
    address: *mut *mut c_void,
) -> c_int {
    debug_assert_eq!(bytes as usize, REGION_BYTES, "the WAL format fixes the size of a region");
    // SAFETY: see above.
    unsafe {
        *address = null_mut();
        match with(handle, |file| file.wal_region(region as usize, extend != 0)) {
            Ok((memory, code)) => {
                *address = memory.map_or(null_mut(), <*mut u8>::cast);
                code
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn shm_lock(handle: *mut sqlite3_file, first: c_int, count: c_int, flags: c_int) -> c_int {
    let change = if flags & SQLITE_SHM_UNLOCK != 0 {
        Change::Release
    } else if flags & SQLITE_SHM_SHARED != 0 {
        Change::Share
    } else {
        Change::Exclude
    };
    let locks = wal_lock::mask(first as usize, count as usize);
    // SAFETY: see above.
    unsafe { with(handle, |file| code(file.wal_lock(locks, change))) }
}

unsafe extern "C" fn shm_barrier(handle: *mut sqlite3_file) {
    // SAFETY: see above.
    unsafe { with(handle, File::wal_barrier) };
}

unsafe extern "C" fn shm_unmap(handle: *mut sqlite3_file, delete: c_int) -> c_int {
    // SAFETY: see above.
    unsafe { with(handle, |file| file.leave_wal_index(delete != 0)) };
    SQLITE_OK
}
