//! An unlock that waits for the next host call, or for the way out of the guest, so that it can become one with the
//! next change of locks.

use crate::memory::global::Global;
use crate::numbers::fd;

/// The release of the locks on a range of bytes.
#[derive(Clone, Copy, Debug)]
pub struct Unlock {
    /// The descriptor.
    pub fd: fd,
    /// First byte.
    pub offset: u64,
    /// Number of bytes.
    pub length: u64,
}

static WAITING: Global<Option<Unlock>> = Global::new(None);

/// Has an unlock wait in place of the one that waits, which is returned.
pub fn replace(unlock: Option<Unlock>) -> Option<Unlock> {
    WAITING.with(|waiting| core::mem::replace(waiting, unlock))
}
