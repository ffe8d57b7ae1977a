//! Lock files: owning a database file whole where the host has no byte-range locks.
//!
//! A lock file beside the database names its owner. Where the system locks open files, `held_file` has the rules.
//! Elsewhere the file is created exclusively, so that one of several competitors wins. If the owner is killed, the lock
//! file is stale and may be replaced, but only if the owner is provably dead: its process does not exist any more, the
//! kernel that ran it does not run any more or, within this process, the lock file is no longer open, because its
//! thread ended or its instance failed.
//!
//! To remove a stale lock file, a process first acquires a second lock file, which is named after the dead owner and
//! wanted only by its successors, and then reads the first one again. This stops it from removing the lock file that
//! another successor has created meanwhile.

use super::held_file;
use super::owner::{Fd, Owner, Parsed};
use super::ranges::LockError;
use super::refusal::Refusal;

/// The files and processes that lock files depend on.
pub trait LockFileSystem {
    /// Creates a lock file of `owner`, whose `file` becomes the new descriptor. Returns the descriptor, which stays
    /// open, or `None` if the file exists.
    fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, LockError>;
    /// Removes and closes a lock file of this process.
    fn release(&mut self, path: &[u8], file: Fd) -> Result<(), LockError>;
    /// Returns whether a descriptor of this process, which another thread may have opened, belongs to the file at a
    /// path.
    fn has_open(&mut self, file: Fd, path: &[u8]) -> bool;
    /// Returns what lies at a path.
    fn read(&mut self, path: &[u8]) -> Result<Content, Refusal>;
    /// Removes a file. Succeeds if it does not exist.
    fn remove(&mut self, path: &[u8]) -> Result<(), LockError>;
    /// Returns when a process started, as in [`Owner::started`]. Returns `None` if there is no such process, and an
    /// empty text if the time is unknown.
    fn start_time(&mut self, pid: u32) -> Option<String>;
    /// Returns whether no other kernel than that of this process uses the file system of a file.
    fn is_local(&mut self, path: &[u8]) -> bool;
    /// Waits for as long as writing a lock file takes.
    fn pause(&mut self);

    /// Returns whether the system locks files beside `path` while they are open, shown on another file.
    fn locks_open_files(&mut self, path: &[u8]) -> bool;
    /// Opens a lock file, locked until it is closed, or creates it. Fails with `Busy` while somebody else has it open.
    fn open_held(&mut self, path: &[u8]) -> Result<Opened, Refusal>;
    /// Returns whether a path leads to an open file of this instance.
    fn leads_to(&mut self, path: &[u8], file: Fd) -> bool;
    /// Replaces the content of an open lock file.
    fn write(&mut self, file: Fd, owner: &Owner) -> Result<(), LockError>;
    /// Closes a file.
    fn close(&mut self, file: Fd);
}

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Missing,
    /// Something that is not a regular file, or too large for a lock file.
    Foreign,
    /// A file with this text.
    Text(String),
}

/// A lock file that was opened and locked.
pub enum Opened {
    /// It has just been created.
    New(Fd),
    /// It existed.
    Existing(Fd),
    /// It existed at first, and does not exist any more.
    Missing,
}

/// The state of a lock file.
pub enum State {
    /// It does not exist.
    Missing,
    /// It is not a lock file.
    Foreign,
    /// Its content is incomplete, and has been for a while.
    Unfinished,
    /// The text names an owner.
    Owned(String, Owner),
}

/// How often an attempt is made that another process can thwart. It takes two steps of that process to thwart one.
pub const ATTEMPTS: usize = 100;

/// How often a file is read again that can be a lock file which its owner is just writing.
const PAUSES: usize = 20;

/// Returns the path of a database's lock file.
#[must_use]
pub fn path(database: &[u8]) -> Vec<u8> {
    [database, b"-lock"].concat()
}

