//! SQLite's lock levels on a database file: which connection may go to which level.
//!
//! A table decides between the connections of one instance, whatever the host can do. The same steps are taken on the
//! file through [`LevelSteps`]; they decide between this instance and everybody else.

use super::ranges::LockError;
use super::steps::LevelSteps;

/// Level of a connection's lock, in SQLite's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// UNLOCKED.
    #[default]
    None,
    /// SHARED: reads.
    Shared,
    /// RESERVED: is going to write. Others may still begin to read.
    Reserved,
    /// PENDING: waits for the readers to finish. Nobody may begin to read.
    Pending,
    /// EXCLUSIVE: writes.
    Exclusive,
}

/// Identifies a connection within an instance.
pub type Key = u32;

/// The locks that connections of this instance hold on one file.
#[derive(Debug, Default)]
pub struct LockTable {
    /// Number of connections at SHARED or above.
    readers: usize,
    /// The connection above SHARED, and its level.
    writer: Option<(Key, Level)>,
}

impl LockTable {
    /// Returns whether any connection, of this instance or another, is at RESERVED or above.
    pub fn is_reserved(&self, steps: &mut dyn LevelSteps) -> Result<bool, LockError> {
        Ok(self.writer.is_some() || steps.is_reserved()?)
    }

    /// Fails with `Busy` if another connection of this instance keeps a connection from the level `wanted`.
    pub fn check(&self, me: Key, wanted: Level) -> Result<(), LockError> {
        match self.writer {
            Some((writer, level)) if writer != me && (level >= Level::Pending || wanted > Level::Shared) => {
                Err(LockError::Busy)
            }
            _ => Ok(()),
        }
    }

    /// Raises a connection from the level `held` to `wanted`. If EXCLUSIVE is refused, the connection may be left at
    /// PENDING, as SQLite expects.
    pub fn acquire(
        &mut self,
        me: Key,
        held: &mut Level,
        wanted: Level,
        steps: &mut dyn LevelSteps,
    ) -> Result<(), LockError> {
        if *held >= wanted {
            return Ok(());
        }
        self.check(me, wanted)?;
        match wanted {
            Level::Shared => {
                steps.share()?;
                self.readers += 1;
                *held = Level::Shared;
            }
            Level::Reserved => {
                steps.reserve()?;
                self.raise(me, held, Level::Reserved);
            }
            _ => self.exclude(me, held, steps)?,
        }
        Ok(())
    }

    fn exclude(&mut self, me: Key, held: &mut Level, steps: &mut dyn LevelSteps) -> Result<(), LockError> {
        // SHARED to EXCLUSIVE happens only to roll back a hot journal. PENDING is not acquired then: two connections
        // that both recover would deadlock.
        if *held == Level::Reserved {
            steps.pend()?;
            self.raise(me, held, Level::Pending);
        }
        if self.readers > 1 {
            return Err(LockError::Busy);
        }
        steps.exclude()?;
        self.raise(me, held, Level::Exclusive);
        Ok(())
    }

    fn raise(&mut self, me: Key, held: &mut Level, to: Level) {
        self.writer = Some((me, to));
        *held = to;
    }

    /// Lowers a connection to SHARED or UNLOCKED.
    pub fn release(&mut self, held: &mut Level, wanted: Level, steps: &mut dyn LevelSteps) -> Result<(), LockError> {
        let from = *held;
        if from <= wanted {
            return Ok(());
        }
        if from > Level::Shared {
            self.writer = None;
        }
        if wanted == Level::None {
            self.readers -= 1;
            *held = Level::None;
            return steps.unlock(from);
        }
        *held = Level::Shared;
        steps.lower(from)
    }
}

#[cfg(test)]
mod tests {
    use super::super::recorder::Recorder;
    use super::super::unix_steps::UnixSteps;
    use super::*;

    /// Returns the steps of locks that refuse one call.
    fn steps(refuse: Option<&'static str>) -> UnixSteps<Recorder> {
        UnixSteps(Recorder { refuse, ..Recorder::default() })
    }

    fn raise(table: &mut LockTable, me: Key, held: &mut Level, to: Level) -> Result<(), LockError> {
        table.acquire(me, held, to, &mut steps(None))
    }

