//! Linux and macOS: locks by `fcntl`, views by `mmap`.

#[cfg(all(target_os = "linux", target_endian = "little"))]
mod files;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod kernel;
#[cfg(all(target_os = "linux", target_endian = "little"))]
mod linux_files;
mod mappings;

use core::ffi::{CStr, c_int, c_void};

use kernel::{F_GETLK, F_OFD_GETLK, F_OFD_SETLK, F_RDLCK, F_SETLK, F_UNLCK, F_WRLCK, Flock};

use crate::node_api::Values;
use crate::{Function, errno, number_or_errno};

const EINVAL: c_int = 22;
const PROT_READ: c_int = 1;
const PROT_WRITE: c_int = 2;
const VIEW_BYTES: usize = abi::VIEW_BYTES as usize;

/// The functions that the addon exports beside those of views.
pub const FUNCTIONS: [(&CStr, Function); 9] = [
    (c"lock", |call| set(&call.numbers, F_OFD_SETLK)),
    (c"holder", |call| holder(&call.numbers, F_OFD_GETLK)),
    (c"processLock", |call| set(&call.numbers, F_SETLK)),
    (c"processHolder", |call| holder(&call.numbers, F_GETLK)),
    (c"map", mappings::map),
    (c"unmap", mappings::unmap),
    (c"address", mappings::address),
    (c"fence", mappings::fence),
    (c"files", files),
];

#[cfg(all(target_os = "linux", target_endian = "little"))]
use files::files;

/// Elsewhere the guest's files are left to node:fs.
#[cfg(not(all(target_os = "linux", target_endian = "little")))]
fn files(_: &crate::node_api::Call) -> f64 {
    const ENOSYS: c_int = 38;
    f64::from(ENOSYS)
}

/// The system's kinds of locks, indexed by `LOCK_*`.
const KINDS: [i16; 3] = {
    let mut kinds = [0; 3];
    kinds[abi::LOCK_NONE as usize] = F_UNLCK;
    kinds[abi::LOCK_READ as usize] = F_RDLCK;
    kinds[abi::LOCK_WRITE as usize] = F_WRLCK;
    kinds
};

/// Calls the system. Returns the lock as the system left it, or the errno.
fn fcntl(values: &Values, command: c_int) -> Result<Flock, c_int> {
    let [fd, kind, start, length] = *values;
    let kind = *KINDS.get(kind as usize).ok_or(EINVAL)?;
    let mut lock = Flock { kind, whence: 0, start: start as i64, length: length as i64, process: 0 };
    kernel::fcntl(fd as c_int, command, &mut lock)?;
    Ok(lock)
}

fn set(values: &Values, command: c_int) -> f64 {
    errno(fcntl(values, command).map(drop))
}

fn holder(values: &Values, command: c_int) -> f64 {
    let kind = |found: Flock| KINDS.iter().position(|&kind| kind == found.kind).unwrap_or(0) as f64;
    number_or_errno(fcntl(values, command).map(kind))
}

/// Maps `VIEW_BYTES` of a file. Fails with EINVAL where pages are larger than that.
pub fn open_view(fd: c_int, offset: u64, writable: bool) -> Result<*mut c_void, c_int> {
    let protection = if writable { PROT_READ | PROT_WRITE } else { PROT_READ };
    kernel::map_shared(VIEW_BYTES, protection, fd, offset)
}

/// Unmaps a view.
///
/// # Safety
/// `view` must be the result of `open_view`, and must not be used again.
pub unsafe fn close_view(view: *mut c_void) -> Result<(), c_int> {
    // SAFETY: the caller passes a mapping of this length.
    unsafe { kernel::unmap(view, VIEW_BYTES) }
}
