//! What the system reports about processes.

use super::owner::Owner;
use crate::host;
use crate::vfs::text_file;

/// Returns this thread of this process as an owner that has no lock file yet.
pub fn this_process() -> Owner {
    let first_line = |path: &[u8]| text_file::read(path).ok().flatten().unwrap_or_default().trim_end().to_owned();
    let namespace = host::path_readlink(b"/proc/self/ns/pid").unwrap_or_default();
    let pid = host::process_id();
    Owner {
        pid,
        thread: host::thread_id(),
        started: start_time(pid).unwrap_or_default(),
        boot: first_line(b"/proc/sys/kernel/random/boot_id"),
        namespace: String::from_utf8_lossy(&namespace).into_owned(),
        host: first_line(b"/proc/sys/kernel/hostname"),
        file: -1,
    }
}

/// Returns when a process started, as in [`Owner::started`]. Returns `None` if there is no such process, and an empty
/// text if the time is unknown.
pub fn start_time(pid: u32) -> Option<String> {
    if !host::process_exists(pid) {
        return None;
    }
    let stat = text_file::read(format!("/proc/{pid}/stat").as_bytes()).ok().flatten().unwrap_or_default();
    // The second field, the program's name, may contain blanks and brackets. The state follows it, then 18 other
    // fields.
    let mut fields = stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
    let state = fields.next().unwrap_or_default();
    if matches!(state, "Z" | "X") {
        return None;
    }
    Some(fields.nth(18).unwrap_or_default().to_owned())
}
