//! Windows: locks by `LockFileEx`, views by `MapViewOfFile`.
//!
//! Locks belong to the handle of a file, and so to its descriptor. Unlike elsewhere, a lock does not replace another of
//! the same handle, which counts as a conflict; a lock is released by the range that it was acquired with; and nobody
//! else can read or write locked bytes, except through views.

mod errno;
mod kernel32;

use core::ffi::{CStr, c_int, c_void};
use core::mem::transmute;
use core::ptr::{null, null_mut};

use abi::{EAGAIN, EBADF, EINVAL, LOCK_NONE, LOCK_READ, LOCK_WRITE};
use errno::last_errno;
use kernel32::{ERROR_LOCK_VIOLATION, ERROR_NOT_LOCKED, GetLastError, Overlapped};

use crate::node_api::{Call, Handle};
use crate::{Function, errno, number_or_errno};

/// The functions that the addon exports beside those of views.
pub const FUNCTIONS: [(&CStr, Function); 2] = [
    (c"lock", |call| errno(Lock::of(call).and_then(|lock| lock.set()))),
    (c"holder", |call| number_or_errno(Lock::of(call).and_then(|lock| lock.conflict()).map(f64::from))),
];

/// The alignment of a view in its file, Windows' "allocation granularity": 64 KB on every CPU.
const GRANULARITY: usize = 64 * 1024;

const LOCKFILE_FAIL_IMMEDIATELY: u32 = 1;
const LOCKFILE_EXCLUSIVE_LOCK: u32 = 2;
const PAGE_READONLY: u32 = 2;
const PAGE_READWRITE: u32 = 4;
const FILE_MAP_WRITE: u32 = 2;
const FILE_MAP_READ: u32 = 4;

/// The compiler refers to it where there are floating-point numbers.
#[unsafe(no_mangle)]
static _fltused: c_int = 0;

/// Returns the address of a function of the program, null if the program has none of that name, which ends with NUL.
pub fn program_function(name: &[u8]) -> *mut c_void {
    // SAFETY: null stands for the program itself, and the name ends with NUL.
    unsafe { kernel32::GetProcAddress(kernel32::GetModuleHandleW(null()), name.as_ptr()) }
}

/// Returns the handle of a descriptor. Only libuv knows it, in whose C library the descriptor is.
fn handle(fd: c_int) -> Result<Handle, c_int> {
    let function = program_function(b"uv_get_osfhandle\0");
    if function.is_null() {
        return Err(abi::ENOSYS);
    }
    // SAFETY: libuv's function has this type, and accepts any number.
    let handle = unsafe { transmute::<*mut c_void, unsafe extern "C" fn(c_int) -> Handle>(function)(fd) };
    // It is -1 for a number that is no descriptor, -2 for a descriptor without a file.
    if (handle.addr() as isize) < 0 { Err(EBADF) } else { Ok(handle) }
}

/// Returns the errno of a call of the system that returned false.
fn done(result: c_int) -> Result<(), c_int> {
    if result == 0 { Err(last_errno()) } else { Ok(()) }
}

/// A lock that JavaScript describes.
struct Lock {
    handle: Handle,
    kind: c_int,
    offset: u64,
    length: u64,
}

impl Lock {
    fn of(call: &Call) -> Result<Self, c_int> {
        let [fd, kind, offset, length] = call.numbers;
        if ![LOCK_NONE, LOCK_READ, LOCK_WRITE].contains(&(kind as c_int)) || offset < 0.0 || length < 1.0 {
            return Err(EINVAL);
        }
        Ok(Self { handle: handle(fd as c_int)?, kind: kind as c_int, offset: offset as u64, length: length as u64 })
    }

    /// Acquires the lock or, if it is `LOCK_NONE`, releases the one on this range.
    fn set(&self) -> Result<(), c_int> {
        if self.kind == LOCK_NONE { self.release() } else { self.acquire(self.kind) }
    }

    fn acquire(&self, kind: c_int) -> Result<(), c_int> {
        let mode = if kind == LOCK_WRITE { LOCKFILE_EXCLUSIVE_LOCK } else { 0 };
        let (mut at, [low, high]) = (Overlapped::at(self.offset), halves(self.length));
        // SAFETY: the handle is open, and Windows uses the structure only during the call, because the handles of
        // node:fs are not overlapped.
        done(unsafe { kernel32::LockFileEx(self.handle, LOCKFILE_FAIL_IMMEDIATELY | mode, 0, low, high, &raw mut at) })
    }

    /// Succeeds if there is no such lock, as elsewhere.
    fn release(&self) -> Result<(), c_int> {
        let (mut at, [low, high]) = (Overlapped::at(self.offset), halves(self.length));
        // SAFETY: as in `acquire`.
        unsafe {
            match kernel32::UnlockFileEx(self.handle, 0, low, high, &raw mut at) {
                // Wine says that it is a violation.
                0 if matches!(GetLastError(), ERROR_NOT_LOCKED | ERROR_LOCK_VIOLATION) => Ok(()),
                result => done(result),
            }
        }
    }

    /// Returns the kind of a lock that conflicts. Windows does not tell, so this tries, as native SQLite does: others
    /// may find the range locked meanwhile.
    fn conflict(&self) -> Result<c_int, c_int> {
        let is_free = |kind| match self.acquire(kind) {
            Ok(()) => self.release().map(|()| true),
            Err(EAGAIN) => Ok(false),
            Err(errno) => Err(errno),
        };
        Ok(match self.kind {
            LOCK_WRITE if is_free(LOCK_WRITE)? => LOCK_NONE,
            LOCK_WRITE if is_free(LOCK_READ)? => LOCK_READ,
            LOCK_READ if is_free(LOCK_READ)? => LOCK_NONE,
            LOCK_NONE => LOCK_NONE,
            _ => LOCK_WRITE,
        })
    }
}

const fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

/// Maps `VIEW_BYTES` of a file, which must have them.
pub fn open_view(fd: c_int, offset: u64, writable: bool) -> Result<*mut c_void, c_int> {
    let handle = handle(fd)?;
    let beside = offset as usize % GRANULARITY;
    let [low, high] = halves(offset - beside as u64);
    let (page, access) =
        if writable { (PAGE_READWRITE, FILE_MAP_READ | FILE_MAP_WRITE) } else { (PAGE_READONLY, FILE_MAP_READ) };
    // SAFETY: the handle is open; null stands for defaults, and a size of 0 for the file's. A view keeps its mapping
    // alive, whose handle is closed once.
    unsafe {
        let mapping = kernel32::CreateFileMappingW(handle, null_mut(), page, 0, 0, null());
        if mapping.is_null() {
            return Err(last_errno());
        }
        let base = kernel32::MapViewOfFile(mapping, access, high, low, beside + abi::VIEW_BYTES as usize);
        let opened = if base.is_null() { Err(last_errno()) } else { Ok(base.byte_add(beside)) };
        kernel32::CloseHandle(mapping);
        opened
    }
}

/// Unmaps a view.
///
/// # Safety
/// `view` must be the result of `open_view`, and must not be used again.
pub unsafe fn close_view(view: *mut c_void) -> Result<(), c_int> {
    let base = view.map_addr(|address| address / GRANULARITY * GRANULARITY);
    // SAFETY: the mapping of the view begins there, because Windows aligns it, and it is less than two units long.
    done(unsafe { kernel32::UnmapViewOfFile(base) })
}
