//! The eight locks of a WAL index, among the connections of this instance.

use crate::vfs::lock::levels::Key;

/// A set of locks, a bit each: write, checkpoint, recover, and five read marks.
pub type Mask = u8;

/// Returns the locks `first` to `first + count - 1`.
#[must_use]
pub fn mask(first: usize, count: usize) -> Mask {
    (((1_u16 << count) - 1) << first) as Mask
}

/// The locks whose release may wait: all but those of checkpoints and recovery, which SQLite releases last.
const MAY_WAIT: Mask = !0b110;

/// Returns whether the release of locks may wait for the next change of locks, or for the end of the call from the
/// host. SQLite releases the write lock just before its read lock, and a read mark that it has changed just before it
/// shares the mark. A shared lock is the last that SQLite releases: if it waited, others would wait with it.
#[must_use]
pub fn may_wait(locks: Mask, held: LockSet) -> bool {
    locks & !(held.exclusive & MAY_WAIT) == 0
}

/// Returns the locks from the first to the last of a set, which one call can release, unless one of them is held.
#[must_use]
pub fn as_one_range(locks: Mask, held: Mask) -> Option<Mask> {
    if locks == 0 {
        return Some(0);
    }
    let range = mask(locks.trailing_zeros() as usize, (locks.ilog2() - locks.trailing_zeros() + 1) as usize);
    (range & held == 0).then_some(range)
}

/// The locks that one or several connections hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LockSet {
    /// Shared locks.
    pub shared: Mask,
    /// Exclusive locks.
    pub exclusive: Mask,
}

impl LockSet {
    /// Returns the locks of either kind.
    #[must_use]
    pub fn all(self) -> Mask {
        self.shared | self.exclusive
    }
}

/// The locks of one WAL index and the connections that hold them.
#[derive(Debug, Default)]
pub struct WalLockTable {
    connections: Vec<(Key, LockSet)>,
}

impl WalLockTable {
    /// Adds a connection without locks.
    pub fn join(&mut self, me: Key) {
        self.connections.push((me, LockSet::default()));
    }

    /// Removes a connection with all its locks. Returns whether it was the last.
    pub fn leave(&mut self, me: Key) -> bool {
        self.connections.retain(|(key, _)| *key != me);
        self.connections.is_empty()
    }

    /// Returns the locks of one connection.
    #[must_use]
    pub fn held_by(&self, me: Key) -> LockSet {
        self.connections.iter().find(|(key, _)| *key == me).map_or(LockSet::default(), |(_, held)| *held)
    }

    /// Returns the locks of all connections together.
    #[must_use]
    pub fn held(&self) -> LockSet {
        self.union(|_| true)
    }

    fn union(&self, include: impl Fn(Key) -> bool) -> LockSet {
        let included = self.connections.iter().filter(|(key, _)| include(*key));
        included.fold(LockSet::default(), |all, (_, held)| LockSet {
            shared: all.shared | held.shared,
            exclusive: all.exclusive | held.exclusive,
        })
    }

    fn locks_of(&mut self, me: Key) -> &mut LockSet {
        let connection = self.connections.iter_mut().find(|(key, _)| *key == me);
        &mut connection.expect("a connection joins before it locks").1
    }

    fn others(&self, me: Key) -> LockSet {
        self.union(|key| key != me)
    }

    /// Acquires a shared lock unless another connection holds it exclusively. Returns whether it was acquired.
    pub fn share(&mut self, me: Key, lock: Mask) -> bool {
        let free = self.others(me).exclusive & lock == 0;
        if free {
            self.locks_of(me).shared |= lock;
        }
        free
    }

    /// Acquires exclusive locks, all or none, unless another connection holds one of them. Returns whether they were
    /// acquired.
    pub fn exclude(&mut self, me: Key, locks: Mask) -> bool {
        let free = self.others(me).all() & locks == 0;
        if free {
            self.locks_of(me).exclusive |= locks;
        }
        free
    }

    /// Releases locks of either kind.
    pub fn release(&mut self, me: Key, locks: Mask) {
        let held = self.locks_of(me);
        held.shared &= !locks;
        held.exclusive &= !locks;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> WalLockTable {
        let mut table = WalLockTable::default();
        table.join(1);
        table.join(2);
        table
    }

    #[test]
    fn a_mask_has_a_bit_for_each_lock() {
        assert_eq!(mask(0, 1), 0b1);
        assert_eq!(mask(3, 5), 0b1111_1000);
        assert_eq!(mask(0, 8), 0xff);
    }

    #[test]
    fn a_release_of_the_write_lock_and_of_changed_read_marks_waits() {
        let held = |shared, exclusive| LockSet { shared, exclusive };
        assert!(may_wait(mask(0, 1), held(mask(4, 1), mask(0, 1))), "the write lock");
        assert!(may_wait(mask(4, 4), held(mask(3, 1), mask(4, 4))), "several read marks");
        assert!(!may_wait(mask(4, 1), held(mask(4, 1), mask(0, 1))), "a shared lock");
        assert!(!may_wait(mask(1, 1), held(0, mask(0, 2))), "a checkpoint's lock");
        assert!(!may_wait(mask(2, 1), held(0, mask(0, 8))), "recovery's lock");
    }

    #[test]
    fn locks_are_one_range_unless_one_between_them_is_held() {
        assert_eq!(as_one_range(0, 0xff), Some(0));
        assert_eq!(as_one_range(mask(4, 1), mask(3, 1)), Some(mask(4, 1)));
        assert_eq!(as_one_range(mask(0, 1) | mask(4, 1), 0), Some(mask(0, 5)));
        assert_eq!(as_one_range(mask(0, 1) | mask(7, 1), 0), Some(mask(0, 8)));
        assert_eq!(as_one_range(mask(0, 1) | mask(4, 1), mask(3, 1)), None);
        assert_eq!(as_one_range(mask(0, 1) | mask(4, 1), mask(5, 1)), Some(mask(0, 5)));
    }

    #[test]
    fn a_lock_is_shared_by_many_or_exclusive_to_one() {
        let mut table = table();
        assert!(table.share(1, mask(3, 1)));
        assert!(table.share(2, mask(3, 1)));
        assert!(!table.exclude(1, mask(3, 1)));
        table.release(2, mask(3, 1));
        assert!(table.exclude(1, mask(3, 1)));
        assert!(!table.share(2, mask(3, 1)));
    }

    #[test]
    fn several_locks_are_acquired_all_or_none() {
        let mut table = table();
        assert!(table.exclude(1, mask(4, 1)));
        assert!(!table.exclude(2, mask(3, 5)));
        assert!(table.share(1, mask(3, 1)), "the refused connection holds nothing");
        table.release(1, mask(3, 2));
        assert!(table.exclude(2, mask(3, 5)));
    }

    #[test]
    fn a_connection_that_leaves_releases_its_locks() {
        let mut table = table();
        assert!(table.exclude(1, mask(0, 8)));
        assert!(!table.leave(1));
        assert!(table.share(2, mask(0, 1)));
        assert!(table.leave(2));
    }
}
