//! The database files that connections of this instance have open, by identity rather than by name.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::lock::levels::{Key, LockTable};
use super::lock::protection::Protection;
use super::wal_index::index::WalIndex;
use crate::memory::global::Global;

/// Device and serial number of a file.
pub type Id = (u64, u64);

/// What the connections to one file share.
#[derive(Debug)]
pub struct Inode {
    /// Identity of the file.
    pub id: Id,
    /// Locks of the connections.
    pub locks: LockTable,
    /// Protection from other instances and processes.
    pub protection: Protection,
    /// The WAL index, while a connection has it open.
    pub wal_index: Option<WalIndex>,
}

/// An inode that its open files share. It ends with the last of them.
pub type SharedInode = Rc<RefCell<Inode>>;

static OPEN: Global<Vec<Weak<RefCell<Inode>>>> = Global::new(Vec::new());
static LAST_KEY: Global<Key> = Global::new(0);

/// Returns the inode of a file.
pub fn find_or_insert(id: Id) -> SharedInode {
    OPEN.with(|open| {
        open.retain(|inode| inode.strong_count() > 0);
        let found = open.iter().filter_map(Weak::upgrade).find(|inode| inode.borrow().id == id);
        found.unwrap_or_else(|| {
            let inode = Inode { id, locks: LockTable::default(), protection: Protection::None, wal_index: None };
            let shared = Rc::new(RefCell::new(inode));
            open.push(Rc::downgrade(&shared));
            shared
        })
    })
}

/// Pulls other processes' changes of all WAL indexes. After a pause, SQLite reads an index again without acquiring a
/// lock first, and must not find the state from before the pause.
pub fn refresh_wal_indexes() {
    let inodes: Vec<SharedInode> = OPEN.with(|open| open.iter().filter_map(Weak::upgrade).collect());
    for inode in inodes {
        if let Some(index) = &mut inode.borrow_mut().wal_index {
            // A failure is met again when the next lock is acquired.
            let _ = index.refresh();
        }
    }
}

/// Returns a key that no other open file has.
pub fn new_key() -> Key {
    LAST_KEY.with(|last| {
        *last += 1;
        *last
    })
}
