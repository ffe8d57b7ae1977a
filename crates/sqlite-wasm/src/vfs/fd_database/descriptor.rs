//! Opening the file of a descriptor again.

use core::ffi::{CStr, c_int};
use core::mem::ManuallyDrop;

use abi::OPEN_READWRITE;

use super::messages::DescriptorMessages;
use crate::host::{self, Errno, Fd, Stat};
use crate::vfs::inode::Id;
use crate::vfs::text_file;

/// A descriptor of our own for a file that the application has open.
#[derive(Debug)]
pub struct Reopened {
    /// The descriptor.
    pub fd: Fd,
    /// Identity of the file.
    pub id: Id,
    /// Whether the descriptor is open for writing.
    pub writable: bool,
}

impl Reopened {
    /// Returns the descriptor, which the caller has to close.
    pub fn into_fd(self) -> Fd {
        ManuallyDrop::new(self).fd
    }

    /// Returns whether the file still has a directory entry.
    pub fn is_linked(&self) -> bool {
        is_linked(self.fd)
    }

    /// Opens the file once more.
    pub fn reopen(&self) -> Result<Self, Errno> {
        open_again(self.fd, self.writable)
    }
}

impl Drop for Reopened {
    fn drop(&mut self) {
        host::fd_close(self.fd);
    }
}

/// Opens the file of the application's descriptor again, unless the descriptor does not fit.
pub fn reopen(descriptor: c_int, read_only: bool, messages: &DescriptorMessages) -> Result<Reopened, &'static CStr> {
    const ACCESS_MODE: u32 = 0o3;
    const WRITE_ONLY: u32 = 0o1;
    const READ_WRITE: u32 = 0o2;
    const APPEND: u32 = 0o2000;

    let flags = open_flags(descriptor).ok_or(messages.closed)?;
    let stat = host::fd_stat(descriptor).ok().filter(Stat::is_regular).ok_or(messages.not_regular)?;
    let writable = flags & ACCESS_MODE == READ_WRITE;
    if flags & ACCESS_MODE == WRITE_ONLY {
        return Err(messages.not_readable);
    }
    if !read_only && !writable {
        return Err(messages.not_writable);
    }
    if flags & APPEND != 0 {
        return Err(messages.appending);
    }
    if stat.links == 0 {
        return Err(messages.deleted);
    }
    open_again(descriptor, writable).map_err(|_| messages.not_reopened)
}

/// Returns the flags that a descriptor was opened with, as Linux reports them.
fn open_flags(descriptor: c_int) -> Option<u32> {
    let information = text_file::read(format!("/proc/self/fdinfo/{descriptor}").as_bytes()).ok()??;
    let flags = information.lines().find_map(|line| line.strip_prefix("flags:"))?;
    u32::from_str_radix(flags.trim(), 8).ok()
}

fn open_again(descriptor: Fd, writable: bool) -> Result<Reopened, Errno> {
    let flags = if writable { OPEN_READWRITE } else { 0 };
    let fd = host::path_open(link_of(descriptor).as_bytes(), flags, 0)?;
    let stat = host::fd_stat(fd).inspect_err(|_| host::fd_close(fd))?;
    Ok(Reopened { fd, id: stat.id, writable })
}

/// Returns the path under which Linux opens the file of a descriptor.
fn link_of(descriptor: Fd) -> String {
    format!("/proc/self/fd/{descriptor}")
}

/// Returns whether the file of a descriptor still has a directory entry.
pub fn is_linked(fd: Fd) -> bool {
    host::fd_stat(fd).is_ok_and(|stat| stat.links > 0)
}

/// Returns the path of a descriptor's file, beside which the lock file would be.
pub fn real_path(fd: Fd) -> Vec<u8> {
    host::path_readlink(link_of(fd).as_bytes()).unwrap_or_default()
}
