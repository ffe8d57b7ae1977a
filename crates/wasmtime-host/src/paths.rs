//! The imports that work on a name in the file system.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{Access as Rights, access, stat};

use super::callbacks::Callbacks;
use super::errno::{Answer, Errno};
use super::files::describe;
use super::imports::Call;
use super::memory::View;

/// The path at an address.
pub fn path<'a>(memory: &'a View<'_>, at: u32, len: u32) -> Result<&'a Path, Errno> {
    Ok(Path::new(OsStr::from_bytes(memory.bytes(at, len)?)))
}

impl<C: Callbacks> Call<'_, C> {
    /// Describes the file at a path.
    pub fn path_stat(&mut self, at: u32, len: u32, record: u32) -> i32 {
        self.with_memory(|memory, state| {
            let path = path(memory, at, len)?;
            state.access.may_see(path)?;
            let found = stat(path)?;
            describe(memory, record, &found)
        })
        .answer()
    }

    /// Whether rights are there.
    pub fn path_access(&mut self, at: u32, len: u32, rights: i32) -> i32 {
        self.with_memory(|memory, state| {
            let path = path(memory, at, len)?;
            state.access.may_see(path)?;
            if rights == abi::ACCESS_EXISTS {
                return if path.exists() { Ok(()) } else { Err(Errno(abi::ENOENT)) };
            }
            Ok(access(path, rights_of(rights))?)
        })
        .answer()
    }

    /// Removes a directory entry.
    pub fn path_unlink(&mut self, at: u32, len: u32) -> i32 {
        self.with_memory(|memory, state| {
            let path = path(memory, at, len)?;
            state.access.may_remove(path)?;
            Ok(fs::remove_file(path)?)
        })
        .answer()
    }

    /// Gives a file a second name.
    pub fn path_link(&mut self, at: u32, len: u32, name: u32, name_len: u32) -> i32 {
        self.with_memory(|memory, state| {
            let (path, name) = (path(memory, at, len)?, path(memory, name, name_len)?);
            state.access.may_link()?;
            Ok(fs::hard_link(path, name)?)
        })
        .answer()
    }

    /// Target of a symbolic link.
    pub fn path_readlink(&mut self, at: u32, len: u32, into: u32, capacity: u32) -> i32 {
        self.with_memory(|memory, state| {
            let path = path(memory, at, len)?;
            state.access.may_see(path)?;
            let target = fs::read_link(path)?;
            memory.give(target.as_os_str().as_bytes(), into, capacity)
        })
        .answer()
    }

    /// Current directory.
    pub fn cwd_get(&mut self, into: u32, capacity: u32) -> i32 {
        self.with_memory(|memory, _| memory.give(env::current_dir()?.as_os_str().as_bytes(), into, capacity)).answer()
    }
}

/// The system's bits for `ACCESS_*`.
fn rights_of(rights: i32) -> Rights {
    let bits = [
        (abi::ACCESS_READ, Rights::READ_OK),
        (abi::ACCESS_WRITE, Rights::WRITE_OK),
        (abi::ACCESS_EXECUTE, Rights::EXEC_OK),
    ];
    bits.into_iter().filter(|(bit, _)| rights & bit != 0).map(|(_, right)| right).collect()
}
