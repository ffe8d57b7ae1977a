//! System calls on files and paths.

use abi::*;

use super::process::{system_family, thread_sleep};
use super::raw::{self, Errno, Fd, check, done, start};
use super::steps;
use super::waiting_unlock::{self, Unlock};
use crate::range::Range;

/// Lowest descriptor that is used for a file. Lower ones are a program's standard streams: if one of them were closed,
/// a database could get its number, and what the program prints would overwrite the database.
const FIRST_FD: Fd = 3;

/// Opens a file. `flags` are `OPEN_*` bits, `mode` holds the permission bits of a new file.
pub fn path_open(path: &[u8], flags: i32, mode: u32) -> Result<Fd, Errno> {
    loop {
        let fd = open_any(path, flags, mode)?;
        if fd >= FIRST_FD {
            return Ok(fd);
        }
        fd_close(fd);
        if flags & OPEN_EXCLUSIVE != 0 {
            path_unlink(path)?;
        }
        // Occupies that number for good, as native SQLite does.
        open_any(null_device(), 0, 0)?;
    }
}

/// Returns the path of the device that is always empty.
fn null_device() -> &'static [u8] {
    if system_family() == SYSTEM_WINDOWS { br"\\.\NUL" } else { b"/dev/null" }
}

fn open_any(path: &[u8], flags: i32, mode: u32) -> Result<Fd, Errno> {
    loop {
        // SAFETY: the host reads `path.len()` bytes at `path`.
        match check(unsafe { raw::path_open(start(path), path.len(), flags, mode as i32) }) {
            Err(EAGAIN) if is_leased(path, flags) => thread_sleep(LEASE_PAUSE),
            opened => return opened.map(|fd| fd as Fd),
        }
    }
}

/// Microseconds between attempts to open a file on which another process has a lease.
const LEASE_PAUSE: u32 = 10_000;

/// Returns whether a file could not be opened because another process has a lease on it. The attempt has made the
/// system ask for the lease, which it takes away after some time. An open that waits for that could not be interrupted.
fn is_leased(path: &[u8], flags: i32) -> bool {
    flags & OPEN_NONBLOCK != 0 && flags & OPEN_EXLOCK == 0 && path_stat(path).is_ok_and(|stat| stat.is_regular())
}

/// Describes the file at a path. Follows links.
pub fn path_stat(path: &[u8]) -> Result<Stat, Errno> {
    let mut record = [0; STAT_BYTES as usize];
    // SAFETY: the host reads `path.len()` bytes at `path` and writes `STAT_BYTES` bytes at `record`.
    done(unsafe { raw::path_stat(start(path), path.len(), record.as_mut_ptr()) }).map(|()| Stat::from_record(&record))
}

/// Returns the number of the file system that a file lies on, as Linux's `statfs` reports it.
pub fn path_statfs(path: &[u8]) -> Result<u32, Errno> {
    // SAFETY: the host reads `path.len()` bytes at `path`.
    let kind = unsafe { raw::path_statfs(start(path), path.len()) };
    if kind < 0.0 { Err(-kind as Errno) } else { Ok(kind as u32) }
}

/// Checks that the process has all of the `ACCESS_*` rights.
pub fn path_access(path: &[u8], rights: i32) -> Result<(), Errno> {
    let made = if rights == ACCESS_EXISTS { steps::take_access(path) } else { None };
    // SAFETY: the host reads `path.len()` bytes at `path`.
    done(made.unwrap_or_else(|| unsafe { raw::path_access(start(path), path.len(), rights) }))
}

/// Removes a directory entry.
pub fn path_unlink(path: &[u8]) -> Result<(), Errno> {
    // SAFETY: the host reads `path.len()` bytes at `path`.
    done(unsafe { raw::path_unlink(start(path), path.len()) })
}

/// Adds a hard link `name` to a file.
pub fn path_link(path: &[u8], name: &[u8]) -> Result<(), Errno> {
    // SAFETY: the host reads `path.len()` bytes at `path` and `name.len()` bytes at `name`.
    done(unsafe { raw::path_link(start(path), path.len(), start(name), name.len()) })
}

