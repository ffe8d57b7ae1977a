//! What SQLite does when it begins to read a database in a rollback-journal mode, as one call of the host.

use abi::{LOCK_NONE, LOCK_READ};

use super::ranges::{PENDING, SHARED};
use crate::host::{self, Fd};

/// The bytes of a database's header that change with each transaction: SQLite compares them with those of its cache.
const VERSION_OFFSET: u64 = 24;
const VERSION_BYTES: usize = 16;

/// Makes the system calls of a read that begins like most: to SHARED, no journal, the database's version, no WAL, its
/// size. To be called where the steps to SHARED follow at once. If SQLite does something else after them, a result that
/// it does not ask for is dropped.
pub fn begin_read(fd: Fd, path: &[u8]) {
    if !host::has_room(path) {
        return;
    }
    host::prefetch(|steps| {
        steps.lock(fd, LOCK_READ, PENDING);
        steps.lock(fd, LOCK_READ, SHARED);
        steps.lock(fd, LOCK_NONE, PENDING);
        steps.missing(path, b"-journal");
        steps.read(fd, VERSION_BYTES, VERSION_OFFSET);
        steps.missing(path, b"-wal");
        steps.size(fd);
    });
}
