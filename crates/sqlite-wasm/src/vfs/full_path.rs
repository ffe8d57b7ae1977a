//! Full paths by the rules of the host's system.

use core::ffi::c_int;

use super::path::Unresolvable;
use super::path::posix::{self, Links};
use super::path::windows::{self, CurrentFolders};
use super::system::System;
use crate::ffi::{SQLITE_CANTOPEN, SQLITE_CANTOPEN_FULLPATH};
use crate::host;
use crate::sqlite_result::SqliteResult;

/// A full path.
pub struct FullPath {
    /// The path.
    pub path: Vec<u8>,
    /// A symbolic link was followed.
    pub through_link: bool,
}

impl FullPath {
    /// Returns a path that is full as it is.
    pub fn direct(path: &[u8]) -> Self {
        Self { path: path.to_vec(), through_link: false }
    }
}

/// Returns the full path of a name.
pub fn full_path(name: &[u8]) -> SqliteResult<FullPath> {
    let full = match System::current() {
        System::Unix => {
            let mut links = HostLinks { followed: false };
            posix::resolve(name, &mut links).map(|path| FullPath { path, through_link: links.followed })
        }
        System::Windows => windows::resolve(name, &mut HostFolders).map(|path| FullPath { path, through_link: false }),
    };
    full.map_err(code_of)
}

fn code_of(reason: Unresolvable) -> c_int {
    match reason {
        Unresolvable::Blank => SQLITE_CANTOPEN_FULLPATH,
        _ => SQLITE_CANTOPEN,
    }
}

/// The host's symbolic links, and whether one was followed.
struct HostLinks {
    followed: bool,
}

impl Links for HostLinks {
    fn readlink(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        let target = host::path_readlink(path).ok();
        self.followed |= target.is_some();
        target
    }

    fn cwd(&mut self) -> Option<Vec<u8>> {
        host::cwd_get().ok()
    }
}

/// The current directories of Windows, which keeps those of the drives in variables named `=C:` and so on.
struct HostFolders;

impl CurrentFolders for HostFolders {
    fn current(&mut self) -> Option<Vec<u8>> {
        host::cwd_get().ok()
    }

    fn of_drive(&mut self, letter: u8) -> Option<Vec<u8>> {
        host::env_get(&format!("={}:", char::from(letter)))
    }
}
