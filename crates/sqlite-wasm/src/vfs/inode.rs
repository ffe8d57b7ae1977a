//! The database files that connections of this instance have open, by identity rather than by name.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::guard::Protection;
use super::lock::{Key, Table};
use super::shm::WalIndex;
use crate::memory::global::Global;

/// Device and serial number of a file.
pub type Id = (u64, u64);

/// What the connections to one file share.
#[derive(Debug)]
pub struct Inode {
    /// Identity.
    pub id: Id,
    /// Their locks.
    pub locks: Table,
    /// Protection from everyone else.
    pub protection: Protection,
    /// The WAL index, while a connection has it open.
    pub wal_index: Option<WalIndex>,
}

/// A shared inode; it ends with its last file.
pub type Shared = Rc<RefCell<Inode>>;

static OPEN: Global<Vec<Weak<RefCell<Inode>>>> = Global::new(Vec::new());
static LAST_KEY: Global<Key> = Global::new(0);

/// The inode with an identity.
pub fn find_or_insert(id: Id) -> Shared {
    OPEN.with(|open| {
        open.retain(|inode| inode.strong_count() > 0);
        let found = open.iter().filter_map(Weak::upgrade).find(|inode| inode.borrow().id == id);
        found.unwrap_or_else(|| {
            let inode = Inode { id, locks: Table::default(), protection: Protection::None, wal_index: None };
            let shared = Rc::new(RefCell::new(inode));
            open.push(Rc::downgrade(&shared));
            shared
        })
    })
}

/// Takes over what others have changed in the WAL indexes meanwhile. SQLite looks at an index again after a pause without
/// taking a lock first; it must not find what was there before.
pub fn refresh_wal_indexes() {
    let inodes: Vec<Shared> = OPEN.with(|open| open.iter().filter_map(Weak::upgrade).collect());
    for inode in inodes {
        if let Some(index) = &mut inode.borrow_mut().wal_index {
            // A failure is met again when the next lock is taken.
            let _ = index.refresh();
        }
    }
}

/// A key that no other open file has.
pub fn new_key() -> Key {
    LAST_KEY.with(|last| {
        *last += 1;
        *last
    })
}
