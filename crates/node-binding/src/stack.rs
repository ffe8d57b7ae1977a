//! How much stack is left for the guest. JavaScript looks at its own limit only; a thread of Node's has little beyond it.

/// What a call of the guest may use, and the system calls below it.
const NEEDED: usize = (1 << 20) + (128 << 10);

/// The lowest address from which the guest may be called on this thread, 0 if that is unknown.
#[cfg(target_os = "linux")]
pub fn floor() -> usize {
    use std::mem::MaybeUninit;
    use std::ptr::null_mut;

    let mut attributes = MaybeUninit::uninit();
    let (mut lowest, mut size) = (null_mut(), 0);
    // SAFETY: the attributes are read only if they were written, and are given back.
    let known = unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return 0;
        }
        let known = libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut lowest, &raw mut size) == 0;
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        known
    };
    if !known {
        return 0;
    }
    floor_above(lowest.addr(), size)
}

#[cfg(all(target_os = "linux", not(target_env = "musl")))]
fn floor_above(lowest: usize, _size: usize) -> usize {
    lowest + NEEDED
}

/// Of the main thread's stack musl tells what is in use. It may grow to its limit, of which the environment, above what musl
/// takes for the top, has a quarter at most.
#[cfg(all(target_os = "linux", target_env = "musl"))]
fn floor_above(lowest: usize, size: usize) -> usize {
    use rustix::process::{Resource, getpid, getrlimit};

    if rustix::thread::gettid() != getpid() {
        return lowest + NEEDED;
    }
    let limit = getrlimit(Resource::Stack).current.and_then(|limit| usize::try_from(limit).ok());
    limit.map_or(0, |limit| (lowest + size).saturating_sub(limit / 4 * 3) + NEEDED)
}

/// The lowest address from which the guest may be called on this thread.
#[cfg(not(target_os = "linux"))]
pub fn floor() -> usize {
    let _ = NEEDED;
    0
}

/// About where the stack is now.
#[inline(never)]
pub fn here() -> usize {
    let mark = 0_u8;
    (&raw const mark).addr()
}
