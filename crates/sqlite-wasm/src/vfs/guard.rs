//! Protects a database file from those who are not in this instance: by byte-range locks where the host has them, else
//! by owning the file whole.

use abi::{EACCES, EBADF, EEXIST, ENOENT, ENOSYS, EPERM, EROFS};
use abi::{LOCK_NONE, LOCK_READ, LOCK_WRITE};
use abi::{OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_NOFOLLOW, OPEN_READWRITE};

use super::lock::{PENDING, Range, Ranges, Refusal};
use super::owner::{self, Owner, Surroundings};
use super::proc_locks;
use crate::host::{self, Errno, Fd};

/// How a file is protected when there are no byte-range locks.
#[derive(Debug, Default)]
pub enum Protection {
    /// Not, so far.
    #[default]
    None,
    /// By a lock file, removed when the last connection closes.
    LockFile(Vec<u8>),
    /// By being on a medium that nobody can write to.
    ReadOnlyMedium,
}

impl Drop for Protection {
    fn drop(&mut self) {
        if let Self::LockFile(path) = self {
            // A lock file that cannot be removed is recognised as left behind when this process is gone.
            let _ = host::unlink(path);
        }
    }
}

/// The byte ranges of one connection's descriptor, or what stands for them.
pub struct FileRanges<'a> {
    /// The connection's descriptor.
    pub fd: Fd,
    /// Whether the descriptor may be written to.
    pub writable: bool,
    /// Path of the database file.
    pub path: &'a [u8],
    /// Serial number of the database file.
    pub inode: u64,
    /// The file's protection, shared by its connections.
    pub protection: &'a mut Protection,
}

impl Ranges for FileRanges<'_> {
    fn read(&mut self, range: Range) -> Result<(), Refusal> {
        match self.lock(LOCK_READ, range) {
            Err(Refusal::Failed(ENOSYS)) => self.own_to_read(range),
            result => result,
        }
    }

    fn write(&mut self, range: Range) -> Result<(), Refusal> {
        // As fcntl says of a write lock on such a descriptor; a lock file would not.
        if !self.writable {
            return Err(Refusal::Failed(EBADF));
        }
        match self.lock(LOCK_WRITE, range) {
            // There is no lock file because none could be made: reading is all that can be allowed.
            Err(Refusal::Failed(ENOSYS)) => Err(Refusal::Failed(EROFS)),
            result => result,
        }
    }

    fn release(&mut self, range: Range) -> Result<(), Refusal> {
        match self.lock(LOCK_NONE, range) {
            Err(Refusal::Failed(ENOSYS)) => Ok(()),
            result => result,
        }
    }
}

impl FileRanges<'_> {
    fn lock(&mut self, kind: i32, range: Range) -> Result<(), Refusal> {
        match self.protection {
            Protection::None => host::lock(self.fd, kind, range.offset, range.length).map_err(Refusal::Failed),
            Protection::LockFile(_) | Protection::ReadOnlyMedium => Ok(()),
        }
    }

    /// Owns the file before its first lock. Where no lock file can be made for want of rights, reading goes on without:
    /// it cannot harm anyone, and writing is refused.
    fn own_to_read(&mut self, range: Range) -> Result<(), Refusal> {
        if range != PENDING {
            return Ok(());
        }
        if native_holder_is_visible(self.inode) {
            return Err(Refusal::Busy);
        }
        let path = owner::lock_file(self.path);
        match owner::acquire(&path, &myself(), &mut Host) {
            Ok(()) => *self.protection = Protection::LockFile(path),
            Err(Refusal::Failed(EROFS)) => *self.protection = Protection::ReadOnlyMedium,
            Err(Refusal::Failed(EACCES | EPERM)) => {}
            Err(refusal) => return Err(refusal),
        }
        Ok(())
    }
}

fn native_holder_is_visible(inode: u64) -> bool {
    read_text(b"/proc/locks").ok().flatten().is_some_and(|list| proc_locks::shows_holder(&list, inode))
}

/// Who this instance is.
fn myself() -> Owner {
    let first_line = |path: &[u8]| read_text(path).ok().flatten().unwrap_or_default().trim_end().to_owned();
    let namespace = host::readlink(b"/proc/self/ns/pid").unwrap_or_default();
    let pid = host::pid();
    Owner {
        pid,
        thread: host::thread(),
        started: Host.started(pid).unwrap_or_default(),
        boot: first_line(b"/proc/sys/kernel/random/boot_id"),
        namespace: String::from_utf8_lossy(&namespace).into_owned(),
        host: first_line(b"/proc/sys/kernel/hostname"),
    }
}

/// A small file as text, `None` when it is not there.
fn read_text(path: &[u8]) -> Result<Option<String>, Errno> {
    let fd = match host::open(path, OPEN_NOFOLLOW, 0) {
        Ok(fd) => fd,
        Err(ENOENT) => return Ok(None),
        Err(errno) => return Err(errno),
    };
    let mut text = Vec::new();
    let mut chunk = [0; 4096];
    let result = loop {
        match host::read(fd, &mut chunk, text.len() as u64) {
            Ok(0) => break Ok(()),
            Ok(n) => text.extend_from_slice(&chunk[..n]),
            Err(errno) => break Err(errno),
        }
    };
    host::close(fd);
    result.map(|()| Some(String::from_utf8_lossy(&text).into_owned()))
}

/// The host, as lock files see it.
struct Host;

impl Surroundings for Host {
    fn create(&mut self, path: &[u8], content: &str) -> Result<bool, Refusal> {
        let flags = OPEN_READWRITE | OPEN_CREATE | OPEN_EXCLUSIVE | OPEN_NOFOLLOW;
        let fd = match host::open(path, flags, 0o644) {
            Ok(fd) => fd,
            Err(EEXIST) => return Ok(false),
            Err(errno) => return Err(Refusal::Failed(errno)),
        };
        let written = host::write_all(fd, content.as_bytes(), 0);
        host::close(fd);
        if let Err(errno) = written {
            let _ = host::unlink(path);
            return Err(Refusal::Failed(errno));
        }
        Ok(true)
    }

    fn read(&mut self, path: &[u8]) -> Result<Option<String>, Refusal> {
        read_text(path).map_err(Refusal::Failed)
    }

    fn remove(&mut self, path: &[u8]) -> Result<(), Refusal> {
        match host::unlink(path) {
            Ok(()) | Err(ENOENT) => Ok(()),
            Err(errno) => Err(Refusal::Failed(errno)),
        }
    }

    fn started(&mut self, pid: u32) -> Option<String> {
        if !host::process_exists(pid) {
            return None;
        }
        let stat = read_text(format!("/proc/{pid}/stat").as_bytes()).ok().flatten().unwrap_or_default();
        // The second field, the program's name, may hold blanks and brackets; the state follows, then 18 fields.
        let mut fields = stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
        let state = fields.next().unwrap_or_default();
        if matches!(state, "Z" | "X") {
            return None;
        }
        Some(fields.nth(18).unwrap_or_default().to_owned())
    }
}
