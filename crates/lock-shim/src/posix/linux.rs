//! Linux: the kernel's system call, since C libraries differ in how their `fcntl` passes the structure on.

use core::ffi::{c_int, c_long, c_void};

unsafe extern "C" {
    pub fn syscall(number: c_long, ...) -> c_long;
    pub fn __errno_location() -> *mut c_int;
}

/// Number of the system call `fcntl`, on 32-bit systems `fcntl64`.
#[cfg(target_arch = "x86_64")]
const FCNTL: c_long = 72;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
const FCNTL: c_long = 25;
#[cfg(any(target_arch = "powerpc64", target_arch = "s390x"))]
const FCNTL: c_long = 55;
#[cfg(any(target_arch = "x86", target_arch = "arm"))]
const FCNTL: c_long = 221;

/// Numbers of `mmap` and `munmap`. On 32-bit systems it is `mmap2`, whose offset has the unit [`OFFSET_UNIT`].
#[cfg(target_arch = "x86_64")]
pub const MMAP: (c_long, c_long) = (9, 11);
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
pub const MMAP: (c_long, c_long) = (222, 215);
#[cfg(any(target_arch = "x86", target_arch = "arm"))]
pub const MMAP: (c_long, c_long) = (192, 91);
#[cfg(any(target_arch = "powerpc64", target_arch = "s390x"))]
pub const MMAP: (c_long, c_long) = (90, 91);

#[cfg(not(target_arch = "s390x"))]
const OFFSET_UNIT: u64 = if cfg!(target_pointer_width = "64") { 1 } else { 4096 };

#[cfg(not(target_arch = "s390x"))]
const MAP_SHARED: c_int = 1;

// On 32-bit systems `F_GETLK64` and `F_SETLK64`.
#[cfg(target_pointer_width = "64")]
pub const F_GETLK: c_int = 5;
#[cfg(target_pointer_width = "64")]
pub const F_SETLK: c_int = 6;
#[cfg(target_pointer_width = "32")]
pub const F_GETLK: c_int = 12;
#[cfg(target_pointer_width = "32")]
pub const F_SETLK: c_int = 13;

pub const F_OFD_GETLK: c_int = 36;
pub const F_OFD_SETLK: c_int = 37;
pub const F_RDLCK: i16 = 0;
pub const F_WRLCK: i16 = 1;
pub const F_UNLCK: i16 = 2;

/// The kernel's `struct flock`, on 32-bit systems `struct flock64`. OFD commands require that `process` is 0.
#[repr(C)]
pub struct Flock {
    pub kind: i16,
    pub whence: i16,
    pub start: i64,
    pub length: i64,
    pub process: c_int,
}

/// Performs a command on a lock. Returns the errno if the kernel refuses it.
pub fn fcntl(fd: c_int, command: c_int, lock: &mut Flock) -> Result<(), c_int> {
    // SAFETY: the kernel reads and writes one structure, whose layout `Flock` has; `__errno_location` returns the
    // address of this thread's errno.
    unsafe {
        match syscall(FCNTL, fd, command, &raw mut *lock) {
            -1 => Err(*__errno_location()),
            _ => Ok(()),
        }
    }
}

/// Maps a part of a file, shared with every process that maps it. Returns the address, or the errno.
#[cfg(not(target_arch = "s390x"))]
pub fn map_shared(length: usize, protection: c_int, fd: c_int, offset: u64) -> Result<*mut c_void, c_int> {
    let anywhere = 0_usize;
    let offset = (offset / OFFSET_UNIT) as c_long;
    // SAFETY: a new mapping overlaps no memory in use; the arguments have the types of the system call.
    unsafe {
        match syscall(MMAP.0, anywhere, length, protection, MAP_SHARED, fd, offset) {
            -1 => Err(*__errno_location()),
            address => Ok(core::ptr::with_exposed_provenance_mut(address as usize)),
        }
    }
}

/// Maps nothing: the package does not share the WAL index on big-endian CPUs. This one passes the arguments in memory.
#[cfg(target_arch = "s390x")]
pub fn map_shared(_length: usize, _protection: c_int, _fd: c_int, _offset: u64) -> Result<*mut c_void, c_int> {
    const ENOSYS: c_int = 38;
    Err(ENOSYS)
}

/// Maps a part of a file over memory, to be read and written, shared with every process that maps it. Fails on 32-bit
/// systems, whose engines move memory that grows, and on big-endian CPUs.
///
/// # Safety
/// `place` must be the address of `length` bytes, in whole pages, that belong to the caller.
#[cfg(all(target_pointer_width = "64", target_endian = "little"))]
pub unsafe fn map_shared_over(place: *mut c_void, length: usize, fd: c_int, offset: u64) -> Result<(), c_int> {
    // SAFETY: the caller passes memory of its own.
    unsafe { map_over(place, length, MAP_SHARED, fd, offset) }
}

/// Maps zeros over memory, as it was before [`map_shared_over`].
///
/// # Safety
/// As for [`map_shared_over`].
#[cfg(all(target_pointer_width = "64", target_endian = "little"))]
pub unsafe fn map_zeros(place: *mut c_void, length: usize) -> Result<(), c_int> {
    const MAP_PRIVATE: c_int = 2;
    const MAP_ANONYMOUS: c_int = 0x20;
    // SAFETY: the caller passes memory of its own.
    unsafe { map_over(place, length, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) }
}

#[cfg(all(target_pointer_width = "64", target_endian = "little"))]
unsafe fn map_over(place: *mut c_void, length: usize, flags: c_int, fd: c_int, offset: u64) -> Result<(), c_int> {
    const MAP_FIXED: c_int = 0x10;
    const PROTECTION: c_int = 3;
    // SAFETY: the caller passes memory of its own; the arguments have the types of the system call.
    unsafe {
        match syscall(MMAP.0, place, length, PROTECTION, flags | MAP_FIXED, fd, offset) {
            -1 => Err(*__errno_location()),
            _ => Ok(()),
        }
    }
}

#[cfg(not(all(target_pointer_width = "64", target_endian = "little")))]
pub use unavailable::{map_shared_over, map_zeros};

#[cfg(not(all(target_pointer_width = "64", target_endian = "little")))]
mod unavailable {
    use core::ffi::{c_int, c_void};

    const ENOSYS: c_int = 38;

    pub unsafe fn map_shared_over(_place: *mut c_void, _length: usize, _fd: c_int, _offset: u64) -> Result<(), c_int> {
        Err(ENOSYS)
    }

    pub unsafe fn map_zeros(_place: *mut c_void, _length: usize) -> Result<(), c_int> {
        Err(ENOSYS)
    }
}

/// Unmaps memory. Returns the errno if the kernel refuses.
///
/// # Safety
/// The memory must be a mapping of this length that nobody uses any more.
pub unsafe fn unmap(address: *mut c_void, length: usize) -> Result<(), c_int> {
    // SAFETY: the caller passes a whole mapping.
    unsafe { if syscall(MMAP.1, address, length) == -1 { Err(*__errno_location()) } else { Ok(()) } }
}
