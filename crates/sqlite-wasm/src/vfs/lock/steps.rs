//! The steps between SQLite's lock levels on a file: which byte ranges are locked, in native SQLite's order.

use super::levels::Level;
use super::ranges::{LockError, PENDING, RangeLocks, SHARED};

/// The steps of one connection. [`super::levels::LockTable`] calls them in the order of the levels.
pub trait LevelSteps {
    /// UNLOCKED to SHARED.
    fn share(&mut self) -> Result<(), LockError>;
    /// SHARED to RESERVED.
    fn reserve(&mut self) -> Result<(), LockError>;
    /// RESERVED to PENDING.
    fn pend(&mut self) -> Result<(), LockError>;
    /// PENDING, or SHARED, to EXCLUSIVE. If this fails, the connection is where it was.
    fn exclude(&mut self) -> Result<(), LockError>;
    /// Any level above SHARED to SHARED.
    fn lower(&mut self, from: Level) -> Result<(), LockError>;
    /// Any level to UNLOCKED.
    fn unlock(&mut self, from: Level) -> Result<(), LockError>;
    /// Returns whether somebody else is at RESERVED or above.
    fn is_reserved(&mut self) -> Result<bool, LockError>;
}

/// Read-locks the shared range and releases PENDING, which is read-locked. Does not keep the shared range if PENDING
/// cannot be released.
pub fn share_under_pending(ranges: &mut impl RangeLocks) -> Result<(), LockError> {
    let shared = ranges.read(SHARED);
    let released = ranges.release(PENDING);
    shared?;
    if released.is_err() {
        ranges.release(SHARED)?;
    }
    released
}
