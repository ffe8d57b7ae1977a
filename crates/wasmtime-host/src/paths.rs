//! The system calls that take a path.

use std::env;
use std::fs as std_fs;
use std::os::fd::{AsFd as _, AsRawFd as _, IntoRawFd as _};
use std::os::unix::ffi::OsStrExt;

use rustix::fs::{self, Access as Rights, Mode, OFlags};
use rustix::io;

use crate::call::Call;
use crate::errno::{Errno, IntoGuest};
use crate::stat;

impl<C> Call<'_, C> {
    /// Opens a file.
    pub fn path_open(&mut self, at: u32, len: u32, flags: i32, mode: i32) -> i32 {
        self.with_memory(|memory, state| {
            // A host with byte-range locks needs no other locks.
            if flags & abi::OPEN_EXLOCK != 0 {
                return Err(Errno(abi::ENOTSUP));
            }
            let path = memory.path(at, len)?;
            let flags = state.access.may_open(path, flags)?;
            let mode = Mode::from_raw_mode(mode as _);
            let file = io::retry_on_intr(|| fs::open(path, open_flags(flags), mode))?;
            if let Some(disk) = &mut state.disk_limiter {
                disk.opened(file.as_fd(), path, flags)?;
            }
            state.files.insert(file.as_raw_fd());
            Ok(file.into_raw_fd())
        })
        .into_guest()
    }

    /// Describes the file at a path.
    pub fn path_stat(&mut self, at: u32, len: u32, record: u32) -> i32 {
        self.with_memory(|memory, state| {
            let path = memory.path(at, len)?;
            state.access.may_see(path)?;
            let found = fs::stat(path)?;
            stat::write(memory, record, &found)
        })
        .into_guest()
    }

    /// Returns the number of the file system that a file lies on.
    pub fn path_statfs(&mut self, at: u32, len: u32) -> f64 {
        let kind = self.with_memory(|memory, state| {
            let path = memory.path(at, len)?;
            state.access.may_see(path)?;
            // The number has 32 bits, whatever the field that the system keeps it in.
            Ok(f64::from(fs::statfs(path)?.f_type as u32))
        });
        kind.unwrap_or_else(|Errno(number)| f64::from(-number))
    }

    /// Checks whether the process has rights to a file.
    pub fn path_access(&mut self, at: u32, len: u32, rights: i32) -> i32 {
        self.with_memory(|memory, state| {
            let path = memory.path(at, len)?;
            state.access.may_see(path)?;
            if rights == abi::ACCESS_EXISTS {
                return if path.exists() { Ok(()) } else { Err(Errno(abi::ENOENT)) };
            }
            Ok(fs::access(path, access_rights(rights))?)
        })
        .into_guest()
    }

    /// Removes a directory entry.
    pub fn path_unlink(&mut self, at: u32, len: u32) -> i32 {
        self.with_memory(|memory, state| {
            let path = memory.path(at, len)?;
            state.access.may_remove(path)?;
            let before = state.disk_limiter.as_mut().and_then(|disk| Some((disk, fs::lstat(path).ok()?)));
            std_fs::remove_file(path)?;
            before.into_iter().for_each(|(disk, stat)| disk.removed(&stat));
            Ok(())
        })
        .into_guest()
    }

    /// Adds a hard link to a file.
    pub fn path_link(&mut self, at: u32, len: u32, name: u32, name_len: u32) -> i32 {
        self.with_memory(|memory, state| {
            let (path, name) = (memory.path(at, len)?, memory.path(name, name_len)?);
            state.access.may_link()?;
            Ok(std_fs::hard_link(path, name)?)
        })
        .into_guest()
    }

    /// Writes the target of a symbolic link to the guest's memory.
    pub fn path_readlink(&mut self, at: u32, len: u32, into: u32, capacity: u32) -> i32 {
        self.with_memory(|memory, state| {
            let path = memory.path(at, len)?;
            state.access.may_see(path)?;
            let target = std_fs::read_link(path)?;
            memory.write(target.as_os_str().as_bytes(), into, capacity)
        })
        .into_guest()
    }

    /// Writes the current directory to the guest's memory.
    pub fn cwd_get(&mut self, into: u32, capacity: u32) -> i32 {
        self.with_memory(|memory, _| memory.write(env::current_dir()?.as_os_str().as_bytes(), into, capacity))
            .into_guest()
    }
}

/// Returns the system's flags for `OPEN_*`.
fn open_flags(bits: i32) -> OFlags {
    let mode = if bits & abi::OPEN_READWRITE != 0 { OFlags::RDWR } else { OFlags::RDONLY };
    let flags = [
        (abi::OPEN_CREATE, OFlags::CREATE),
        (abi::OPEN_EXCLUSIVE, OFlags::EXCL),
        (abi::OPEN_NOFOLLOW, OFlags::NOFOLLOW),
        (abi::OPEN_NONBLOCK, OFlags::NONBLOCK),
    ];
    flags.into_iter().filter(|(bit, _)| bits & bit != 0).fold(mode | OFlags::CLOEXEC, |all, (_, flag)| all | flag)
}

/// Returns the system's bits for `ACCESS_*`.
fn access_rights(bits: i32) -> Rights {
    let rights = [
        (abi::ACCESS_READ, Rights::READ_OK),
        (abi::ACCESS_WRITE, Rights::WRITE_OK),
        (abi::ACCESS_EXECUTE, Rights::EXEC_OK),
    ];
    rights.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, right)| right).collect()
}