/// Returns the target of a symbolic link, EINVAL if the file is not a link.
pub fn path_readlink(path: &[u8]) -> Result<Vec<u8>, Errno> {
    // SAFETY: the host reads `path.len()` bytes at `path` and writes at most `capacity` bytes at `into`.
    read_text(|into, capacity| unsafe { raw::path_readlink(start(path), path.len(), into, capacity) })
}

/// Closes a descriptor.
pub fn fd_close(fd: Fd) {
    // SAFETY: no memory is passed. A failure is ignored because the descriptor is closed in any case.
    unsafe { raw::fd_close(fd) };
}

/// Reads until `into` is full or the file ends. Returns the number of bytes read.
pub fn fd_read(fd: Fd, mut into: &mut [u8], mut offset: u64) -> Result<usize, Errno> {
    let wanted = into.len();
    while !into.is_empty() {
        let made = steps::take_read(fd, into, offset);
        // SAFETY: the host writes at most `into.len()` bytes at `into`.
        let read = made.unwrap_or_else(|| unsafe { raw::fd_read(fd, into.as_mut_ptr(), into.len(), offset as f64) });
        match check(read) {
            Ok(0) => break,
            Ok(n) => {
                offset += n as u64;
                into = &mut into[n..];
            }
            Err(EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(wanted - into.len())
}

/// Writes all bytes.
pub fn fd_write(fd: Fd, mut from: &[u8], mut offset: u64) -> Result<(), Errno> {
    while !from.is_empty() {
        // SAFETY: the host reads `from.len()` bytes at `from`.
        match check(unsafe { raw::fd_write(fd, start(from), from.len(), offset as f64) }) {
            // POSIX has no errno for a write of no bytes; SQLite takes it for a full disk.
            Ok(0) => return Err(ENOSPC),
            Ok(n) => {
                offset += n as u64;
                from = &from[n..];
            }
            Err(EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

/// Sets the size of a file in bytes.
pub fn fd_truncate(fd: Fd, size: u64) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_truncate(fd, size as f64) })
}

/// Makes a file durable: its data and, unless `data_only`, its metadata.
pub fn fd_sync(fd: Fd, data_only: bool) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_sync(fd, data_only.into()) })
}

/// Returns the size of an open file in bytes.
pub fn fd_size(fd: Fd) -> Result<u64, Errno> {
    // SAFETY: no memory is passed.
    let size = steps::take_size(fd).unwrap_or_else(|| unsafe { raw::fd_size(fd) });
    if size < 0.0 { Err(-size as Errno) } else { Ok(size as u64) }
}

/// Describes an open file.
pub fn fd_stat(fd: Fd) -> Result<Stat, Errno> {
    let mut record = [0; STAT_BYTES as usize];
    // SAFETY: the host writes `STAT_BYTES` bytes at `record`.
    done(unsafe { raw::fd_stat(fd, record.as_mut_ptr()) }).map(|()| Stat::from_record(&record))
}

/// Sets the owner and the group of an open file.
pub fn fd_chown(fd: Fd, uid: u32, gid: u32) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_chown(fd, uid as i32, gid as i32) })
}

/// Sets the permission bits of an open file.
pub fn fd_chmod(fd: Fd, mode: u32) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_chmod(fd, mode as i32) })
}

/// Acquires (`LOCK_READ`, `LOCK_WRITE`) or releases (`LOCK_NONE`) a byte-range lock of a descriptor without waiting.
pub fn fd_lock(fd: Fd, kind: i32, offset: u64, length: u64) -> Result<(), Errno> {
    let made = steps::take_lock(fd, kind, Range { offset, length });
    // SAFETY: no memory is passed.
    done(made.unwrap_or_else(|| unsafe { raw::fd_lock(fd, kind, offset as f64, length as f64) }))
}

