//! The VFS's method table: opening files, paths, time and randomness.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;
use core::slice;

use super::directory::{self, Access};
use super::fd_database;
use super::full_path::{FullPath, full_path};
use super::inode;
use super::io_methods::{self, HANDLE_BYTES};
use super::open::{Opened, open};
use super::system::System;
use crate::extension::dl;
use crate::ffi::*;
use crate::host;
use crate::sqlite_result::code;

/// Returns the VFS. SQLite links it into its list, so it must be writable and live as long as the instance.
fn vfs() -> sqlite3_vfs {
    let system = System::current();
    sqlite3_vfs {
        iVersion: 2,
        szOsFile: HANDLE_BYTES,
        mxPathname: system.longest_path() as c_int,
        pNext: null_mut(),
        zName: system.vfs_name().as_ptr(),
        pAppData: null_mut(),
        xOpen: Some(x_open),
        xDelete: Some(x_delete),
        xAccess: Some(x_access),
        xFullPathname: Some(x_full_pathname),
        xDlOpen: Some(dl::x_dl_open),
        xDlError: Some(dl::x_dl_error),
        xDlSym: Some(dl::x_dl_sym),
        xDlClose: Some(dl::x_dl_close),
        xRandomness: Some(x_randomness),
        xSleep: Some(x_sleep),
        xCurrentTime: Some(x_current_time),
        xGetLastError: Some(x_get_last_error),
        xCurrentTimeInt64: Some(x_current_time_int64),
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }
}

/// Registers the VFS. Called by `sqlite3_initialize`.
#[unsafe(no_mangle)]
extern "C" fn sqlite3_os_init() -> c_int {
    // SAFETY: the structure is writable and never freed.
    unsafe { sqlite3_vfs_register(Box::leak(Box::new(vfs())), 1) }
}

/// Does nothing. Called by `sqlite3_shutdown`.
#[unsafe(no_mangle)]
extern "C" fn sqlite3_os_end() -> c_int {
    SQLITE_OK
}

/// Returns the bytes of a name.
///
/// # Safety
/// SQLite passed the name to a method, which has not returned. It ends in a NUL.
unsafe fn bytes<'a>(name: *const c_char) -> &'a [u8] {
    // SAFETY: the caller passes a text with a NUL that outlives the method's call.
    unsafe { CStr::from_ptr(name).to_bytes() }
}

unsafe extern "C" fn x_open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    handle: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes null or a name with a NUL, memory for a handle, and null or a pointer to its result.
    unsafe {
        match open((!name.is_null()).then(|| bytes(name)), flags) {
            Ok((opened, opened_with)) => {
                match opened {
                    Opened::File(file) => io_methods::fill(handle, file),
                    Opened::Wal(wal) => io_methods::fill(handle, wal),
                    Opened::Database(database) => io_methods::fill(handle, database),
                }
                if !out_flags.is_null() {
                    *out_flags = opened_with;
                }
                SQLITE_OK
            }
            Err(code) => {
                io_methods::clear(handle);
                code
            }
        }
    }
}

unsafe extern "C" fn x_delete(_: *mut sqlite3_vfs, name: *const c_char, sync_directory: c_int) -> c_int {
    // SAFETY: SQLite passes a name with a NUL.
    let name = unsafe { bytes(name) };
    let sync_directory = sync_directory & 1 != 0;
    code(match fd_database::is_name(name) {
        true => fd_database::delete(name, sync_directory),
        false => directory::delete(name, sync_directory),
    })
}

unsafe extern "C" fn x_access(_: *mut sqlite3_vfs, name: *const c_char, rights: c_int, has: *mut c_int) -> c_int {
    // SAFETY: SQLite passes a name with a NUL.
    let name = unsafe { bytes(name) };
    let access = if rights == SQLITE_ACCESS_EXISTS { Access::Exists } else { Access::ReadWrite };
    let granted = match fd_database::is_name(name) {
        true => fd_database::access(name, access),
        false => directory::access(name, access),
    };
    // SAFETY: SQLite passes a pointer to its result.
    code(granted.map(|granted| unsafe { *has = granted.into() }))
}

unsafe extern "C" fn x_full_pathname(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    capacity: c_int,
    into: *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes a name with a NUL.
    let name = unsafe { bytes(name) };
    let full = if fd_database::is_offered(name) { Ok(FullPath::direct(name)) } else { full_path(name) };
    let FullPath { path, through_link } = match full {
        Ok(full) => full,
        Err(code) => return code,
    };
    // SAFETY: SQLite passes a buffer of `capacity` bytes.
    let into = unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), capacity as usize) };
    let Some(room) = into.get_mut(..=path.len()) else { return SQLITE_CANTOPEN };
    room[..path.len()].copy_from_slice(&path);
    room[path.len()] = 0;
    if through_link { SQLITE_OK_SYMLINK } else { SQLITE_OK }
}

unsafe extern "C" fn x_randomness(_: *mut sqlite3_vfs, count: c_int, into: *mut c_char) -> c_int {
    // SAFETY: SQLite passes a buffer of `count` bytes.
    host::random_get(unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), count as usize) });
    count
}

unsafe extern "C" fn x_sleep(_: *mut sqlite3_vfs, microseconds: c_int) -> c_int {
    host::thread_sleep(microseconds.max(0) as u32);
    inode::refresh_wal_indexes();
    microseconds
}

/// Julian day of 1970-01-01 00:00 UTC, in milliseconds.
const UNIX_EPOCH: i64 = 210_866_760_000_000;

fn julian_milliseconds() -> i64 {
    UNIX_EPOCH + host::clock_now() as i64
}

unsafe extern "C" fn x_current_time_int64(_: *mut sqlite3_vfs, milliseconds: *mut i64) -> c_int {
    // SAFETY: SQLite passes a pointer to its result.
    unsafe { *milliseconds = julian_milliseconds() };
    SQLITE_OK
}

unsafe extern "C" fn x_current_time(_: *mut sqlite3_vfs, days: *mut f64) -> c_int {
    // SAFETY: SQLite passes a pointer to its result.
    unsafe { *days = julian_milliseconds() as f64 / 86_400_000.0 };
    SQLITE_OK
}

unsafe extern "C" fn x_get_last_error(_: *mut sqlite3_vfs, _capacity: c_int, _into: *mut c_char) -> c_int {
    // Each file keeps the errno of its own last failure (SQLITE_FCNTL_LAST_ERRNO).
    0
}
