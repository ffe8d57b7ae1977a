//! The method tables of database files: those of any file, with locks and a WAL index.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;

use super::database_file::DatabaseFile;
use super::io_methods::{self, OpenFile, file_control, switch};
use super::lock::levels::Level;
use super::wal_index::index::Change;
use super::wal_index::locks;
use super::wal_index::region::REGION_BYTES;
use crate::ffi::*;
use crate::sqlite_result::code;

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xShmMap: Some(x_shm_map),
    xShmLock: Some(x_shm_lock),
    xShmBarrier: Some(x_shm_barrier),
    xShmUnmap: Some(x_shm_unmap),
    ..METHODS_WITHOUT_WAL
};

/// For a database of descriptors: a table of version 1 has no methods for a WAL index.
static FD_METHODS: sqlite3_io_methods = METHODS_WITHOUT_WAL;

const METHODS_WITHOUT_WAL: sqlite3_io_methods = sqlite3_io_methods {
    xLock: Some(x_lock),
    xUnlock: Some(x_unlock),
    xCheckReservedLock: Some(x_check_reserved_lock),
    xFileControl: Some(x_file_control),
    ..io_methods::methods::<DatabaseFile>()
};

// SAFETY: a `DatabaseFile` begins with its file, and both tables have the methods of files and of this file.
unsafe impl OpenFile for DatabaseFile {
    fn methods(&self) -> &'static sqlite3_io_methods {
        if self.is_from_fds() { &FD_METHODS } else { &METHODS }
    }
}

/// Calls a method of the database in a handle.
///
/// # Safety
/// SQLite is calling a method of this file with the handle of an open database.
unsafe fn with<R>(handle: *mut sqlite3_file, method: impl FnOnce(&mut DatabaseFile) -> R) -> R {
    // SAFETY: the methods of this file are only in the tables of databases, and the caller passes an open handle.
    unsafe { io_methods::with::<DatabaseFile, _>(handle, method) }
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

unsafe extern "C" fn x_lock(handle: *mut sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: SQLite passes the handle of an open database.
    unsafe { with(handle, |database| code(database.lock(level(wanted)))) }
}

unsafe extern "C" fn x_unlock(handle: *mut sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: SQLite passes the handle of an open database.
    unsafe { with(handle, |database| code(database.unlock(level(wanted)))) }
}

unsafe extern "C" fn x_check_reserved_lock(handle: *mut sqlite3_file, reserved: *mut c_int) -> c_int {
    // SAFETY: SQLite passes the handle of an open database, and a pointer to its result.
    unsafe { code(with(handle, DatabaseFile::is_reserved).map(|taken| *reserved = taken.into())) }
}

unsafe extern "C" fn x_file_control(handle: *mut sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    let integer = argument.cast::<c_int>();
    // SAFETY: SQLite passes the handle of an open database, and an argument of the operation's type.
    unsafe {
        with(handle, |database| {
            match operation {
                SQLITE_FCNTL_LOCKSTATE => *integer = database.level() as c_int,
                SQLITE_FCNTL_HAS_MOVED => *integer = database.has_moved().into(),
                SQLITE_FCNTL_PERSIST_WAL => switch(&mut database.persist_wal, integer),
                SQLITE_FCNTL_PRAGMA if database.is_from_fds() => return refuse_wal(argument.cast()),
                _ => return file_control(database.file(), operation, argument),
            }
            SQLITE_OK
        })
    }
}

const NO_WAL: &CStr = c"journal_mode WAL is not supported for databases opened from file descriptors";

/// Refuses a pragma that requests WAL mode. Returns a result code, `SQLITE_NOTFOUND` for any other pragma.
///
/// # Safety
/// `texts` points to the argument of `SQLITE_FCNTL_PRAGMA`: room for an answer, the pragma's name, and its argument or
/// null.
unsafe fn refuse_wal(texts: *mut *mut c_char) -> c_int {
    // SAFETY: the caller passes three texts, which end in a NUL unless they are null. SQLite frees the answer.
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

unsafe extern "C" fn x_shm_map(
    handle: *mut sqlite3_file,
    region: c_int,
    bytes: c_int,
    extend: c_int,
    address: *mut *mut c_void,
) -> c_int {
    debug_assert_eq!(bytes as usize, REGION_BYTES, "the WAL format fixes the size of a region");
    // SAFETY: SQLite passes the handle of an open database, and a pointer to its result.
    unsafe {
        *address = null_mut();
        match with(handle, |database| database.wal_region(region as usize, extend != 0)) {
            Ok((memory, code)) => {
                *address = memory.map_or(null_mut(), <*mut u8>::cast);
                code
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn x_shm_lock(handle: *mut sqlite3_file, first: c_int, count: c_int, flags: c_int) -> c_int {
    let change = if flags & SQLITE_SHM_UNLOCK != 0 {
        Change::Release
    } else if flags & SQLITE_SHM_SHARED != 0 {
        Change::Share
    } else {
        Change::Exclude
    };
    let locks = locks::mask(first as usize, count as usize);
    // SAFETY: SQLite passes the handle of an open database.
    unsafe { with(handle, |database| code(database.wal_lock(locks, change))) }
}

unsafe extern "C" fn x_shm_barrier(handle: *mut sqlite3_file) {
    // SAFETY: SQLite passes the handle of an open database.
    unsafe { with(handle, DatabaseFile::wal_barrier) };
}

unsafe extern "C" fn x_shm_unmap(handle: *mut sqlite3_file, delete: c_int) -> c_int {
    // SAFETY: SQLite passes the handle of an open database.
    unsafe { with(handle, |database| database.leave_wal_index(delete != 0)) };
    SQLITE_OK
}
