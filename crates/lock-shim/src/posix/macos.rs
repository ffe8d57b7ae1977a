//! macOS: the C library's `fcntl`, since macOS does not promise the numbers of its system calls. Untested on macOS.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;

/// The C library's own functions.
mod c {
    use core::ffi::{c_int, c_void};

    unsafe extern "C" {
        // Variadic, as in C: on arm64, variadic arguments are passed differently.
        pub fn fcntl(fd: c_int, command: c_int, ...) -> c_int;
        pub fn __error() -> *mut c_int;
        pub fn mmap(
            address: *mut c_void,
            length: usize,
            protection: c_int,
            flags: c_int,
            fd: c_int,
            offset: i64,
        ) -> *mut c_void;
        pub fn munmap(address: *mut c_void, length: usize) -> c_int;
    }
}

pub const F_GETLK: c_int = 7;
pub const F_SETLK: c_int = 8;
pub const F_OFD_SETLK: c_int = 90;
pub const F_OFD_GETLK: c_int = 92;
pub const F_RDLCK: i16 = 1;
pub const F_UNLCK: i16 = 2;
pub const F_WRLCK: i16 = 3;

const MAP_SHARED: c_int = 1;

/// The system's `struct flock`.
#[repr(C)]
pub struct Flock {
    pub start: i64,
    pub length: i64,
    pub process: c_int,
    pub kind: i16,
    pub whence: i16,
}

/// Performs a command on a lock. Returns the errno if the system refuses it.
pub fn fcntl(fd: c_int, command: c_int, lock: &mut Flock) -> Result<(), c_int> {
    // SAFETY: the system reads and writes one structure, whose layout `Flock` has; `__error` returns the address of
    // this thread's errno.
    unsafe {
        match c::fcntl(fd, command, &raw mut *lock) {
            -1 => Err(*c::__error()),
            _ => Ok(()),
        }
    }
}

/// Maps a part of a file, shared with every process that maps it. Returns the address, or the errno.
pub fn map_shared(length: usize, protection: c_int, fd: c_int, offset: u64) -> Result<*mut c_void, c_int> {
    // SAFETY: a new mapping overlaps no memory in use.
    unsafe {
        let address = c::mmap(null_mut(), length, protection, MAP_SHARED, fd, offset as i64);
        if address.addr() == usize::MAX { Err(*c::__error()) } else { Ok(address) }
    }
}

/// Unmaps memory. Returns the errno if the system refuses.
///
/// # Safety
/// The memory must be a mapping of this length that nobody uses any more.
pub unsafe fn unmap(address: *mut c_void, length: usize) -> Result<(), c_int> {
    // SAFETY: the caller passes a whole mapping.
    unsafe { if c::munmap(address, length) == -1 { Err(*c::__error()) } else { Ok(()) } }
}

/// Maps nothing over memory: nobody has tried that on macOS.
///
/// # Safety
/// None is needed.
pub unsafe fn map_shared_over(_place: *mut c_void, _length: usize, _fd: c_int, _offset: u64) -> Result<(), c_int> {
    Err(ENOSYS)
}

/// As [`map_shared_over`].
///
/// # Safety
/// None is needed.
pub unsafe fn map_zeros(_place: *mut c_void, _length: usize) -> Result<(), c_int> {
    Err(ENOSYS)
}

const ENOSYS: c_int = 78;
