//! `localtime`, for a guest on its host's system.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use abi::{EINVAL, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, ERANGE};

use super::civil::{Tm, from_seconds};
use super::time_zone::{LocalZone, Refused, System};
use crate::host::{self, Errno};
use crate::memory::global::Global;

static ZONE: Global<LocalZone> = Global::new(LocalZone::new());

/// Whether the application has run since [`ZONE`] was updated. Asking the host for TZ costs more than all the rest.
static APPLICATION_RAN: AtomicBool = AtomicBool::new(true);

/// Notes that the application has run: it may have changed TZ.
pub fn application_ran() {
    APPLICATION_RAN.store(true, Relaxed);
}

static RESULT: Global<Tm> = Global::new(epoch());

/// Returns 1970-01-01 00:00, the first content of the result.
const fn epoch() -> Tm {
    Tm { tm_sec: 0, tm_min: 0, tm_hour: 0, tm_mday: 1, tm_mon: 0, tm_year: 70, tm_wday: 4, tm_yday: 0, tm_isdst: 0 }
}

/// C's `localtime`: the result is valid until the next call.
///
/// # Safety
/// `seconds` points to a `time_t`.
#[unsafe(no_mangle)]
unsafe extern "C" fn localtime(seconds: *const i64) -> *mut Tm {
    // SAFETY: the caller passes a pointer to a `time_t`.
    let seconds = unsafe { *seconds };
    let offset = offset_at(seconds).unwrap_or_else(|| host::clock_utc_offset(seconds));
    RESULT.with(|tm| {
        *tm = from_seconds(seconds + offset);
        &raw mut *tm
    })
}

/// Returns the seconds that local time is ahead of UTC, or `None` if only the host knows.
fn offset_at(seconds: i64) -> Option<i64> {
    // An application may have replaced `process.env` or a function of node:fs by one that runs SQL: it gets the host's.
    let offset = ZONE.try_with(|zone| {
        if APPLICATION_RAN.swap(false, Relaxed) {
            zone.update(&HostSystem);
        }
        zone.offset_at(seconds)
    });
    offset.flatten()
}

/// The largest file of a time zone that is read. Real ones have a few KB.
const FILE_MAX: u64 = 64 * 1024;

/// The system behind the host.
struct HostSystem;

impl System for HostSystem {
    fn env(&self, name: &str, into: &mut [u8]) -> Result<Option<usize>, Refused> {
        match host::env_get_into(name, into) {
            Ok(length) => Ok(Some(length)),
            Err(ENOENT) => Ok(None),
            Err(ERANGE) => Ok(Some(0)),
            // Deno, where --allow-env lists other variables.
            Err(_) => Err(Refused),
        }
    }

    fn read(&self, path: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
        // `stat` first: opening a FIFO would block, and where `stat` succeeds, a file that cannot be opened is the
        // system's refusal, which libc would meet too, not the host's.
        match host::path_stat(path) {
            Ok(stat) if stat.is_regular() && stat.size <= FILE_MAX => Ok(read(path, stat.size as usize).ok()),
            Ok(_) | Err(ENOENT | ENOTDIR | ENAMETOOLONG | ELOOP | EINVAL) => Ok(None),
            // Node's permission model, Deno where --allow-read lists other folders, a confined guest of the Rust host.
            Err(_) => Err(Refused),
        }
    }

    fn now(&self) -> f64 {
        host::clock_now()
    }

    fn is_posix(&self) -> bool {
        // The current directory of Windows begins with a drive.
        host::cwd_get().map_or(true, |cwd| cwd.starts_with(b"/"))
    }
}

fn read(path: &[u8], size: usize) -> Result<Vec<u8>, Errno> {
    let file = host::path_open(path, 0, 0)?;
    let mut content = vec![0; size];
    let read = host::fd_read(file, &mut content, 0);
    host::fd_close(file);
    content.truncate(read?);
    Ok(content)
}
