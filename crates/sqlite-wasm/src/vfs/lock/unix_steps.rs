//! The steps on Unix. A lock replaces another of the same descriptor, so the shared range is locked at every moment.

use super::levels::Level;
use super::ranges::{ALL, LockError, PENDING, RESERVED, Range, RangeLocks, SHARED};
use super::steps::{LevelSteps, share_under_pending};

/// The steps of a descriptor with POSIX's locks, or with none because the file is owned whole.
pub struct UnixSteps<R>(pub R);

impl<R: RangeLocks> LevelSteps for UnixSteps<R> {
    fn share(&mut self) -> Result<(), LockError> {
        self.0.begin_share();
        // PENDING is locked only for a moment: the lock fails while a writer waits for readers to finish.
        self.0.read(PENDING)?;
        share_under_pending(&mut self.0)
    }

    fn reserve(&mut self) -> Result<(), LockError> {
        self.0.write(RESERVED)
    }

    fn pend(&mut self) -> Result<(), LockError> {
        self.0.write(PENDING)
    }

    fn exclude(&mut self) -> Result<(), LockError> {
        self.0.write(SHARED)
    }

    /// Waits, because at the end of most transactions SQLite releases SHARED next: one call then releases all. A
    /// failure leaves locks that are stronger than needed, until SHARED is released.
    fn lower(&mut self, _from: Level) -> Result<(), LockError> {
        let above_shared = Range { offset: PENDING.offset, length: PENDING.length + RESERVED.length };
        self.0.lower_later(SHARED, above_shared);
        Ok(())
    }

    fn unlock(&mut self, _from: Level) -> Result<(), LockError> {
        self.0.release(ALL)
    }

    fn is_reserved(&mut self) -> Result<bool, LockError> {
        self.0.is_taken(RESERVED)
    }
}
