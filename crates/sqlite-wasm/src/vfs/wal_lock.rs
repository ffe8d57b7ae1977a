//! The eight locks of a WAL index, among the connections of this instance.

use super::lock::Key;

/// Number of locks: write, checkpoint, recover, five read marks.
pub const LOCKS: usize = 8;

/// Which of the locks: a bit each.
pub type Mask = u8;

/// The locks `first` to `first + count - 1`.
#[must_use]
pub fn mask(first: usize, count: usize) -> Mask {
    (((1_u16 << count) - 1) << first) as Mask
}

/// What one connection holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Shared with other connections.
    pub shared: Mask,
    /// Held alone.
    pub exclusive: Mask,
}

/// Who holds which lock of one WAL index.
#[derive(Debug, Default)]
pub struct Table {
    connections: Vec<(Key, Held)>,
}

impl Table {
    /// Adds a connection, which holds nothing.
    pub fn join(&mut self, me: Key) {
        self.connections.push((me, Held::default()));
    }

    /// Removes a connection with all it holds. Gives true when it was the last.
    pub fn leave(&mut self, me: Key) -> bool {
        self.connections.retain(|(key, _)| *key != me);
        self.connections.is_empty()
    }

    /// What one connection holds.
    #[must_use]
    pub fn held_by(&self, me: Key) -> Held {
        self.connections.iter().find(|(key, _)| *key == me).map_or(Held::default(), |(_, held)| *held)
    }

    /// What all connections hold together.
    #[must_use]
    pub fn held(&self) -> Held {
        self.union(|_| true)
    }

    fn union(&self, of: impl Fn(Key) -> bool) -> Held {
        let some = self.connections.iter().filter(|(key, _)| of(*key));
        some.fold(Held::default(), |all, (_, held)| Held {
            shared: all.shared | held.shared,
            exclusive: all.exclusive | held.exclusive,
        })
    }

    fn mine(&mut self, me: Key) -> &mut Held {
        let mine = self.connections.iter_mut().find(|(key, _)| *key == me);
        &mut mine.expect("a connection joins before it locks").1
    }

    fn others(&self, me: Key) -> Held {
        self.union(|key| key != me)
    }

    /// Shares one lock, unless someone else holds it alone.
    pub fn share(&mut self, me: Key, lock: Mask) -> bool {
        let free = self.others(me).exclusive & lock == 0;
        if free {
            self.mine(me).shared |= lock;
        }
        free
    }

    /// Takes locks alone, all or none.
    pub fn exclude(&mut self, me: Key, locks: Mask) -> bool {
        let others = self.others(me);
        let free = (others.shared | others.exclusive) & locks == 0;
        if free {
            self.mine(me).exclusive |= locks;
        }
        free
    }

    /// Gives locks up, of either kind.
    pub fn release(&mut self, me: Key, locks: Mask) {
        let held = self.mine(me);
        held.shared &= !locks;
        held.exclusive &= !locks;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::default();
        table.join(1);
        table.join(2);
        table
    }

    #[test]
    fn masks() {
        assert_eq!(mask(0, 1), 0b1);
        assert_eq!(mask(3, 5), 0b1111_1000);
        assert_eq!(mask(0, 8), 0xff);
    }

    #[test]
    fn shared_by_many_exclusive_for_one() {
        let mut table = table();
        assert!(table.share(1, mask(3, 1)));
        assert!(table.share(2, mask(3, 1)));
        assert!(!table.exclude(1, mask(3, 1)));
        table.release(2, mask(3, 1));
        assert!(table.exclude(1, mask(3, 1)));
        assert!(!table.share(2, mask(3, 1)));
    }

    #[test]
    fn several_at_once_are_all_or_none() {
        let mut table = table();
        assert!(table.exclude(1, mask(4, 1)));
        assert!(!table.exclude(2, mask(3, 5)));
        assert!(table.share(1, mask(3, 1)), "the refused one holds nothing");
        table.release(1, mask(3, 2));
        assert!(table.exclude(2, mask(3, 5)));
    }

    #[test]
    fn leaving_gives_everything_up() {
        let mut table = table();
        assert!(table.exclude(1, mask(0, 8)));
        assert!(!table.leave(1));
        assert!(table.share(2, mask(0, 1)));
        assert!(table.leave(2));
    }
}
