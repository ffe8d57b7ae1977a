//! Finds and reads the file of an extension.

use abi::{EACCES, EISDIR, ENOENT, ENOTDIR, EPERM, OPEN_NONBLOCK};
use side_module::Refusal;

use super::file::{CURE, MAX_BYTES, SUFFIX, names_machine_code, refuse_machine_code};
use crate::host::{self, Errno, Fd};

/// Returns the content of the file of that name or, if there is none, of the name with `.wasm`.
pub fn read(name: &[u8]) -> Result<Vec<u8>, Refusal> {
    let opened = match open(name) {
        Err(ENOENT | ENOTDIR) => open(&[name, SUFFIX].concat()),
        opened => opened,
    };
    let fd = opened.map_err(|errno| not_opened(name, errno))?;
    let content = read_opened(fd);
    host::fd_close(fd);
    let content = content?;
    refuse_machine_code(&content)?;
    Ok(content)
}

/// Opens a file, without waiting for a writer if it is a pipe.
fn open(path: &[u8]) -> Result<Fd, Errno> {
    host::path_open(path, OPEN_NONBLOCK, 0)
}

fn read_opened(fd: Fd) -> Result<Vec<u8>, Refusal> {
    let stat = host::fd_stat(fd).map_err(not_read)?;
    if !stat.is_regular() {
        return Err(if stat.is_directory() { "is a directory" } else { "is not a file" }.into());
    }
    if stat.size > MAX_BYTES {
        return Err("is larger than 64 MB, as no extension is".into());
    }
    let mut content = Vec::new();
    content.try_reserve_exact(stat.size as usize).map_err(|_| "does not fit into memory")?;
    content.resize(stat.size as usize, 0);
    let length = host::fd_read(fd, &mut content, 0).map_err(not_read)?;
    content.truncate(length);
    Ok(content)
}

fn not_opened(name: &[u8], errno: Errno) -> Refusal {
    let reason = reason(errno);
    match names_machine_code(name) {
        true => format!("cannot be opened ({reason}); {CURE}").into(),
        false => format!("cannot be opened: {reason}").into(),
    }
}

fn not_read(errno: Errno) -> Refusal {
    format!("cannot be read: {}", reason(errno)).into()
}

fn reason(errno: Errno) -> String {
    match errno {
        ENOENT | ENOTDIR => "there is no such file, and none with .wasm appended".into(),
        EACCES | EPERM => "permission denied".into(),
        EISDIR => "it is a directory".into(),
        _ => format!("error {errno}"),
    }
}
