//! The imports as declared, and the conversions that their wrappers share.

use abi::{LOCK_NONE, LOCK_READ};

use super::{steps, waiting_unlock};
use crate::numbers::*;
use crate::range::Range;
use crate::value::RawValue;

/// Expands a list of imports to functions that make them, after what waits.
macro_rules! declare {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {$(
        $(#[doc = $doc])+
        pub unsafe fn $name($($param: $kind),*) $(-> $result)? {
            #[link(wasm_import_module = "host")]
            unsafe extern "C" {
                fn $name($($param: $kind),*) $(-> $result)?;
            }
            flush();
            // SAFETY: the caller keeps to the documentation of the import.
            unsafe { $name($($param),*) }
        }
    )+};
}
abi::for_each_syscall!(declare);
abi::for_each_callback!(declare);

/// Makes the unlock that waits, if there is one, and drops results that wait.
pub fn flush() {
    steps::drop_results();
    make_waiting_unlock();
}

/// Makes the unlock that waits, if there is one. A failure leaves a lock that is stronger than needed, until the next
/// release.
pub fn make_waiting_unlock() {
    if let Some(unlock) = waiting_unlock::replace(None) {
        let set = |kind, Range { offset, length }| {
            // SAFETY: no memory is passed.
            unsafe { fd_lock(unlock.fd, kind, offset as f64, length as f64) }
        };
        if let Some(shared) = unlock.shared {
            set(LOCK_READ, shared);
        }
        set(LOCK_NONE, unlock.released);
    }
}

/// Why a system call failed: one of `abi::ERRNOS`.
pub type Errno = i32;

/// A file descriptor of the host.
pub type Fd = fd;

/// Returns the non-negative result of a system call, or its errno.
pub fn check(result: int) -> Result<usize, Errno> {
    usize::try_from(result).map_err(|_| -result)
}

/// Returns the errno of a system call that has no other result.
pub fn done(result: int) -> Result<(), Errno> {
    check(result).map(drop)
}

/// Returns the address of bytes that a host only reads. The lists of imports have one address type for both directions.
pub fn start(bytes: &[u8]) -> ptr {
    bytes.as_ptr().cast_mut()
}

/// Returns the address and number of values that a host only reads.
pub fn array(values: &[RawValue]) -> (ptr, int) {
    (values.as_ptr().cast_mut().cast(), values.len() as int)
}
