//! The WAL index of a database. The connections of this instance share its regions. Other processes share it by the
//! `-shm` file, unless this instance owns the database whole.

use core::ffi::c_int;

use abi::{LOCK_READ, LOCK_WRITE};

use super::locks::{self, LockSet, Mask, WalLockTable};
use super::region::{CHECKPOINT_WORDS, FIRST_SPANS, REGION_BYTES, Region, last_region};
use super::shm_file::ShmFile;
use crate::ffi::{SQLITE_BUSY, SQLITE_IOERR_NOMEM, SQLITE_OK};
use crate::host::{self, Fd};
use crate::sqlite_result::SqliteResult;

/// The lock of the connection that appends to the WAL.
const WRITE_LOCK: Mask = 1;

/// The index of one database file.
#[derive(Debug, Default)]
pub struct WalIndex {
    /// The regions in this guest's own memory: all, or none if the file is mapped.
    regions: Vec<Region>,
    locks: WalLockTable,
    file: Option<ShmFile>,
}

/// A change of locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Acquire one shared lock.
    Share,
    /// Acquire exclusive locks.
    Exclude,
    /// Release locks.
    Release,
}

impl WalIndex {
    /// Opens an index that other processes share.
    pub fn in_file(database: &[u8], database_fd: Fd) -> SqliteResult<Self> {
        Ok(Self { file: Some(ShmFile::open(database, database_fd)?), ..Self::default() })
    }

    /// Adds a connection.
    pub fn join(&mut self) {
        self.locks.join();
    }

    /// Removes a connection, which holds `mine`. Returns whether it was the last.
    pub fn leave(&mut self, mine: &mut LockSet) -> bool {
        let held = mine.all();
        for lock in (0..8).map(|bit| 1 << bit).filter(|lock| held & lock != 0) {
            // SQLite releases its locks first, except for a connection that ends without being closed.
            let _ = self.release(mine, lock);
        }
        self.locks.leave()
    }

    /// Removes the `-shm` file.
    pub fn delete(mut self) {
        if let Some(file) = &mut self.file {
            file.delete();
        }
    }

    /// Returns the address of a region, `None` if it does not exist and `extend` is false, and the result code of the
    /// mapping.
    pub fn region(&mut self, number: usize, extend: bool) -> SqliteResult<(Option<*mut u8>, c_int)> {
        if let Some(file) = &mut self.file {
            file.ensure_attached()?;
        }
        let code = self.file.as_ref().map_or(SQLITE_OK, ShmFile::mapping_code);
        loop {
            let address = self.address(number);
            if address.is_some() || !self.add_region(extend)? {
                return Ok((address, code));
            }
        }
    }

    fn address(&self, number: usize) -> Option<*mut u8> {
        match &self.file {
            Some(file) if file.is_mapped() => file.mapped(number),
            _ => self.regions.get(number).map(Region::address),
        }
    }

    /// Adds a region after the last one. Returns whether it exists; with `extend` it always does.
    fn add_region(&mut self, extend: bool) -> SqliteResult<bool> {
        let Some(file) = &mut self.file else {
            if extend {
                self.regions.push(Region::new().ok_or(SQLITE_IOERR_NOMEM)?);
            }
            return Ok(extend);
        };
        let next = self.regions.len() + file.mapped_regions();
        if !file.has_region(next, extend)? {
            return Ok(false);
        }
        file.add_region(next)?;
        if !file.is_mapped() {
            let mut region = Region::new().ok_or(SQLITE_IOERR_NOMEM)?;
            let header = if next == 0 { Some(file.read_header(&region)?) } else { None };
            file.read_tables(next, &mut region)?;
            header.iter().for_each(|header| region.merge_header(header));
            self.regions.push(region);
        }
        Ok(true)
    }

    /// Changes the locks of the connection that holds `mine`. `alone`: it holds EXCLUSIVE on the database.
    pub fn lock(&mut self, mine: &mut LockSet, locks: Mask, change: Change, alone: bool) -> SqliteResult {
        match change {
            Change::Release => {
                // A lock whose changes cannot be published is not released: the next writer would overwrite them.
                self.publish(alone)?;
                self.release(mine, locks)
            }
            _ => self.acquire(mine, locks, change),
        }
    }

