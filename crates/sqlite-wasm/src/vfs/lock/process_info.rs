//! What the system reports about processes.

use super::owner::Owner;
use crate::host;
use crate::libc::civil;
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
        host: host_name(first_line(b"/proc/sys/kernel/hostname")),
        since: utc(host::clock_now()),
        held: false,
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

/// Returns the name of this machine: as the kernel reports it or, where there is no `/proc`, from the environment.
fn host_name(reported: String) -> String {
    let named = |variable| host::env_get(variable).map(|name| String::from_utf8_lossy(&name).replace('\n', " "));
    if reported.is_empty() { named("COMPUTERNAME").or_else(|| named("HOSTNAME")).unwrap_or_default() } else { reported }
}

/// Returns a moment in milliseconds since 1970 as text.
fn utc(milliseconds: f64) -> String {
    let civil::Tm { tm_year, tm_mon, tm_mday, tm_hour, tm_min, tm_sec, .. } =
        civil::from_seconds((milliseconds / 1000.0) as i64);
    let (year, month) = (tm_year + 1900, tm_mon + 1);
    format!("{year:04}-{month:02}-{tm_mday:02} {tm_hour:02}:{tm_min:02}:{tm_sec:02} UTC")
}