    #[test]
    fn a_write_transaction_takes_native_sqlites_steps() {
        let (mut table, mut held, mut host) = (LockTable::default(), Level::None, steps(None));
        for level in [Level::Shared, Level::Reserved, Level::Exclusive] {
            table.acquire(1, &mut held, level, &mut host).unwrap();
        }
        table.release(&mut held, Level::Shared, &mut host).unwrap();
        table.release(&mut held, Level::None, &mut host).unwrap();
        assert_eq!(
            host.0.calls,
            [
                "read pending",
                "read shared",
                "release pending",
                "write reserved",
                "write pending",
                "write shared",
                "later read shared, release pending+reserved",
                "release all",
            ]
        );
        assert_eq!(table.is_reserved(&mut host), Ok(false));
    }

    #[test]
    fn readers_share_and_one_connection_reserves() {
        let mut table = LockTable::default();
        let (mut a, mut b, mut c) = (Level::None, Level::None, Level::None);
        raise(&mut table, 1, &mut a, Level::Shared).unwrap();
        raise(&mut table, 2, &mut b, Level::Shared).unwrap();
        raise(&mut table, 1, &mut a, Level::Reserved).unwrap();
        assert_eq!(table.is_reserved(&mut steps(None)), Ok(true));
        assert_eq!(raise(&mut table, 2, &mut b, Level::Reserved), Err(LockError::Busy));
        assert_eq!(raise(&mut table, 2, &mut b, Level::Exclusive), Err(LockError::Busy));
        raise(&mut table, 3, &mut c, Level::Shared).unwrap();
    }

    #[test]
    fn a_pending_writer_refuses_new_readers_and_waits_for_the_others() {
        let mut table = LockTable::default();
        let (mut a, mut b, mut c) = (Level::None, Level::None, Level::None);
        raise(&mut table, 1, &mut a, Level::Shared).unwrap();
        raise(&mut table, 2, &mut b, Level::Shared).unwrap();
        raise(&mut table, 1, &mut a, Level::Reserved).unwrap();
        assert_eq!(raise(&mut table, 1, &mut a, Level::Exclusive), Err(LockError::Busy));
        assert_eq!(a, Level::Pending);
        assert_eq!(raise(&mut table, 3, &mut c, Level::Shared), Err(LockError::Busy));
        table.release(&mut b, Level::None, &mut steps(None)).unwrap();
        raise(&mut table, 1, &mut a, Level::Exclusive).unwrap();
        assert_eq!(a, Level::Exclusive);
    }

    #[test]
    fn only_the_only_reader_rolls_back_a_hot_journal() {
        let mut table = LockTable::default();
        let (mut a, mut b) = (Level::None, Level::None);
        raise(&mut table, 1, &mut a, Level::Shared).unwrap();
        raise(&mut table, 2, &mut b, Level::Shared).unwrap();
        assert_eq!(raise(&mut table, 1, &mut a, Level::Exclusive), Err(LockError::Busy));
        assert_eq!(a, Level::Shared, "two connections at PENDING would deadlock");
        table.release(&mut b, Level::None, &mut steps(None)).unwrap();
        raise(&mut table, 1, &mut a, Level::Exclusive).unwrap();
    }

    #[test]
    fn a_lock_that_the_file_refuses_is_not_held() {
        let mut table = LockTable::default();
        let mut held = Level::None;
        let mut host = steps(Some("read shared"));
        assert_eq!(table.acquire(1, &mut held, Level::Shared, &mut host), Err(LockError::Busy));
        assert_eq!(held, Level::None);
        assert_eq!(host.0.calls.last().unwrap(), "release pending", "PENDING is released");
        host.0.refuse = Some("write reserved");
        table.acquire(1, &mut held, Level::Shared, &mut host).unwrap();
        assert_eq!(table.acquire(1, &mut held, Level::Reserved, &mut host), Err(LockError::Busy));
        assert_eq!(held, Level::Shared);
        assert_eq!(table.is_reserved(&mut host), Ok(true), "another process holds RESERVED");
        assert_eq!(table.is_reserved(&mut steps(None)), Ok(false));
    }
}
