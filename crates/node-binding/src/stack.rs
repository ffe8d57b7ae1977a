//! How much of the stack the guest may use. V8 checks only its own limit, and a Node thread has little stack beyond
//! that.

/// Stack that a call of the guest needs in bytes: the guest's own, and the system calls below it.
const NEEDED: usize = (1 << 20) + (128 << 10);

/// Returns the lowest stack address from which the guest may be called on this thread, 0 if it is unknown.
#[cfg(target_os = "linux")]
pub fn floor() -> usize {
    use std::mem::MaybeUninit;
    use std::ptr::null_mut;

    let mut attributes = MaybeUninit::uninit();
    let (mut lowest, mut size) = (null_mut(), 0);
    // SAFETY: `attributes` is read only after `pthread_getattr_np` has filled it, and destroyed once. The other two
    // pointers are to variables of the right types.
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

/// musl reports only the used part of the main thread's stack. The stack can grow to RLIMIT_STACK. Arguments and
/// environment, which lie above what musl takes for the top, use at most a quarter of that.
#[cfg(all(target_os = "linux", target_env = "musl"))]
fn floor_above(lowest: usize, size: usize) -> usize {
    use rustix::process::{Resource, getpid, getrlimit};

    if rustix::thread::gettid() != getpid() {
        return lowest + NEEDED;
    }
    let limit = getrlimit(Resource::Stack).current.and_then(|limit| usize::try_from(limit).ok());
    limit.map_or(0, |limit| (lowest + size).saturating_sub(limit / 4 * 3) + NEEDED)
}

/// Returns 0: other systems do not say how large the stack is.
#[cfg(not(target_os = "linux"))]
pub fn floor() -> usize {
    let _ = NEEDED;
    0
}

/// Returns approximately the current stack address.
#[inline(never)]
pub fn here() -> usize {
    let mark = 0_u8;
    (&raw const mark).addr()
}
