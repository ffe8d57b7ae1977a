//! SQLite's calls on an open file, and the method table of files without locks.

use core::ffi::{c_int, c_void};
use core::mem::size_of;
use core::ptr::null_mut;
use core::slice;

use super::file::File;
use crate::ffi::*;
use crate::sqlite_result::code;

/// A kind of open file with a method table of its own.
///
/// # Safety
/// The type is `repr(C)` and begins with a [`File`], so that the methods of files take handles of this kind, too. All
/// other methods in the table take only handles of this kind.
pub unsafe trait OpenFile {
    /// Returns the method table.
    fn methods(&self) -> &'static sqlite3_io_methods;
}

/// The memory that SQLite allocates for a file: the method table, which is null while the file is not open, and ours.
#[repr(C)]
struct Handle {
    base: sqlite3_file,
    file: *mut c_void,
}

/// Number of bytes that SQLite has to allocate for a file.
pub const HANDLE_BYTES: c_int = size_of::<Handle>() as c_int;

const SECTOR_BYTES: c_int = 4096;

/// Moves an open file into a handle.
///
/// # Safety
/// `handle` points to `HANDLE_BYTES` bytes, aligned for pointers, as SQLite passes them to xOpen.
pub unsafe fn fill<F: OpenFile>(handle: *mut sqlite3_file, file: F) {
    let base = sqlite3_file { pMethods: file.methods() };
    let file = Box::into_raw(Box::new(file)).cast();
    // SAFETY: the caller passes memory for a handle.
    unsafe { handle.cast::<Handle>().write(Handle { base, file }) };
}

/// Marks a handle as not open.
///
/// # Safety
/// As for [`fill`].
pub unsafe fn clear(handle: *mut sqlite3_file) {
    let base = sqlite3_file { pMethods: core::ptr::null() };
    // SAFETY: the caller passes memory for a handle.
    unsafe { handle.cast::<Handle>().write(Handle { base, file: null_mut() }) };
}

/// Calls a method of the file in a handle.
///
/// # Safety
/// SQLite is calling a method with the open handle of an `F` or of a kind of file that begins with an `F`. It never
/// uses a file from within a call on it.
pub unsafe fn with<F, R>(handle: *mut sqlite3_file, method: impl FnOnce(&mut F) -> R) -> R {
    // SAFETY: `fill` stored the address of the file, which is live and has no other reference by the caller's promise.
    unsafe { method(&mut *(*handle.cast::<Handle>()).file.cast::<F>()) }
}

/// Returns a method table of version 1 for a kind of file. Its lock methods succeed without a lock.
pub const fn methods<F: OpenFile>() -> sqlite3_io_methods {
    sqlite3_io_methods {
        iVersion: 1,
        xClose: Some(x_close::<F>),
        xRead: Some(x_read),
        xWrite: Some(x_write),
        xTruncate: Some(x_truncate),
        xSync: Some(x_sync),
        xFileSize: Some(x_file_size),
        xLock: Some(x_no_lock),
        xUnlock: Some(x_no_lock),
        xCheckReservedLock: Some(x_check_no_lock),
        xFileControl: Some(x_file_control),
        xSectorSize: Some(x_sector_size),
        xDeviceCharacteristics: Some(x_device_characteristics),
        xShmMap: None,
        xShmLock: None,
        xShmBarrier: None,
        xShmUnmap: None,
        xFetch: None,
        xUnfetch: None,
    }
}

static FILE_METHODS: sqlite3_io_methods = methods::<File>();

// SAFETY: a `File` is a file, and the table has the methods of files.
unsafe impl OpenFile for File {
    fn methods(&self) -> &'static sqlite3_io_methods {
        &FILE_METHODS
    }
}

unsafe extern "C" fn x_close<F: OpenFile>(handle: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite passes the handle of an open `F`, in which `fill` stored the address of a box, and closes it once.
    unsafe {
        let handle = &mut *handle.cast::<Handle>();
        drop(Box::from_raw(handle.file.cast::<F>()));
        handle.file = null_mut();
    }
    SQLITE_OK
}

