//! The eight locks of a WAL index, among the connections of this instance.

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

/// The number of locks.
const LOCKS: usize = 8;

/// The locks of one WAL index that its connections hold together. Each connection keeps its own: an instance may have
/// hundreds, which are not searched at every change.
#[derive(Debug, Default)]
pub struct WalLockTable {
    connections: usize,
    held: LockSet,
    /// How many connections share each lock.
    sharers: [usize; LOCKS],
}

impl WalLockTable {
    /// Adds a connection without locks.
    pub fn join(&mut self) {
        self.connections += 1;
    }

    /// Removes a connection, which has released its locks. Returns whether it was the last.
    pub fn leave(&mut self) -> bool {
        self.connections -= 1;
        self.connections == 0
    }

    /// Returns the locks of all connections together.
    #[must_use]
    pub fn held(&self) -> LockSet {
        self.held
    }

    /// Acquires a shared lock for the connection that holds `mine`, unless another holds it exclusively. Returns
    /// whether it was acquired.
    pub fn share(&mut self, mine: &mut LockSet, lock: Mask) -> bool {
        let free = self.held.exclusive & !mine.exclusive & lock == 0;
        if free {
            each(lock & !mine.shared).for_each(|lock| self.sharers[lock] += 1);
            mine.shared |= lock;
            self.held.shared |= lock;
        }
        free
    }

    /// Acquires exclusive locks for the connection that holds `mine`, all or none, unless another holds one of them.
    /// Returns whether they were acquired.
    pub fn exclude(&mut self, mine: &mut LockSet, locks: Mask) -> bool {
        let own = |lock: usize| usize::from(mine.shared & mask(lock, 1) != 0);
        let shared = each(locks & self.held.shared).any(|lock| self.sharers[lock] > own(lock));
        let free = !shared && self.held.exclusive & !mine.exclusive & locks == 0;
        if free {
            mine.exclusive |= locks;
            self.held.exclusive |= locks;
        }
        free
    }

    /// Releases locks of either kind of the connection that holds `mine`.
    pub fn release(&mut self, mine: &mut LockSet, locks: Mask) {
        for lock in each(locks & mine.shared) {
            self.sharers[lock] -= 1;
            if self.sharers[lock] == 0 {
                self.held.shared &= !mask(lock, 1);
            }
        }
        self.held.exclusive &= !(locks & mine.exclusive);
        mine.shared &= !locks;
        mine.exclusive &= !locks;
    }
}

/// Returns the numbers of a mask's locks.
fn each(locks: Mask) -> impl Iterator<Item = usize> {
    (0..LOCKS).filter(move |lock| locks & mask(*lock, 1) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let (mut table, mut one, mut two) = (WalLockTable::default(), LockSet::default(), LockSet::default());
        assert!(table.share(&mut one, mask(3, 1)));
        assert!(table.share(&mut two, mask(3, 1)));
        assert!(table.share(&mut two, mask(3, 1)), "once more");
        assert!(!table.exclude(&mut one, mask(3, 1)));
        table.release(&mut two, mask(3, 1));
        assert_eq!((one.all(), two.all(), table.held().shared), (mask(3, 1), 0, mask(3, 1)));
        assert!(table.exclude(&mut one, mask(3, 1)));
        assert!(!table.share(&mut two, mask(3, 1)));
        table.release(&mut one, mask(0, 8));
        assert_eq!(table.held(), LockSet::default());
    }

    #[test]
    fn several_locks_are_acquired_all_or_none() {
        let (mut table, mut one, mut two) = (WalLockTable::default(), LockSet::default(), LockSet::default());
        assert!(table.exclude(&mut one, mask(4, 1)));
        assert!(!table.exclude(&mut two, mask(3, 5)));
        assert_eq!(two, LockSet::default());
        assert!(table.share(&mut one, mask(3, 1)), "the refused connection holds nothing");
        table.release(&mut two, mask(0, 8));
        assert_eq!(table.held().all(), mask(3, 2), "a connection releases only its own");
        table.release(&mut one, mask(3, 2));
        assert!(table.exclude(&mut two, mask(3, 5)));
    }

    #[test]
    fn the_last_connection_that_leaves_is_known() {
        let mut table = WalLockTable::default();
        table.join();
        table.join();
        assert!(!table.leave());
        assert!(table.leave());
    }
}
