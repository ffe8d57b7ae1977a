//! The WAL index of a database that this instance owns: in memory, shared by the instance's connections.

use super::lock::Key;
use super::wal_lock::{Mask, Table};

/// A region as SQLite maps it: 32 KB, as words for alignment.
type Region = Box<[u64]>;

/// The index of one database file.
#[derive(Debug, Default)]
pub struct WalIndex {
    regions: Vec<Region>,
    locks: Table,
}

impl WalIndex {
    /// Adds a connection.
    pub fn join(&mut self, me: Key) {
        self.locks.join(me);
    }

    /// Removes a connection. Gives true when it was the last.
    pub fn leave(&mut self, me: Key) -> bool {
        self.locks.leave(me)
    }

    /// Address of a region of `bytes` bytes. `None` when it is not there and `extend` is false, or there is no memory.
    pub fn region(&mut self, number: usize, bytes: usize, extend: bool) -> Result<Option<*mut u8>, OutOfMemory> {
        while self.regions.len() <= number {
            if !extend {
                return Ok(None);
            }
            let mut region = Vec::new();
            let words = bytes.div_ceil(8);
            region.try_reserve_exact(words).map_err(|_| OutOfMemory)?;
            region.resize(words, 0);
            self.regions.push(region.into_boxed_slice());
        }
        Ok(Some(self.regions[number].as_mut_ptr().cast()))
    }

    /// Takes or gives up locks; false when someone else holds one of them.
    pub fn lock(&mut self, me: Key, locks: Mask, change: Change) -> bool {
        match change {
            Change::Share => self.locks.share(me, locks),
            Change::Exclude => self.locks.exclude(me, locks),
            Change::Release => {
                self.locks.release(me, locks);
                true
            }
        }
    }
}

/// The allocator has nothing left.
#[derive(Debug)]
pub struct OutOfMemory;

/// What is done to a lock.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Share it.
    Share,
    /// Have it alone.
    Exclude,
    /// Give it up.
    Release,
}