unsafe extern "C" fn x_read(handle: *mut sqlite3_file, into: *mut c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open file, and a buffer of `count` bytes.
    unsafe {
        let into = slice::from_raw_parts_mut(into.cast::<u8>(), count as usize);
        with(handle, |file: &mut File| code(file.read(into, offset as u64)))
    }
}

unsafe extern "C" fn x_write(handle: *mut sqlite3_file, from: *const c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open file, and `count` bytes.
    unsafe {
        let from = slice::from_raw_parts(from.cast::<u8>(), count as usize);
        with(handle, |file: &mut File| code(file.write(from, offset as u64)))
    }
}

unsafe extern "C" fn x_truncate(handle: *mut sqlite3_file, size: i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open file.
    unsafe { with(handle, |file: &mut File| code(file.truncate(size as u64))) }
}

unsafe extern "C" fn x_sync(handle: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: SQLite passes the handle of an open file.
    unsafe { with(handle, |file: &mut File| code(file.sync(flags & SQLITE_SYNC_DATAONLY != 0))) }
}

unsafe extern "C" fn x_file_size(handle: *mut sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: SQLite passes the handle of an open file, and a pointer to its result.
    unsafe { code(with(handle, File::size).map(|bytes| *size = bytes as i64)) }
}

unsafe extern "C" fn x_no_lock(_: *mut sqlite3_file, _level: c_int) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn x_check_no_lock(_: *mut sqlite3_file, reserved: *mut c_int) -> c_int {
    // SAFETY: SQLite passes a pointer to its result.
    unsafe { *reserved = 0 };
    SQLITE_OK
}

unsafe extern "C" fn x_file_control(handle: *mut sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: SQLite passes the handle of an open file, and an argument of the operation's type.
    unsafe { with(handle, |file| file_control(file, operation, argument)) }
}

/// Handles the file controls common to all files. Returns a result code, `SQLITE_NOTFOUND` for any other file control.
///
/// # Safety
/// `argument` has the type that SQLite's documentation of the operation says.
pub unsafe fn file_control(file: &mut File, operation: c_int, argument: *mut c_void) -> c_int {
    let integer = argument.cast::<c_int>();
    // SAFETY: the caller passes an argument of the operation's type, which is read or written as that type.
    unsafe {
        match operation {
            SQLITE_FCNTL_LAST_ERRNO => *integer = file.last_errno,
            SQLITE_FCNTL_CHUNK_SIZE => file.chunk = (*integer).max(0) as u64,
            SQLITE_FCNTL_SIZE_HINT => return code(file.grow_by_chunks(*argument.cast::<i64>() as u64)),
            SQLITE_FCNTL_POWERSAFE_OVERWRITE => switch(&mut file.powersafe_overwrite, integer),
            _ => return SQLITE_NOTFOUND,
        }
    }
    SQLITE_OK
}

/// Changes a setting as SQLite's file controls do: a negative value only queries it.
///
/// # Safety
/// `value` points to an integer.
pub unsafe fn switch(setting: &mut bool, value: *mut c_int) {
    // SAFETY: the caller passes a pointer to an integer.
    unsafe {
        match *value {
            ..0 => *value = (*setting).into(),
            on => *setting = on != 0,
        }
    }
}

unsafe extern "C" fn x_sector_size(_: *mut sqlite3_file) -> c_int {
    SECTOR_BYTES
}

unsafe extern "C" fn x_device_characteristics(handle: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite passes the handle of an open file.
    let powersafe = unsafe { with(handle, |file: &mut File| file.powersafe_overwrite) };
    SQLITE_IOCAP_SUBPAGE_READ | if powersafe { SQLITE_IOCAP_POWERSAFE_OVERWRITE } else { 0 }
}
