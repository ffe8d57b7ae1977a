//! The memory limit of a guest.

use wasmtime::{ResourceLimiter, Result};

/// Limits how large the memory of a guest grows, and records refusals.
pub struct MemoryLimiter {
    /// The limit in bytes.
    pub(crate) limit: usize,
    /// Whether memory was refused since the last [`MemoryLimiter::take_refused`].
    pub(crate) refused: bool,
}

impl MemoryLimiter {
    /// Creates a limit of `limit` bytes.
    pub const fn new(limit: usize) -> Self {
        Self { limit, refused: false }
    }

    /// Returns whether memory was refused, and forgets it.
    pub(crate) const fn take_refused(&mut self) -> bool {
        std::mem::replace(&mut self.refused, false)
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> Result<bool> {
        let fits = desired <= self.limit;
        self.refused |= !fits;
        Ok(fits)
    }

    /// The module's table has its final size from the start.
    fn table_growing(&mut self, current: usize, _desired: usize, _maximum: Option<usize>) -> Result<bool> {
        Ok(current == 0)
    }
}
