//! Lock files: owning a database file whole where the host has no byte-range locks.
//!
//! A lock file beside the database names its owner. It is created exclusively, so that one of several competitors wins.
//! If the owner is killed, the lock file is stale and may be replaced, but only if the owner is provably dead: its
//! process does not exist any more or, within this process, the lock file is no longer open, because its thread ended
//! or its instance failed.
//!
//! To remove a stale lock file, a process first acquires a second lock file, which is named after the dead owner and
//! wanted only by its successors, and then reads the first one again. This stops it from removing the lock file that
//! another successor has created meanwhile.

use super::owner::{Fd, Owner};
use super::ranges::LockError;

/// The files and processes that lock files depend on.
pub trait LockFileSystem {
    /// Creates a lock file of `owner`, whose `file` becomes the new descriptor. Returns the descriptor, which stays
    /// open, or `None` if the file exists.
    fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, LockError>;
    /// Removes and closes a lock file of this process.
    fn release(&mut self, path: &[u8], file: Fd) -> Result<(), LockError>;
    /// Returns whether a descriptor of this process belongs to the file at a path.
    fn has_open(&mut self, file: Fd, path: &[u8]) -> bool;
    /// Returns the content of a file, `None` if it does not exist.
    fn read(&mut self, path: &[u8]) -> Result<Option<String>, LockError>;
    /// Removes a file. Succeeds if it does not exist.
    fn remove(&mut self, path: &[u8]) -> Result<(), LockError>;
    /// Returns when a process started, as in [`Owner::started`]. Returns `None` if there is no such process, and an
    /// empty text if the time is unknown.
    fn start_time(&mut self, pid: u32) -> Option<String>;
}

/// Returns the path of a database's lock file.
#[must_use]
pub fn path(database: &[u8]) -> Vec<u8> {
    [database, b"-lock"].concat()
}

/// Acquires a lock file for `me`, replacing a stale one. Returns its descriptor, which must stay open. Fails with
/// `Busy` while somebody else owns it.
pub fn acquire(path: &[u8], me: &Owner, system: &mut impl LockFileSystem) -> Result<Fd, LockError> {
    loop {
        if let Some(file) = system.create(path, me)? {
            return Ok(file);
        }
        let Some(text) = system.read(path)? else { continue };
        // An unreadable lock file may still be being written: its owner counts as alive.
        let owner = Owner::from_text(&text).ok_or(LockError::Busy)?;
        if !is_dead(&owner, path, me, system) {
            return Err(LockError::Busy);
        }
        remove_stale(path, &text, &owner, me, system)?;
    }
}

/// Returns whether somebody else, who is not provably dead, owns a lock file.
pub fn is_owned(path: &[u8], me: &Owner, system: &mut impl LockFileSystem) -> Result<bool, LockError> {
    let Some(text) = system.read(path)? else { return Ok(false) };
    let Some(owner) = Owner::from_text(&text) else { return Ok(Owner::begins(&text)) };
    Ok(!is_dead(&owner, path, me, system))
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
) -> Result<(), LockError> {
    let successor = successor_path(path, dead);
    let file = acquire(&successor, me, system)?;
    let removed = match system.read(path) {
        Ok(now) if now.as_deref() == Some(text) => system.remove(path),
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    };
    system.release(&successor, file)?;
    removed
}

