//! The VFS as SQLite sees it: paths, time and randomness.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;
use core::slice;

use super::file::{self, Access, File};
use super::given;
use super::inode;
use super::io_methods::{HANDLE_BYTES, Handle};
use super::path::{self, Links};
use crate::ffi::*;
use crate::host;

/// SQLite writes the list of VFSs into the structure, so it is a value of its own for the instance's life.
fn vfs() -> sqlite3_vfs {
    sqlite3_vfs {
        iVersion: 2,
        szOsFile: HANDLE_BYTES,
        mxPathname: path::MAX as c_int,
        pNext: null_mut(),
        // Named as native's on unix, which is what programs that name a VFS expect.
        zName: c"unix".as_ptr(),
        pAppData: null_mut(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: Some(dl_open),
        xDlError: Some(dl_error),
        xDlSym: Some(dl_sym),
        xDlClose: Some(dl_close),
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(get_last_error),
        xCurrentTimeInt64: Some(current_time_int64),
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }
}

/// Called by `sqlite3_initialize`.
#[unsafe(no_mangle)]
extern "C" fn sqlite3_os_init() -> c_int {
    // SAFETY: the structure is never freed.
    unsafe { sqlite3_vfs_register(Box::leak(Box::new(vfs())), 1) }
}

/// Called by `sqlite3_shutdown`.
#[unsafe(no_mangle)]
extern "C" fn sqlite3_os_end() -> c_int {
    SQLITE_OK
}

// SAFETY, for all functions below: SQLite passes NUL-terminated names, buffers of the lengths it says and pointers to
// the result types of its documentation.

unsafe fn bytes<'a>(name: *const c_char) -> &'a [u8] {
    // SAFETY: see above; the name outlives the call that it was passed to.
    unsafe { CStr::from_ptr(name).to_bytes() }
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    handle: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: see above.
    unsafe {
        let path = (!name.is_null()).then(|| bytes(name));
        match File::open(path, flags) {
            Ok((file, opened_with)) => {
                Handle::fill(handle, Some(file));
                if !out_flags.is_null() {
                    *out_flags = opened_with;
                }
                SQLITE_OK
            }
            Err(code) => {
                Handle::fill(handle, None);
                code
            }
        }
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync_directory: c_int) -> c_int {
    // SAFETY: see above.
    let path = unsafe { bytes(name) };
    file::delete(path, sync_directory & 1 != 0).err().unwrap_or(SQLITE_OK)
}

unsafe extern "C" fn access(_: *mut sqlite3_vfs, name: *const c_char, rights: c_int, has: *mut c_int) -> c_int {
    // SAFETY: see above.
    let path = unsafe { bytes(name) };
    let asked = if rights == SQLITE_ACCESS_EXISTS { Access::Exists } else { Access::ReadWrite };
    match file::access(path, asked) {
        Ok(granted) => {
            // SAFETY: see above.
            unsafe { *has = granted.into() };
            SQLITE_OK
        }
        Err(code) => code,
    }
}

struct HostLinks {
    followed: bool,
}

impl Links for HostLinks {
    fn readlink(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        let target = host::path_readlink(path).ok();
        self.followed |= target.is_some();
        target
    }

    fn cwd(&mut self) -> Option<Vec<u8>> {
        host::cwd_get().ok()
    }
}

unsafe extern "C" fn full_pathname(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    capacity: c_int,
    into: *mut c_char,
) -> c_int {
    let mut links = HostLinks { followed: false };
    // SAFETY: see above.
    let name = unsafe { bytes(name) };
    let resolved = if given::is_offered(name) { Ok(name.to_vec()) } else { path::resolve(name, &mut links) };
    let Ok(resolved) = resolved else { return SQLITE_CANTOPEN };
    // SAFETY: see above.
    let into = unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), capacity as usize) };
    let Some(room) = into.get_mut(..=resolved.len()) else { return SQLITE_CANTOPEN };
    room[..resolved.len()].copy_from_slice(&resolved);
    room[resolved.len()] = 0;
    if links.followed { SQLITE_OK_SYMLINK } else { SQLITE_OK }
}

unsafe extern "C" fn dl_open(_: *mut sqlite3_vfs, _name: *const c_char) -> *mut c_void {
    null_mut()
}

const NO_EXTENSIONS: &str = "extensions are machine code and cannot be loaded into WebAssembly; built in are FTS3/4/5, \
    R-Tree, Geopoly, JSON, math functions, percentile, soundex and dbstat";

unsafe extern "C" fn dl_error(_: *mut sqlite3_vfs, capacity: c_int, into: *mut c_char) {
    // SAFETY: see above.
    let into = unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), capacity as usize) };
    let Some(last) = into.len().checked_sub(1) else { return };
    let length = last.min(NO_EXTENSIONS.len());
    into[..length].copy_from_slice(&NO_EXTENSIONS.as_bytes()[..length]);
    into[length] = 0;
}

unsafe extern "C" fn dl_sym(
    _: *mut sqlite3_vfs,
    _library: *mut c_void,
    _symbol: *const c_char,
) -> Option<unsafe extern "C" fn(*mut sqlite3_vfs, *mut c_void, *const c_char)> {
    None
}

unsafe extern "C" fn dl_close(_: *mut sqlite3_vfs, _library: *mut c_void) {}

unsafe extern "C" fn randomness(_: *mut sqlite3_vfs, count: c_int, into: *mut c_char) -> c_int {
    // SAFETY: see above.
    host::random_get(unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), count as usize) });
    count
}

unsafe extern "C" fn sleep(_: *mut sqlite3_vfs, microseconds: c_int) -> c_int {
    host::thread_sleep(microseconds.max(0) as u32);
    inode::refresh_wal_indexes();
    microseconds
}

/// Julian day of 1970-01-01 00:00 UTC, in milliseconds.
const UNIX_EPOCH: i64 = 210_866_760_000_000;

fn julian_milliseconds() -> i64 {
    UNIX_EPOCH + host::clock_now() as i64
}

unsafe extern "C" fn current_time_int64(_: *mut sqlite3_vfs, milliseconds: *mut i64) -> c_int {
    // SAFETY: see above.
    unsafe { *milliseconds = julian_milliseconds() };
    SQLITE_OK
}

unsafe extern "C" fn current_time(_: *mut sqlite3_vfs, days: *mut f64) -> c_int {
    // SAFETY: see above.
    unsafe { *days = julian_milliseconds() as f64 / 86_400_000.0 };
    SQLITE_OK
}

unsafe extern "C" fn get_last_error(_: *mut sqlite3_vfs, _capacity: c_int, _into: *mut c_char) -> c_int {
    // The host's reason stays with the file (SQLITE_FCNTL_LAST_ERRNO).
    0
}
