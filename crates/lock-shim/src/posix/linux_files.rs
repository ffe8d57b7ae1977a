//! Linux: the system calls on files that the guest makes most often.

use core::ffi::{c_int, c_long, c_void};
use core::mem::MaybeUninit;
use core::ptr::{null_mut, with_exposed_provenance_mut};

use super::kernel::{__errno_location, MMAP, syscall};

/// Numbers of `pread64` and `pwrite64`.
#[cfg(target_arch = "x86_64")]
const TRANSFERS: (c_long, c_long) = (17, 18);
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
const TRANSFERS: (c_long, c_long) = (67, 68);
#[cfg(target_arch = "powerpc64")]
const TRANSFERS: (c_long, c_long) = (179, 180);
#[cfg(any(target_arch = "x86", target_arch = "arm"))]
const TRANSFERS: (c_long, c_long) = (180, 181);

/// Number of `fstat`, on 32-bit systems `fstat64`.
#[cfg(target_arch = "x86_64")]
const FSTAT: c_long = 5;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
const FSTAT: c_long = 80;
#[cfg(target_arch = "powerpc64")]
const FSTAT: c_long = 108;
#[cfg(any(target_arch = "x86", target_arch = "arm"))]
const FSTAT: c_long = 197;

/// Number of `faccessat`: some CPUs have no `access`.
#[cfg(target_arch = "x86_64")]
const FACCESSAT: c_long = 269;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
const FACCESSAT: c_long = 48;
#[cfg(target_arch = "powerpc64")]
const FACCESSAT: c_long = 298;
#[cfg(target_arch = "x86")]
const FACCESSAT: c_long = 307;
#[cfg(target_arch = "arm")]
const FACCESSAT: c_long = 334;

/// The kernel's `struct stat`, on 32-bit systems `struct stat64`, as far as the size of the file.
#[repr(C)]
struct Stat {
    identity: [u32; if cfg!(target_arch = "x86") { 11 } else { 12 }],
    size: [u32; 2],
    rest: [u32; 24],
}

/// Reads at an offset. Returns the number of bytes, or the errno.
pub fn read(fd: c_int, into: &mut [u8], offset: i64) -> Result<usize, c_int> {
    // SAFETY: the kernel writes at most as many bytes as the slice has.
    done(unsafe { transfer(TRANSFERS.0, fd, into, offset) })
}

/// Writes at an offset. Returns the number of bytes, or the errno.
pub fn write(fd: c_int, from: &mut [u8], offset: i64) -> Result<usize, c_int> {
    // SAFETY: the kernel reads the bytes of the slice.
    done(unsafe { transfer(TRANSFERS.1, fd, from, offset) })
}

#[cfg(target_pointer_width = "64")]
unsafe fn transfer(number: c_long, fd: c_int, bytes: &mut [u8], offset: i64) -> c_long {
    // SAFETY: the arguments have the types of the system call, whose effect the caller allows.
    unsafe { syscall(number, fd, bytes.as_mut_ptr(), bytes.len(), offset) }
}

/// The offset takes two registers, on ARM an even one first.
#[cfg(target_pointer_width = "32")]
unsafe fn transfer(number: c_long, fd: c_int, bytes: &mut [u8], offset: i64) -> c_long {
    let (low, high) = (offset as c_long, (offset >> 32) as c_long);
    let (start, count) = (bytes.as_mut_ptr(), bytes.len());
    // SAFETY: the arguments have the types of the system call, whose effect the caller allows.
    unsafe {
        if cfg!(target_arch = "arm") {
            syscall(number, fd, start, count, 0 as c_long, low, high)
        } else {
            syscall(number, fd, start, count, low, high)
        }
    }
}

/// Returns the size of a file in bytes, or the errno.
pub fn size(fd: c_int) -> Result<u64, c_int> {
    let mut stat = MaybeUninit::<Stat>::uninit();
    // SAFETY: the kernel's structure is not larger than `Stat`, and has been filled if the call succeeds.
    let [low, high] = unsafe {
        done(syscall(FSTAT, fd, stat.as_mut_ptr()))?;
        stat.assume_init_ref().size
    };
    Ok(u64::from(low) | u64::from(high) << 32)
}

/// Checks the rights to a file, as `access` does. `path` ends with NUL.
///
/// # Safety
/// `path` must be the address of a text that ends with NUL.
pub unsafe fn access(path: *const u8, rights: c_int) -> Result<(), c_int> {
    const AT_FDCWD: c_int = -100;
    // SAFETY: the kernel reads the path as far as its NUL.
    done(unsafe { syscall(FACCESSAT, AT_FDCWD, path, rights) }).map(drop)
}

/// Returns new pages of zeros, or the errno.
pub fn zeros(length: usize) -> Result<*mut c_void, c_int> {
    const READ_WRITE: c_int = 3;
    const MAP_PRIVATE_ANONYMOUS: c_int = 0x22;
    let (anywhere, no_file, offset) = (null_mut::<c_void>(), -1 as c_int, 0_usize);
    // SAFETY: a new mapping overlaps no memory in use; the arguments have the types of the system call.
    let address = unsafe { syscall(MMAP.0, anywhere, length, READ_WRITE, MAP_PRIVATE_ANONYMOUS, no_file, offset) };
    done(address).map(with_exposed_provenance_mut)
}

fn done(result: c_long) -> Result<usize, c_int> {
    // SAFETY: `__errno_location` returns the address of this thread's errno.
    if result == -1 { Err(unsafe { *__errno_location() }) } else { Ok(result as usize) }
}