/// Releases byte-range locks with the next host call, or on the way out of the guest.
pub fn fd_unlock_later(unlock: Unlock) {
    raw::make_waiting_unlock();
    waiting_unlock::replace(Some(unlock));
}

/// Returns the unlock of a descriptor that waits. The caller makes it, or a change of locks in its place.
pub fn fd_take_waiting_unlock(fd: Fd) -> Option<Unlock> {
    let waiting = waiting_unlock::replace(None);
    let (taken, other) = if waiting.is_some_and(|unlock| unlock.fd == fd) { (waiting, None) } else { (None, waiting) };
    waiting_unlock::replace(other);
    taken
}

/// Returns the kind of a lock that conflicts with the described one, `LOCK_NONE` if there is none.
pub fn fd_lock_conflict(fd: Fd, kind: i32, offset: u64, length: u64) -> Result<i32, Errno> {
    // SAFETY: no memory is passed.
    check(unsafe { raw::fd_lock_conflict(fd, kind, offset as f64, length as f64) }).map(|kind| kind as i32)
}

/// Returns the absolute path of the current directory.
pub fn cwd_get() -> Result<Vec<u8>, Errno> {
    // SAFETY: the host writes at most `capacity` bytes at `into`.
    read_text(|into, capacity| unsafe { raw::cwd_get(into, capacity) })
}

/// Returns the value of an environment variable, `None` if the variable is not set.
pub fn env_get(name: &str) -> Option<Vec<u8>> {
    // SAFETY: the host reads `name.len()` bytes at `name` and writes at most `capacity` bytes at `into`.
    read_text(|into, capacity| unsafe { raw::env_get(start(name.as_bytes()), name.len(), into, capacity) }).ok()
}

/// Writes the value of an environment variable to `into` and returns its length. Fails with ENOENT if the variable is
/// not set, with ERANGE if its value does not fit.
pub fn env_get_into(name: &str, into: &mut [u8]) -> Result<usize, Errno> {
    // SAFETY: the host reads `name.len()` bytes at `name` and writes at most `into.len()` bytes at `into`.
    check(unsafe { raw::env_get(start(name.as_bytes()), name.len(), into.as_mut_ptr(), into.len()) })
}

/// Longest path and longest environment value in bytes: Linux's PATH_MAX.
const TEXT_MAX: usize = 4096;

/// Returns a text of unknown length. `fill` writes it to an address with a capacity.
fn read_text(fill: impl FnOnce(*mut u8, usize) -> i32) -> Result<Vec<u8>, Errno> {
    let mut text = vec![0; TEXT_MAX];
    let length = check(fill(text.as_mut_ptr(), text.len()))?;
    text.truncate(length);
    Ok(text)
}

/// The description of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// Size in bytes.
    pub size: u64,
    /// Device and serial number: the file's identity.
    pub id: (u64, u64),
    /// Type and permission bits.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Number of hard links.
    pub links: u32,
}

impl Stat {
    const TYPE_MASK: u32 = 0o170_000;

    /// Returns the description in a `STAT_*` record.
    fn from_record(record: &[u8; STAT_BYTES as usize]) -> Self {
        let u32_at = |at: i32| u32::from_le_bytes(*record[at as usize..].first_chunk().expect("inside the record"));
        let u64_at = |at: i32| u64::from_le_bytes(*record[at as usize..].first_chunk().expect("inside the record"));
        Self {
            size: f64::from_bits(u64_at(STAT_SIZE)) as u64,
            id: (u64_at(STAT_DEVICE), u64_at(STAT_INODE)),
            mode: u32_at(STAT_MODE),
            uid: u32_at(STAT_UID),
            gid: u32_at(STAT_GID),
            links: u32_at(STAT_LINKS),
        }
    }

    /// Returns whether the file is a regular file.
    pub fn is_regular(&self) -> bool {
        self.mode & Self::TYPE_MASK == 0o100_000
    }

    /// Returns whether the file is a directory.
    pub fn is_directory(&self) -> bool {
        self.mode & Self::TYPE_MASK == 0o040_000
    }
}
