//! The WAL index of a database: its regions, shared by the instance's connections, and by a file with everyone else
//! unless this instance owns the database whole.

use core::ffi::c_int;

use abi::{LOCK_NONE, LOCK_READ, LOCK_WRITE};

use super::lock::Key;
use super::shm_copy::{CHECKPOINT_WORDS, FIRST_SPANS, REGION_BYTES, Region, last_region};
use super::shm_file::ShmFile;
use super::wal_lock::{Held, Mask, Table};
use crate::ffi::{SQLITE_BUSY, SQLITE_IOERR_NOMEM, SQLITE_OK};
use crate::host::Fd;
use crate::sqlite_result::SqliteResult;

/// The lock of whoever adds to the WAL.
const WRITE_LOCK: Mask = 1;

/// The index of one database file.
#[derive(Debug, Default)]
pub struct WalIndex {
    regions: Vec<Region>,
    locks: Table,
    file: Option<ShmFile>,
}

/// What is done to locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Share one.
    Share,
    /// Have them alone.
    Exclude,
    /// Give them up.
    Release,
}

impl WalIndex {
    /// An index that other processes share.
    pub fn in_file(database: &[u8], database_fd: Fd) -> SqliteResult<Self> {
        Ok(Self { file: Some(ShmFile::open(database, database_fd)?), ..Self::default() })
    }

    /// Adds a connection.
    pub fn join(&mut self, me: Key) {
        self.locks.join(me);
    }

    /// Removes a connection. Gives true when it was the last.
    pub fn leave(&mut self, me: Key) -> bool {
        let held = self.locks.held_by(me);
        for lock in (0..8).map(|bit| 1 << bit).filter(|lock| (held.shared | held.exclusive) & lock != 0) {
            // SQLite releases its locks first; this is for a connection that ends otherwise.
            let _ = self.release(me, lock);
        }
        self.locks.leave(me)
    }

    /// Removes the file behind it.
    pub fn delete(self) {
        if let Some(file) = &self.file {
            file.delete();
        }
    }

    /// Address of a region, `None` when it is not there and `extend` is false; and the code to give with it.
    pub fn region(&mut self, number: usize, extend: bool) -> SqliteResult<(Option<*mut u8>, c_int)> {
        if let Some(file) = &mut self.file {
            file.ensure_attached()?;
        }
        let code = self.file.as_ref().map_or(SQLITE_OK, ShmFile::mapping_code);
        while self.regions.len() <= number {
            let next = self.regions.len();
            let there = match &mut self.file {
                Some(file) => file.has_region(next, extend)?,
                None => extend,
            };
            if !there {
                return Ok((None, code));
            }
            let mut region = Region::new().ok_or(SQLITE_IOERR_NOMEM)?;
            if let Some(file) = &self.file {
                let header = if next == 0 { Some(file.read_header(&region)?) } else { None };
                file.read_tables(next, &mut region)?;
                header.iter().for_each(|header| region.merge_header(header));
            }
            self.regions.push(region);
        }
        Ok((Some(self.regions[number].address()), code))
    }

    /// Takes or gives up locks. `alone` says that the connection has the database to itself.
    pub fn lock(&mut self, me: Key, locks: Mask, change: Change, alone: bool) -> SqliteResult {
        match change {
            Change::Release => {
                // What cannot be published must not be given up: the next writer would overwrite it.
                self.publish(alone)?;
                self.release(me, locks)
            }
            _ => self.acquire(me, locks, change),
        }
    }

    fn acquire(&mut self, me: Key, locks: Mask, change: Change) -> SqliteResult {
        let before = self.locks.held();
        let free = match change {
            Change::Share => self.locks.share(me, locks),
            _ => self.locks.exclude(me, locks),
        };
        if !free {
            return self.refuse(before, SQLITE_BUSY);
        }
        let locked = match change {
            // One lock of the process stands for all its readers.
            Change::Share => self.lock_file(locks & !before.shared, LOCK_READ),
            _ => self.lock_file(locks, LOCK_WRITE),
        };
        if let Err(code) = locked {
            self.locks.release(me, locks);
            return self.refuse(before, code);
        }
        let begins_to_write = change == Change::Exclude && locks & WRITE_LOCK != 0;
        let wanted = if begins_to_write { Tables::Last } else { Tables::Changed };
        self.take_over(before, wanted).inspect_err(|_| {
            // SQLite takes it for not held.
            let _ = self.release(me, locks);
        })
    }

    /// Refuses a lock. What refused it may be what SQLite has to see before it tries again.
    fn refuse(&mut self, held: Held, code: c_int) -> SqliteResult {
        self.take_over(held, Tables::Changed)?;
        Err(code)
    }

    fn release(&mut self, me: Key, locks: Mask) -> SqliteResult {
        self.locks.release(me, locks);
        let held = self.locks.held();
        self.lock_file(locks & !(held.shared | held.exclusive), LOCK_NONE)
    }

    fn lock_file(&self, locks: Mask, kind: i32) -> SqliteResult {
        self.file.as_ref().map_or(Ok(()), |file| file.lock(locks, kind))
    }

    /// Takes over what others have changed.
    pub fn refresh(&mut self) -> SqliteResult {
        self.take_over(self.locks.held(), Tables::Changed)
    }

    /// Takes over all that others have changed, for a connection that now has the database to itself: it will write
    /// without taking locks of the index.
    pub fn take_over_all(&mut self) -> SqliteResult {
        self.take_over(self.locks.held(), Tables::All)
    }

    /// Takes over what others have changed up to now, when this instance held certain locks before.
    fn take_over(&mut self, held_before: Held, wanted: Tables) -> SqliteResult {
        let (Some(file), Some(first)) = (&self.file, self.regions.first_mut()) else { return Ok(()) };
        let header = file.read_header(first)?;
        // The tables belong to the holder of the write lock: if that was a connection of this instance, they are ahead of
        // the file.
        let tables_from = if held_before.exclusive & WRITE_LOCK != 0 {
            None
        } else if wanted == Tables::All || !first.knows_copies(&header) {
            Some(0)
        } else {
            (wanted == Tables::Last).then(|| last_region(&header))
        };
        if let Some(from) = tables_from {
            let mut regions = self.regions.iter_mut().enumerate().skip(from);
            regions.try_for_each(|(number, region)| file.read_tables(number, region))?;
        }
        // Last: a header that is known says that the tables are.
        self.regions[0].merge_header(&header);
        Ok(())
    }

    /// Makes changes of this instance visible to others.
    pub fn publish(&mut self, alone: bool) -> SqliteResult {
        let Some(file) = &self.file else { return Ok(()) };
        let Some((first, further)) = self.regions.split_first_mut() else { return Ok(()) };
        if !first.header_changed() {
            return Ok(());
        }
        // A transaction that was given up has left traces in the tables. They are not for others: by now, someone else may
        // be writing there.
        let writes = alone || self.locks.held().exclusive & WRITE_LOCK != 0;
        if writes && first.copies_changed() {
            // The header last: it tells of the rest.
            for (number, region) in further.iter_mut().enumerate() {
                file.write_changes(number + 1, region, 0..REGION_BYTES)?;
            }
            FIRST_SPANS.into_iter().try_for_each(|span| file.write_changes(0, first, span))?;
        }
        let mut words = CHECKPOINT_WORDS.step_by(4).map(|word| word..word + 4);
        words.try_for_each(|span| file.write_changes(0, first, span))
    }
}

/// Which tables are read again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tables {
    /// All, if the header has changed.
    Changed,
    /// In any case those that a writer adds to.
    Last,
    /// All in any case.
    All,
}