    fn acquire(&mut self, mine: &mut LockSet, locks: Mask, change: Change) -> SqliteResult {
        let before = self.locks.held();
        let free = match change {
            Change::Share => self.locks.share(mine, locks),
            _ => self.locks.exclude(mine, locks),
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
            self.locks.release(mine, locks);
            return self.refuse(before, code);
        }
        let begins_to_write = change == Change::Exclude && locks & WRITE_LOCK != 0;
        let wanted = if begins_to_write { Tables::Last } else { Tables::Changed };
        self.pull(before, wanted).inspect_err(|_| {
            // SQLite assumes that a failed call acquired nothing.
            let _ = self.release(mine, locks);
        })
    }

    /// Refuses a lock with a code. Pulls first, because SQLite may have to see the other process's change before it
    /// tries again.
    fn refuse(&mut self, held: LockSet, code: c_int) -> SqliteResult {
        self.pull(held, Tables::Changed)?;
        Err(code)
    }

    fn release(&mut self, mine: &mut LockSet, locks: Mask) -> SqliteResult {
        let may_wait = locks::may_wait(locks, *mine);
        self.locks.release(mine, locks);
        let held = self.locks.held().all();
        self.file.as_ref().map_or(Ok(()), |file| file.unlock(locks & !held, held, may_wait))
    }

    /// Acquires byte locks of the `-shm` file, if there is one.
    fn lock_file(&self, locks: Mask, kind: i32) -> SqliteResult {
        self.file.as_ref().map_or(Ok(()), |file| file.lock(locks, kind))
    }

    /// Has other processes see this instance's changes before what follows. `alone`: the connection holds EXCLUSIVE on
    /// the database.
    pub fn barrier(&mut self, alone: bool) -> SqliteResult {
        if self.file.as_ref().is_some_and(ShmFile::is_mapped) {
            host::memory_fence();
        }
        self.publish(alone)
    }

    /// Pulls other processes' changes.
    pub fn refresh(&mut self) -> SqliteResult {
        self.pull(self.locks.held(), Tables::Changed)
    }

    /// Pulls all of other processes' changes, for a connection that has acquired EXCLUSIVE on the database: it writes
    /// without acquiring locks of the index.
    pub fn pull_all(&mut self) -> SqliteResult {
        self.pull(self.locks.held(), Tables::All)
    }

    /// Pulls other processes' changes. `held_before`: the locks that this instance held before the current call.
    fn pull(&mut self, held_before: LockSet, wanted: Tables) -> SqliteResult {
        let (Some(file), Some(first)) = (&self.file, self.regions.first_mut()) else { return Ok(()) };
        let header = file.read_header(first)?;
        // Only the holder of the write lock changes the tables. If that is a connection of this instance, its tables
        // are newer than the file's.
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
        // The header comes last: a known header means that the tables are known, too.
        self.regions[0].merge_header(&header);
        Ok(())
    }

    /// Writes changes of this instance to the file. `alone`: the connection holds EXCLUSIVE on the database.
    pub fn publish(&mut self, alone: bool) -> SqliteResult {
        let Some(file) = &self.file else { return Ok(()) };
        let Some((first, further)) = self.regions.split_first_mut() else { return Ok(()) };
        if !first.header_changed() {
            return Ok(());
        }
        // An abandoned transaction has left changes in the tables. They are not published, because another process may
        // hold the write lock by now.
        let writes = alone || self.locks.held().exclusive & WRITE_LOCK != 0;
        if writes && first.copies_changed() {
            // The header comes last, because it announces the rest.
            for (number, region) in further.iter_mut().enumerate() {
                file.write_changes(number + 1, region, 0..REGION_BYTES)?;
            }
            FIRST_SPANS.into_iter().try_for_each(|span| file.write_changes(0, first, span))?;
        }
        let mut words = CHECKPOINT_WORDS.step_by(4).map(|word| word..word + 4);
        words.try_for_each(|span| file.write_changes(0, first, span))
    }
}

/// Which tables to read again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tables {
    /// All if the header has changed.
    Changed,
    /// All if the header has changed, else those that a writer appends to.
    Last,
    /// All.
    All,
}
