//! The imports about byte-range locks. They belong to the open file description, as the contract wants it.

use super::callbacks::Callbacks;
use super::errno::{Answer, Errno};
use super::imports::Call;

/// Whether this system has them. The WAL index holds words in the CPU's byte order for native SQLite, in WebAssembly's for
/// the guest.
pub const AVAILABLE: bool = cfg!(all(target_os = "linux", target_endian = "little"));

impl<C: Callbacks> Call<'_, C> {
    /// Sets or removes a lock.
    pub fn fd_lock(&mut self, file: i32, kind: i32, offset: f64, length: f64) -> i32 {
        let result = self.if_locks(file).and_then(|()| system::lock(file, kind, offset as i64, length as i64));
        self.unless_confined(result).answer()
    }

    /// Kind of a lock that is in the way.
    pub fn fd_lock_conflict(&mut self, file: i32, kind: i32, offset: f64, length: f64) -> i32 {
        let result = self.if_locks(file).and_then(|()| system::holder(file, kind, offset as i64, length as i64));
        self.unless_confined(result).answer()
    }

    fn if_locks(&self, file: i32) -> Result<(), Errno> {
        let state = self.0.data();
        if state.byte_range_locks { state.may_use(file) } else { Err(Errno(abi::ENOSYS)) }
    }

    /// Without these locks a guest owns its files whole, by a lock file. On systems that were to have them a confined guest
    /// may not make it.
    fn unless_confined<T>(&self, result: Result<T, Errno>) -> Result<T, Errno> {
        let confined = AVAILABLE && !self.0.data().access.is_everything();
        result.map_err(|errno| if confined && errno == Errno(abi::ENOSYS) { Errno(abi::EIO) } else { errno })
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::io;

    use super::Errno;

    /// The kernel's kinds of locks, by `LOCK_*` of the contract.
    const KINDS: [i32; 3] = {
        let mut kinds = [0; 3];
        kinds[abi::LOCK_NONE as usize] = libc::F_UNLCK;
        kinds[abi::LOCK_READ as usize] = libc::F_RDLCK;
        kinds[abi::LOCK_WRITE as usize] = libc::F_WRLCK;
        kinds
    };

    pub fn lock(file: i32, kind: i32, offset: i64, length: i64) -> Result<(), Errno> {
        fcntl(file, libc::F_OFD_SETLK, kind, offset, length).map(drop)
    }

    pub fn holder(file: i32, kind: i32, offset: i64, length: i64) -> Result<i32, Errno> {
        let found = fcntl(file, libc::F_OFD_GETLK, kind, offset, length)?;
        let kind = KINDS.iter().position(|&kind| kind == i32::from(found.l_type));
        Ok(kind.map_or(abi::LOCK_NONE, |kind| kind as i32))
    }

    /// The structure is well-formed, so it is the command that a system does not know: Linux before 3.15, and some that stand
    /// in for it.
    fn refusal(error: io::Error) -> Errno {
        if error.raw_os_error() == Some(libc::EINVAL) { Errno(abi::ENOSYS) } else { error.into() }
    }

    fn fcntl(file: i32, command: i32, kind: i32, offset: i64, length: i64) -> Result<libc::flock64, Errno> {
        let kind = usize::try_from(kind).ok().and_then(|kind| KINDS.get(kind)).ok_or(Errno(abi::EINVAL))?;
        let mut lock = libc::flock64 {
            l_type: *kind as libc::c_short,
            l_whence: libc::SEEK_SET as libc::c_short,
            l_start: offset,
            l_len: length,
            // The kernel wants it so for these commands.
            l_pid: 0,
        };
        // SAFETY: the commands read and write one such structure. A wrong descriptor is an error.
        if unsafe { libc::fcntl(file, command, &raw mut lock) } == -1 {
            return Err(refusal(io::Error::last_os_error()));
        }
        Ok(lock)
    }
}

/// Other systems have no such locks, or none that a program may rely on.
#[cfg(not(target_os = "linux"))]
mod system {
    use super::Errno;

    pub fn lock(_file: i32, _kind: i32, _offset: i64, _length: i64) -> Result<(), Errno> {
        Err(Errno(abi::ENOSYS))
    }

    pub fn holder(_file: i32, _kind: i32, _offset: i64, _length: i64) -> Result<i32, Errno> {
        Err(Errno(abi::ENOSYS))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::fd::AsRawFd as _;

    use super::*;

    #[test]
    fn what_the_system_does_not_know_is_not_there() {
        let file = tempfile::tempfile().expect("a file");
        let descriptor = file.as_raw_fd();
        assert_eq!(system::lock(descriptor, abi::LOCK_WRITE, 0, 1), Ok(()));
        // As a system answers that does not know the command.
        assert_eq!(system::lock(descriptor, abi::LOCK_WRITE, -1, 1), Err(Errno(abi::ENOSYS)));
        assert_eq!(system::lock(-1, abi::LOCK_WRITE, 0, 1), Err(Errno(abi::EBADF)));
    }
}
