//! The byte ranges of a database file that stand for SQLite's locks.

pub use crate::range::Range;

/// Why a lock was not acquired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockError {
    /// Somebody else holds a conflicting lock.
    Busy,
    /// Something that is not a lock file has the lock file's name.
    Obstructed,
    /// The host failed, with one of `abi::ERRNOS`.
    Failed(i32),
}

/// Keeps new readers out while a writer waits. SQLite's lock bytes begin here, at one gigabyte.
pub const PENDING: Range = Range { offset: 0x4000_0000, length: 1 };
/// Write-locked by the connection that is going to write.
pub const RESERVED: Range = Range { offset: PENDING.offset + 1, length: 1 };
/// Read-locked by each reader, write-locked by the writer.
pub const SHARED: Range = Range { offset: PENDING.offset + 2, length: 510 };
/// All of SQLite's lock bytes.
pub const ALL: Range = Range { offset: PENDING.offset, length: 512 };
/// The in-use byte: read-locked, as long as it is open, by every connection of this package that uses byte-range locks.
/// Native SQLite ignores it, but an instance that has to own the file whole sees by it that the file is in use.
pub const IN_USE: Range = Range { offset: ALL.offset + ALL.length, length: 1 };
/// The in-use byte on Windows. There the byte itself cannot be written while it is locked, so it lies beyond SQLite's
/// largest database.
pub const IN_USE_ON_WINDOWS: Range = Range { offset: 1 << 50, length: 1 };

/// Byte-range locks of one connection's descriptor. They exclude other instances and processes.
pub trait RangeLocks {
    /// Prepares the steps from UNLOCKED to SHARED on Unix, which follow at once.
    fn begin_share(&mut self) {}
    /// Acquires a lock that others can share.
    fn read(&mut self, range: Range) -> Result<(), LockError>;
    /// Acquires an exclusive lock.
    fn write(&mut self, range: Range) -> Result<(), LockError>;
    /// Releases a lock. A release of [`ALL`] takes the place of one that waits.
    fn release(&mut self, range: Range) -> Result<(), LockError>;
    /// Acquires a lock on `shared` that others can share, in place of any other, and releases `released`: with the next
    /// call on the host, or on the way out of the guest.
    fn lower_later(&mut self, shared: Range, released: Range);
    /// Returns whether somebody else's lock conflicts with an exclusive one.
    fn is_taken(&mut self, range: Range) -> Result<bool, LockError>;
    /// Waits for a millisecond.
    fn pause(&mut self);
}