fn is_dead(owner: &Owner, path: &[u8], me: &Owner, system: &mut impl LockFileSystem) -> bool {
    if !me.can_judge(owner) {
        return false;
    }
    if owner.is_same_process(me) {
        return !system.has_open(owner.file, path);
    }
    system.start_time(owner.pid).is_none_or(|started| !started.is_empty() && started != owner.started)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    type Event = fn(&mut World);

    /// The descriptor of every lock file.
    const FILE: Fd = 20;

    #[derive(Default)]
    struct World {
        files: BTreeMap<Vec<u8>, String>,
        processes: BTreeMap<u32, String>,
        /// A descriptor that this process still has open.
        open: Option<Fd>,
        /// What another process does, once, just after the named file is created.
        meanwhile: Option<(Vec<u8>, Event)>,
    }

    impl LockFileSystem for World {
        fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, LockError> {
            if self.files.contains_key(path) {
                return Ok(None);
            }
            self.files.insert(path.to_vec(), Owner { file: FILE, ..owner.clone() }.to_text());
            if self.meanwhile.as_ref().is_some_and(|(when, _)| when == path) {
                self.meanwhile.take().unwrap().1(self);
            }
            Ok(Some(FILE))
        }
        fn release(&mut self, path: &[u8], _: Fd) -> Result<(), LockError> {
            self.remove(path)
        }
        fn has_open(&mut self, file: Fd, _: &[u8]) -> bool {
            self.open == Some(file)
        }
        fn read(&mut self, path: &[u8]) -> Result<Option<String>, LockError> {
            Ok(self.files.get(path).cloned())
        }
        fn remove(&mut self, path: &[u8]) -> Result<(), LockError> {
            self.files.remove(path);
            Ok(())
        }
        fn start_time(&mut self, pid: u32) -> Option<String> {
            self.processes.get(&pid).cloned()
        }
    }

    fn owner(pid: u32, started: &str) -> Owner {
        let text = |t: &str| t.to_owned();
        Owner {
            pid,
            thread: 0,
            started: text(started),
            boot: text("b"),
            namespace: text("n"),
            host: text("h"),
            file: FILE,
        }
    }

    fn world(of: &Owner) -> World {
        let mut world = World::default();
        world.processes.insert(1, "10".into());
        world.files.insert(b"db-lock".to_vec(), of.to_text());
        world
    }

    #[test]
    fn a_living_owner_is_respected() {
        let mut world = world(&owner(1, "10"));
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(LockError::Busy));
        world.open = Some(FILE);
        assert_eq!(
            acquire(b"db-lock", &owner(1, "10"), &mut world),
            Err(LockError::Busy),
            "another thread of this process"
        );
    }

    #[test]
    fn a_process_with_an_unknown_start_time_is_alive() {
        let mut world = world(&owner(3, "30"));
        world.processes.insert(3, String::new());
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(LockError::Busy));
    }

    #[test]
    fn the_lock_file_of_an_ended_thread_is_replaced() {
        let mut world = world(&owner(1, "10"));
        assert_eq!(acquire(b"db-lock", &owner(1, "10"), &mut world), Ok(FILE));
    }

    #[test]
    fn without_information_nobody_is_dead() {
        let mut unknown = owner(5, "");
        unknown.boot.clear();
        assert_eq!(acquire(b"db-lock", &unknown.clone(), &mut world(&unknown)), Err(LockError::Busy));
    }

    #[test]
    fn only_a_living_owner_owns() {
        assert_eq!(is_owned(b"db-lock", &owner(2, "20"), &mut world(&owner(1, "10"))), Ok(true));
        assert_eq!(is_owned(b"db-lock", &owner(2, "20"), &mut world(&owner(5, "50"))), Ok(false));
        let mut other = world(&owner(1, "10"));
        for (text, owned) in
            [("", true), ("anysqlite", true), ("anysqlite lock 1\npid", true), ("something else", false)]
        {
            other.files.insert(b"db-lock".to_vec(), text.to_owned());
            assert_eq!(is_owned(b"db-lock", &owner(2, "20"), &mut other), Ok(owned), "{text}");
        }
        assert_eq!(is_owned(b"other-lock", &owner(2, "20"), &mut world(&owner(1, "10"))), Ok(false));
    }

    #[test]
    fn the_lock_file_of_a_dead_owner_is_replaced() {
        for dead in [owner(5, "50"), owner(1, "9")] {
            let mut world = world(&dead);
            assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Ok(FILE));
            assert_eq!(world.files.len(), 1, "nothing else is left behind");
            assert_eq!(world.files[b"db-lock".as_slice()], owner(2, "20").to_text());
        }
    }

    #[test]
    fn an_owner_on_another_system_is_not_provably_dead() {
        for change in
            [|o: &mut Owner| o.host.push('x'), |o: &mut Owner| o.boot.push('x'), |o: &mut Owner| o.namespace.push('x')]
        {
            let mut far = owner(5, "50");
            change(&mut far);
            let mut world = world(&far);
            assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(LockError::Busy));
        }
    }

    #[test]
    fn a_half_written_lock_file_is_respected() {
        let mut world = world(&owner(5, "50"));
        world.files.insert(b"db-lock".to_vec(), String::new());
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(LockError::Busy));
    }

    #[test]
    fn one_of_two_successors_wins() {
        let dead = owner(5, "50");
        let mut world = world(&dead);
        world.processes.insert(3, "30".into());
        let successor = successor_path(b"db-lock", &dead);
        // Another successor has finished just before this one acquires the right to remove the stale lock file.
        world.meanwhile = Some((successor, |world| {
            world.files.insert(b"db-lock".to_vec(), owner(3, "30").to_text());
        }));
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(LockError::Busy));
        assert_eq!(world.files[b"db-lock".as_slice()], owner(3, "30").to_text());
        assert_eq!(world.files.len(), 1);
    }

    #[test]
    fn the_lock_file_of_a_dead_successor_is_replaced() {
        let dead = owner(5, "50");
        let mut world = world(&dead);
        let successor = successor_path(b"db-lock", &dead);
        world.files.insert(successor, owner(6, "60").to_text());
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Ok(FILE));
        assert_eq!(world.files.len(), 1);
    }
}
