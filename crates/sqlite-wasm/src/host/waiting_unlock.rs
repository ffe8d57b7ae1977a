//! An unlock that waits for the next host call, or for the way out of the guest, so that it can become one with the
//! next change of locks.

use crate::memory::global::Global;
use crate::numbers::fd;
use crate::range::Range;

/// The release of the locks on a range of bytes.
#[derive(Clone, Copy, Debug)]
pub struct Unlock {
    /// The descriptor.
    pub fd: fd,
    /// A range that is read-locked first, in place of any other lock.
    pub shared: Option<Range>,
    /// The range that is released.
    pub released: Range,
}

static WAITING: Global<Option<Unlock>> = Global::new(None);

/// Has an unlock wait in place of the one that waits, which is returned.
pub fn replace(unlock: Option<Unlock>) -> Option<Unlock> {
    WAITING.with(|waiting| core::mem::replace(waiting, unlock))
}
