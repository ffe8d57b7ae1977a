//! The host's files and processes, as lock files need them.

use abi::{EEXIST, ENOENT, OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_NOFOLLOW, OPEN_READWRITE};

use super::lock_file::LockFileSystem;
use super::owner::Owner;
use super::process_info;
use super::ranges::LockError;
use crate::host::{self, Errno, Fd};
use crate::vfs::text_file;

/// The host.
pub struct HostSystem;

impl LockFileSystem for HostSystem {
    fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, LockError> {
        // Some file systems have no hard links, and some names leave no room for a longer one.
        create_whole(path, owner).or_else(|_| create(path, owner)).map_err(LockError::Failed)
    }

    fn release(&mut self, path: &[u8], file: Fd) -> Result<(), LockError> {
        // Removed before it is closed: a lock file that exists but is closed looks stale.
        let removed = self.remove(path);
        host::fd_close(file);
        removed
    }

    fn has_open(&mut self, file: Fd, path: &[u8]) -> bool {
        let open = host::path_stat(format!("/proc/self/fd/{file}").as_bytes());
        open.is_ok_and(|open| host::path_stat(path).is_ok_and(|there| there.id == open.id))
    }

    fn read(&mut self, path: &[u8]) -> Result<Option<String>, LockError> {
        text_file::read(path).map_err(LockError::Failed)
    }

    fn remove(&mut self, path: &[u8]) -> Result<(), LockError> {
        match host::path_unlink(path) {
            Ok(()) | Err(ENOENT) => Ok(()),
            Err(errno) => Err(LockError::Failed(errno)),
        }
    }

    fn start_time(&mut self, pid: u32) -> Option<String> {
        process_info::start_time(pid)
    }
}

/// Creates a lock file that has its content from the first moment, so that a process killed meanwhile leaves none
/// behind. Returns `None` if the file exists.
fn create_whole(path: &[u8], owner: &Owner) -> Result<Option<Fd>, Errno> {
    let mut random = [0; 8];
    host::random_get(&mut random);
    let aside = [path, format!(".{:016x}", u64::from_le_bytes(random)).as_bytes()].concat();
    let Some(file) = create(&aside, owner)? else { return Err(EEXIST) };
    let linked = host::path_link(&aside, path);
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
fn create(path: &[u8], owner: &Owner) -> Result<Option<Fd>, Errno> {
    let flags = OPEN_READWRITE | OPEN_CREATE | OPEN_EXCLUSIVE | OPEN_NOFOLLOW;
    let file = match host::path_open(path, flags, 0o644) {
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
