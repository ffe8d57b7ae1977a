//! State of the one thread that a guest has.

use core::cell::RefCell;

/// A value that lives as long as the instance. The guest is never entered twice at once but by calls back from the
/// host, which is why access is checked.
pub struct Global<T>(RefCell<T>);

// SAFETY: the module is built without threads and its memory is not shared, so there is no second thread to race with.
unsafe impl<T> Sync for Global<T> {}

impl<T> Global<T> {
    /// A global with its first value.
    pub const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    /// Lends the value; panics when it is lent already.
    pub fn with<R>(&self, use_it: impl FnOnce(&mut T) -> R) -> R {
        use_it(&mut self.0.borrow_mut())
    }

    /// Lends the value; returns `None` when it is lent already.
    pub fn try_with<R>(&self, use_it: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.try_borrow_mut().ok().map(|mut value| use_it(&mut value))
    }
}
