//! What lock files are told of the host: who this instance is, and which processes there are.

use abi::{EEXIST, ENOENT, OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_NOFOLLOW, OPEN_READWRITE};

use super::lock::Refusal;
use super::owner::{Fd, Owner, Surroundings};
use crate::host::{self, Errno};

/// Who this instance is.
pub fn myself() -> Owner {
    let first_line = |path: &[u8]| read_text(path).ok().flatten().unwrap_or_default().trim_end().to_owned();
    let namespace = host::path_readlink(b"/proc/self/ns/pid").unwrap_or_default();
    let pid = host::process_id();
    Owner {
        pid,
        thread: host::thread_id(),
        started: Host.started(pid).unwrap_or_default(),
        boot: first_line(b"/proc/sys/kernel/random/boot_id"),
        namespace: String::from_utf8_lossy(&namespace).into_owned(),
        host: first_line(b"/proc/sys/kernel/hostname"),
        // Not known before the lock file is made.
        file: -1,
    }
}

/// A small file as text, `None` when it is not there.
pub fn read_text(path: &[u8]) -> Result<Option<String>, Errno> {
    let fd = match host::path_open(path, OPEN_NOFOLLOW, 0) {
        Ok(fd) => fd,
        Err(ENOENT) => return Ok(None),
        Err(errno) => return Err(errno),
    };
    let mut text = Vec::new();
    let mut chunk = [0; 4096];
    let result = loop {
        match host::fd_read(fd, &mut chunk, text.len() as u64) {
            Ok(0) => break Ok(()),
            Ok(n) => text.extend_from_slice(&chunk[..n]),
            Err(errno) => break Err(errno),
        }
    };
    host::fd_close(fd);
    result.map(|()| Some(String::from_utf8_lossy(&text).into_owned()))
}

/// The host, as lock files see it.
pub struct Host;

impl Host {
    /// Makes a lock file that has its content from the first moment: one that is killed in between leaves none.
    fn create_whole(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, Errno> {
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
}

/// Makes a lock file, then writes its content. `None` when it is there already.
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

impl Surroundings for Host {
    fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, Refusal> {
        // Some file systems have no hard links, and some names leave no room for another.
        self.create_whole(path, owner).or_else(|_| create(path, owner)).map_err(Refusal::Failed)
    }

    fn remove_own(&mut self, path: &[u8], file: Fd) -> Result<(), Refusal> {
        // Removed first: one that is closed but there looks left behind.
        let removed = self.remove(path);
        host::fd_close(file);
        removed
    }

    fn has_open(&mut self, file: Fd, path: &[u8]) -> bool {
        let open = host::path_stat(format!("/proc/self/fd/{file}").as_bytes());
        open.is_ok_and(|open| host::path_stat(path).is_ok_and(|there| there.id == open.id))
    }

    fn read(&mut self, path: &[u8]) -> Result<Option<String>, Refusal> {
        read_text(path).map_err(Refusal::Failed)
    }

    fn remove(&mut self, path: &[u8]) -> Result<(), Refusal> {
        match host::path_unlink(path) {
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
