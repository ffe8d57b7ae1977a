//! The family of the host's operating system, and the constants that depend on it.

use core::ffi::CStr;

use super::path::{posix, windows};
use super::retries::retried;
use crate::host::{self, Errno};
use crate::memory::global::Global;

/// A family of operating systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// POSIX's.
    Unix,
    /// Windows.
    Windows,
}

static CURRENT: Global<Option<System>> = Global::new(None);

impl System {
    /// Returns the system of the host, which is asked once.
    pub fn current() -> Self {
        CURRENT.with(|current| *current.get_or_insert_with(Self::of_host))
    }

    fn of_host() -> Self {
        if host::system_family() == abi::SYSTEM_WINDOWS { Self::Windows } else { Self::Unix }
    }

    /// Returns the name of native SQLite's VFS, for programs that name one.
    pub fn vfs_name(self) -> &'static CStr {
        match self {
            Self::Unix => c"unix",
            Self::Windows => c"win32",
        }
    }

    /// Returns native SQLite's limit for a path in bytes, with its NUL.
    pub fn longest_path(self) -> usize {
        match self {
            Self::Unix => posix::MAX,
            Self::Windows => windows::MAX,
        }
    }

    /// Makes a system call on files that other programs may be in the way of: on Windows with native SQLite's retries.
    pub fn patiently<T>(self, mut call: impl FnMut() -> Result<T, Errno>) -> Result<T, Errno> {
        match self {
            Self::Unix => call(),
            Self::Windows => retried(call, |milliseconds| host::thread_sleep(milliseconds * 1000)),
        }
    }
}
