//! The steps on Windows, as in native SQLite's `winLock` and `winUnlock`. A lock does not replace another of the same
//! handle: it stands beside a shared one and is refused by an exclusive one, and each range is released as it was
//! locked. No call tells who holds a lock.

use super::levels::Level;
use super::ranges::{LockError, PENDING, RESERVED, RangeLocks, SHARED};
use super::steps::{LevelSteps, share_under_pending};

/// How often PENDING is tried: a virus scanner or an indexer may hold it for a moment.
const PENDING_ATTEMPTS: usize = 3;

/// The steps of a handle.
pub struct WindowsSteps<R>(pub R);

impl<R: RangeLocks> WindowsSteps<R> {
    /// Locks PENDING with `lock`.
    fn lock_pending(&mut self, lock: impl Fn(&mut R) -> Result<(), LockError>) -> Result<(), LockError> {
        for _ in 1..PENDING_ATTEMPTS {
            match lock(&mut self.0) {
                Err(LockError::Busy) => self.0.pause(),
                result => return result,
            }
        }
        lock(&mut self.0)
    }
}

impl<R: RangeLocks> LevelSteps for WindowsSteps<R> {
    fn share(&mut self) -> Result<(), LockError> {
        // PENDING is locked only for a moment: the lock fails while a writer waits for readers to finish.
        self.lock_pending(|ranges| ranges.read(PENDING))?;
        share_under_pending(&mut self.0)
    }

    fn reserve(&mut self) -> Result<(), LockError> {
        self.0.write(RESERVED)
    }

    fn pend(&mut self) -> Result<(), LockError> {
        self.lock_pending(|ranges| ranges.write(PENDING))
    }

    /// The shared range is free for a moment. PENDING keeps others out meanwhile or, if a hot journal is rolled back,
    /// nobody but connections that do the same wants an exclusive lock.
    fn exclude(&mut self) -> Result<(), LockError> {
        self.0.release(SHARED)?;
        self.0.write(SHARED).inspect_err(|_| {
            // If this is refused, another connection rolls the journal back. SQLite then gives up its lock altogether.
            let _ = self.0.read(SHARED);
        })
    }

    fn lower(&mut self, from: Level) -> Result<(), LockError> {
        if from == Level::Exclusive {
            self.0.release(SHARED)?;
            self.0.read(SHARED)?;
        }
        self.0.release(RESERVED)?;
        if from >= Level::Pending { self.0.release(PENDING) } else { Ok(()) }
    }

    /// PENDING comes last: as long as it is locked, nobody begins to read.
    fn unlock(&mut self, from: Level) -> Result<(), LockError> {
        let reserved = if from >= Level::Reserved { self.0.release(RESERVED) } else { Ok(()) };
        let shared = self.0.release(SHARED);
        let pending = if from >= Level::Pending { self.0.release(PENDING) } else { Ok(()) };
        reserved.and(shared).and(pending)
    }

    /// Locks the byte for a moment, because nothing else shows whether it is locked.
    fn is_reserved(&mut self) -> Result<bool, LockError> {
        match self.0.read(RESERVED) {
            Ok(()) => self.0.release(RESERVED).map(|()| false),
            Err(LockError::Busy) => Ok(true),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::levels::LockTable;
    use super::super::recorder::Recorder;
    use super::*;

    /// Takes a connection through levels and back to UNLOCKED. Returns the locks.
    fn calls(levels: &[Level], refuse: Option<&'static str>) -> (Vec<String>, Result<(), LockError>) {
        let (mut table, mut held) = (LockTable::default(), Level::None);
        let mut steps = WindowsSteps(Recorder { refuse, ..Recorder::default() });
        let result = levels.iter().try_for_each(|level| table.acquire(1, &mut held, *level, &mut steps));
        table.release(&mut held, Level::None, &mut steps).unwrap();
        (steps.0.calls, result)
    }

    #[test]
    fn a_write_transaction_releases_the_shared_range_before_it_locks_the_range_exclusively() {
        let (calls, result) = calls(&[Level::Shared, Level::Reserved, Level::Exclusive], None);
        assert_eq!(result, Ok(()));
        let expected = [
            "read pending",
            "read shared",
            "release pending",
            "write reserved",
            "write pending",
            "release shared",
            "write shared",
            "release reserved",
            "release shared",
            "release pending",
        ];
        assert_eq!(calls, expected);
    }

    #[test]
    fn a_refused_exclusive_lock_leaves_the_connection_reading() {
        let (calls, result) = calls(&[Level::Shared, Level::Reserved, Level::Exclusive], Some("write shared"));
        assert_eq!(result, Err(LockError::Busy));
        assert_eq!(calls[5..8], ["release shared", "write shared", "read shared"]);
        assert_eq!(calls.last().unwrap(), "release pending");
    }

    #[test]
    fn pending_is_tried_three_times() {
        let (calls, result) = calls(&[Level::Shared], Some("read pending"));
        assert_eq!(result, Err(LockError::Busy));
        assert_eq!(calls, ["read pending", "pause", "read pending", "pause", "read pending"]);
    }

    #[test]
    fn a_connection_that_returns_to_reading_locks_the_shared_range_again() {
        let (mut table, mut held) = (LockTable::default(), Level::None);
        let mut steps = WindowsSteps(Recorder::default());
        for level in [Level::Shared, Level::Reserved, Level::Exclusive] {
            table.acquire(1, &mut held, level, &mut steps).unwrap();
        }
        steps.0.calls.clear();
        table.release(&mut held, Level::Shared, &mut steps).unwrap();
        assert_eq!(held, Level::Shared);
        assert_eq!(steps.0.calls, ["release shared", "read shared", "release reserved", "release pending"]);
    }

    #[test]
    fn the_reserved_byte_is_locked_for_a_moment_to_see_whether_it_is_taken() {
        let mut free = WindowsSteps(Recorder::default());
        assert_eq!(free.is_reserved(), Ok(false));
        assert_eq!(free.0.calls, ["read reserved", "release reserved"]);
        let mut taken = WindowsSteps(Recorder { refuse: Some("read reserved"), ..Recorder::default() });
        assert_eq!(taken.is_reserved(), Ok(true));
        assert_eq!(taken.0.calls, ["read reserved"]);
    }
}
