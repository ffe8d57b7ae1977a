//! Reading small files as text.

use abi::{ENOENT, OPEN_NOFOLLOW, OPEN_NONBLOCK};

use crate::host::{self, Errno};

/// Returns the content of a file, `None` if it does not exist.
pub fn read(path: &[u8]) -> Result<Option<String>, Errno> {
    let fd = match host::path_open(path, OPEN_NOFOLLOW | OPEN_NONBLOCK, 0) {
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
