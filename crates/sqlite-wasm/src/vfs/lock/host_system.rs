//! The host's files and processes, as lock files need them.

use abi::{
    EACCES, EAGAIN, EBUSY, EEXIST, EINVAL, ELOOP, ENAMETOOLONG, ENOENT, ENOSYS, ENOTSUP, EPERM, OPEN_CREATE,
    OPEN_EXCLUSIVE, OPEN_EXLOCK, OPEN_NOFOLLOW, OPEN_NONBLOCK, OPEN_READWRITE,
};

use super::local_file_systems;
use super::lock_file::{Content, LockFileSystem, Opened};
use super::owner::Owner;
use super::process_info;
use super::ranges::LockError;
use super::refusal::Refusal;
use crate::host::{self, Errno, Fd};
use crate::vfs::permissions::{mode_beside, set_mode_of_new, set_owner};

/// The host.
pub struct HostSystem {
    /// Permission bits of a new lock file.
    mode: u32,
    /// Owner and group of the database.
    owner: Option<(u32, u32)>,
}

/// The flags of every lock file: what is not a regular file must neither be followed nor be waited for.
const SAFELY: i32 = OPEN_NOFOLLOW | OPEN_NONBLOCK;

/// The flags of a lock file that the system locks.
const HELD: i32 = OPEN_READWRITE | OPEN_EXLOCK | SAFELY;

impl HostSystem {
    /// Returns the host for an instance that creates no lock file.
    pub fn reader() -> Self {
        Self { mode: 0o600, owner: None }
    }

    /// Returns the host. New lock files get the permissions of an open database, as journals do: a process that may use
    /// the one has to read the other.
    pub fn beside(database: Fd) -> Self {
        let stat = host::fd_stat(database).ok();
        Self { mode: stat.as_ref().map_or(0o600, mode_beside), owner: stat.map(|stat| (stat.uid, stat.gid)) }
    }

    /// Removes and closes a lock file of this process. Where a file cannot be removed while it is open, nobody can
    /// remove one that a successor has open either, so it may be closed first.
    pub fn release(path: &[u8], file: Fd) -> Result<(), LockError> {
        let removed = remove(path);
        host::fd_close(file);
        if removed == Err(LockError::Failed(EBUSY)) { remove(path) } else { removed }
    }

