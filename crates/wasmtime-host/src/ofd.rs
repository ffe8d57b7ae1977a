//! Byte-range locks of open file descriptions: `F_OFD_SETLK` and `F_OFD_GETLK`.
//!
//! `crates/lock-shim` makes the same calls, but without a C library's structures: its addon fits every C library.

/// Whether the guest shares files by these locks on this system. Big-endian CPUs own files whole: native SQLite has the
/// words of the WAL index in the CPU's byte order, the guest has them in WebAssembly's.
pub const AVAILABLE: bool = cfg!(all(target_os = "linux", target_endian = "little"));

pub use system::{conflict, set};

#[cfg(target_os = "linux")]
mod system {
    use std::io;

    use crate::errno::Errno;

    /// The kernel's kinds of locks, indexed by `LOCK_*`.
    const KINDS: [i32; 3] = {
        let mut kinds = [0; 3];
        kinds[abi::LOCK_NONE as usize] = libc::F_UNLCK;
        kinds[abi::LOCK_READ as usize] = libc::F_RDLCK;
        kinds[abi::LOCK_WRITE as usize] = libc::F_WRLCK;
        kinds
    };

    /// Acquires or releases a lock without waiting.
    pub fn set(file: i32, kind: i32, offset: i64, length: i64) -> Result<(), Errno> {
        fcntl(file, libc::F_OFD_SETLK, kind, offset, length).map(drop)
    }

    /// Returns the kind of a lock that conflicts with the described one, or `LOCK_NONE`.
    pub fn conflict(file: i32, kind: i32, offset: i64, length: i64) -> Result<i32, Errno> {
        let found = fcntl(file, libc::F_OFD_GETLK, kind, offset, length)?;
        let kind = KINDS.iter().position(|&kind| kind == i32::from(found.l_type));
        Ok(kind.map_or(abi::LOCK_NONE, |kind| kind as i32))
    }

    fn fcntl(file: i32, command: i32, kind: i32, offset: i64, length: i64) -> Result<libc::flock64, Errno> {
        let kind = usize::try_from(kind).ok().and_then(|kind| KINDS.get(kind)).ok_or(Errno(abi::EINVAL))?;
        let mut lock = libc::flock64 {
            l_type: *kind as libc::c_short,
            l_whence: libc::SEEK_SET as libc::c_short,
            l_start: offset,
            l_len: length,
            // The kernel requires 0 for these commands.
            l_pid: 0,
        };
        // SAFETY: both commands read and write one `flock64`, which `lock` is. A bad descriptor is an error.
        if unsafe { libc::fcntl(file, command, &raw mut lock) } == -1 {
            return Err(refusal(io::Error::last_os_error()));
        }
        Ok(lock)
    }

    /// EINVAL means that the system does not know the command, since the structure is well-formed: Linux before 3.15,
    /// and some systems that emulate Linux.
    fn refusal(error: io::Error) -> Errno {
        if error.raw_os_error() == Some(libc::EINVAL) { Errno(abi::ENOSYS) } else { error.into() }
    }
}

/// Other systems have no such locks, or none that a program can rely on.
#[cfg(not(target_os = "linux"))]
mod system {
    use crate::errno::Errno;

    pub fn set(_file: i32, _kind: i32, _offset: i64, _length: i64) -> Result<(), Errno> {
        Err(Errno(abi::ENOSYS))
    }

    pub fn conflict(_file: i32, _kind: i32, _offset: i64, _length: i64) -> Result<i32, Errno> {
        Err(Errno(abi::ENOSYS))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::fd::AsRawFd as _;

    use super::*;
    use crate::errno::Errno;

    #[test]
    fn a_system_that_does_not_know_the_command_has_no_locks() {
        let file = tempfile::tempfile().expect("a file");
        let descriptor = file.as_raw_fd();
        assert_eq!(set(descriptor, abi::LOCK_WRITE, 0, 1), Ok(()));
        // A negative offset gets EINVAL, as the command does on a system that does not know it.
        assert_eq!(set(descriptor, abi::LOCK_WRITE, -1, 1), Err(Errno(abi::ENOSYS)));
        assert_eq!(set(-1, abi::LOCK_WRITE, 0, 1), Err(Errno(abi::EBADF)));
    }
}