/// Acquires a lock file for `me`, replacing a stale one. Returns its descriptor, which must stay open.
pub fn acquire(path: &[u8], me: &Owner, system: &mut impl LockFileSystem) -> Result<Fd, Refusal> {
    match held_file::acquire(path, me, system)? {
        Some(file) => Ok(file),
        None => acquire_created(path, me, system),
    }
}

/// Acquires a lock file by creating it.
fn acquire_created(path: &[u8], me: &Owner, system: &mut impl LockFileSystem) -> Result<Fd, Refusal> {
    for _ in 0..ATTEMPTS {
        if let Some(file) = system.create(path, me)? {
            return Ok(file);
        }
        match settled(path, system)? {
            State::Missing => {}
            State::Foreign => return Err(Refusal::Foreign),
            State::Unfinished => return Err(Refusal::Unfinished),
            State::Owned(text, owner) => {
                require_dead(&owner, path, me, system)?;
                remove_stale(path, &text, &owner, me, system)?;
            }
        }
    }
    Err(Refusal::Busy)
}

/// Fails if somebody else, who is not provably dead, owns a lock file. Mostly there is none, and `me` is not asked for,
/// which takes more system calls than the rest of opening a database.
///
/// A lock file that stays incomplete is no owner's: an owner looks for byte-range locks after it has written the file,
/// and will see those of this process.
pub fn require_unowned(
    path: &[u8],
    me: impl FnOnce() -> Owner,
    system: &mut impl LockFileSystem,
) -> Result<(), Refusal> {
    match settled(path, system)? {
        State::Missing | State::Foreign | State::Unfinished => Ok(()),
        State::Owned(_, owner) => require_dead(&owner, path, &me(), system),
    }
}

/// Returns the state of a lock file, after a pause if its owner may just be writing it.
pub fn settled(path: &[u8], system: &mut impl LockFileSystem) -> Result<State, Refusal> {
    for _ in 0..PAUSES {
        let text = match system.read(path)? {
            Content::Missing => return Ok(State::Missing),
            Content::Foreign => return Ok(State::Foreign),
            Content::Text(text) => text,
        };
        match Owner::parse(&text) {
            Parsed::Owner(owner) => return Ok(State::Owned(text, owner)),
            Parsed::Foreign => return Ok(State::Foreign),
            Parsed::Beginning => system.pause(),
        }
    }
    Ok(State::Unfinished)
}

/// Returns the path of the lock file for which the successors of a dead owner compete.
fn successor_path(path: &[u8], dead: &Owner) -> Vec<u8> {
    [path, b"-", dead.digest().as_bytes()].concat()
}

/// Removes the lock file of a dead owner if it still contains `text`.
fn remove_stale(
    path: &[u8],
    text: &str,
    dead: &Owner,
    me: &Owner,
    system: &mut impl LockFileSystem,
) -> Result<(), Refusal> {
    let successor = successor_path(path, dead);
    let file = acquire_created(&successor, me, system)?;
    let removed = match system.read(path) {
        Ok(Content::Text(now)) if now == text => system.remove(path).map_err(Refusal::from),
        Ok(_) => Ok(()),
        Err(refusal) => Err(refusal),
    };
    system.release(&successor, file)?;
    removed
}

/// Fails unless an owner is provably dead: with `Busy` if it is alive, with `Unproven` if nothing can tell.
pub fn require_dead(owner: &Owner, path: &[u8], me: &Owner, system: &mut impl LockFileSystem) -> Result<(), Refusal> {
    if me.has_other_kernel(owner) && system.is_local(path) {
        return Ok(());
    }
    if !me.can_judge(owner) {
        return Err(Refusal::Unproven(Box::new(owner.clone())));
    }
    if owner.is_same_process(me) {
        return if system.has_open(owner.file, path) { Err(Refusal::Busy) } else { Ok(()) };
    }
    match system.start_time(owner.pid) {
        Some(started) if started.is_empty() => Err(Refusal::Unproven(Box::new(owner.clone()))),
        Some(started) if started == owner.started => Err(Refusal::Busy),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
