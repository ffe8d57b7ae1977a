//! State of the one thread that a guest has.

use core::cell::RefCell;

/// A value that lives as long as the instance. Borrows are checked, because a callback may enter the guest again while
/// another export is running.
pub struct Global<T>(RefCell<T>);

// SAFETY: the module is built without threads and its memory is not shared, so no second thread can race.
unsafe impl<T> Sync for Global<T> {}

impl<T> Global<T> {
    /// Creates a global with its first value.
    pub const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    /// Calls `access` with the value. Panics if the value is already borrowed.
    pub fn with<R>(&self, access: impl FnOnce(&mut T) -> R) -> R {
        access(&mut self.0.borrow_mut())
    }
}
