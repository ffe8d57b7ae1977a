//! Linux: the kernel's system call, since C libraries differ in how their `fcntl` passes the structure on.

use core::ffi::{c_int, c_long};

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn __errno_location() -> *mut c_int;
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