    /// Creates a lock file that has its content from the first moment, so that a process killed meanwhile leaves none
    /// behind, nor a machine that loses power an empty one. Returns `None` if the file exists.
    fn create_whole(&self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, Errno> {
        let aside = beside(path);
        let Some(file) = self.create_in_steps(&aside, owner)? else { return Err(EEXIST) };
        let linked = host::fd_sync(file, true).and_then(|()| host::path_link(&aside, path));
        let _ = host::path_unlink(&aside);
        if linked.is_err() {
            host::fd_close(file);
        }
        match linked {
            Ok(()) => Ok(Some(file)),
            Err(EEXIST) => Ok(None),
            Err(errno) => Err(errno),
        }
    }

    /// Creates a lock file, then writes its content. Returns `None` if the file exists.
    fn create_in_steps(&self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, Errno> {
        let file = match self.open_new(path, OPEN_READWRITE | SAFELY) {
            Ok(file) => file,
            Err(EEXIST) => return Ok(None),
            Err(errno) => return Err(errno),
        };
        let text = Owner { file, ..owner.clone() }.to_text();
        host::fd_write(file, text.as_bytes(), 0).inspect_err(|_| {
            let _ = host::path_unlink(path);
            host::fd_close(file);
        })?;
        Ok(Some(file))
    }

    fn open_new(&self, path: &[u8], flags: i32) -> Result<Fd, Errno> {
        let file = host::path_open(path, flags | OPEN_CREATE | OPEN_EXCLUSIVE, self.mode)?;
        set_mode_of_new(file, self.mode);
        if let Some((uid, gid)) = self.owner {
            set_owner(file, uid, gid);
        }
        Ok(file)
    }
}

impl LockFileSystem for HostSystem {
    fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, LockError> {
        // Some file systems have no hard links, and some names leave no room for a longer one.
        let created = match self.create_whole(path, owner) {
            Err(EPERM | EACCES | ENOSYS | ENOTSUP | EINVAL | ENAMETOOLONG | EEXIST) => {
                self.create_in_steps(path, owner)
            }
            created => created,
        };
        created.map_err(LockError::Failed)
    }

    fn release(&mut self, path: &[u8], file: Fd) -> Result<(), LockError> {
        Self::release(path, file)
    }

    fn has_open(&mut self, file: Fd, path: &[u8]) -> bool {
        let open = host::path_stat(format!("/proc/self/fd/{file}").as_bytes());
        open.is_ok_and(|open| host::path_stat(path).is_ok_and(|there| there.id == open.id))
    }

    fn read(&mut self, path: &[u8]) -> Result<Content, Refusal> {
        let file = match host::path_open(path, SAFELY, 0) {
            Ok(file) => file,
            Err(errno) => return not_opened(path, errno),
        };
        let content = read_text(file);
        host::fd_close(file);
        content.map_err(Refusal::Failed)
    }

    fn remove(&mut self, path: &[u8]) -> Result<(), LockError> {
        remove(path)
    }

    fn start_time(&mut self, pid: u32) -> Option<String> {
        process_info::start_time(pid)
    }

    fn is_local(&mut self, path: &[u8]) -> bool {
        host::path_statfs(path).is_ok_and(local_file_systems::is_local)
    }

    fn pause(&mut self) {
        host::thread_sleep(1000);
    }

    fn locks_open_files(&mut self, path: &[u8]) -> bool {
        let aside = beside(path);
        let Ok(first) = self.open_new(&aside, HELD) else { return false };
        let second = host::path_open(&aside, HELD, 0);
        if let Ok(second) = second {
            host::fd_close(second);
        }
        let _ = Self::release(&aside, first);
        matches!(second, Err(EAGAIN | EBUSY))
    }

    fn open_held(&mut self, path: &[u8]) -> Result<Opened, Refusal> {
        match self.open_new(path, HELD) {
            Ok(file) => return Ok(Opened::New(file)),
            Err(EEXIST) => {}
            Err(EAGAIN | EBUSY) => return Err(Refusal::Busy),
            Err(errno) => return Err(Refusal::Failed(errno)),
        }
        match host::path_open(path, HELD, 0) {
            Ok(file) => Ok(Opened::Existing(file)),
            Err(EAGAIN | EBUSY) => Err(Refusal::Busy),
            Err(errno) => match not_opened(path, errno)? {
                Content::Missing => Ok(Opened::Missing),
                _ => Err(Refusal::Foreign),
            },
        }
    }

    fn leads_to(&mut self, path: &[u8], file: Fd) -> bool {
        host::fd_stat(file).is_ok_and(|open| host::path_stat(path).is_ok_and(|there| there.id == open.id))
    }

    fn write(&mut self, file: Fd, owner: &Owner) -> Result<(), LockError> {
        let text = owner.to_text();
        let written = host::fd_truncate(file, 0).and_then(|()| host::fd_write(file, text.as_bytes(), 0));
        written.map_err(LockError::Failed)
    }

    fn close(&mut self, file: Fd) {
        host::fd_close(file);
    }
}

/// Returns the path of a file that nobody else uses, beside another.
fn beside(path: &[u8]) -> Vec<u8> {
    let mut random = [0; 8];
    host::random_get(&mut random);
    [path, format!(".{:016x}", u64::from_le_bytes(random)).as_bytes()].concat()
}

fn remove(path: &[u8]) -> Result<(), LockError> {
    match host::path_unlink(path) {
        Ok(()) | Err(ENOENT) => Ok(()),
        Err(errno) => Err(LockError::Failed(errno)),
    }
}

/// Returns what lies at a path that cannot be opened.
fn not_opened(path: &[u8], errno: Errno) -> Result<Content, Refusal> {
    match errno {
        ENOENT => Ok(Content::Missing),
        ELOOP => Ok(Content::Foreign),
        _ if host::path_stat(path).is_ok_and(|stat| !stat.is_regular()) => Ok(Content::Foreign),
        EACCES | EPERM => Err(Refusal::Unreadable),
        errno => Err(Refusal::Failed(errno)),
    }
}

fn read_text(file: Fd) -> Result<Content, Errno> {
    let stat = host::fd_stat(file)?;
    if !stat.is_regular() || stat.size > Owner::TEXT_MAX as u64 {
        return Ok(Content::Foreign);
    }
    let mut text = vec![0; Owner::TEXT_MAX];
    let length = host::fd_read(file, &mut text, 0)?;
    text.truncate(length);
    Ok(Content::Text(String::from_utf8_lossy(&text).into_owned()))
}
