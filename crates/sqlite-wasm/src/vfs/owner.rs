//! Owning a database file whole, where the host has no byte-range locks: a lock file beside it names the owner.
//!
//! The file is created exclusively, so one of many wins. It outlives a killed owner; then it may be taken over, but only
//! when the owner is provably dead (its process is gone or, within a process, it no longer has the lock file open: its
//! thread was ended or its instance failed), and by one of those who see that: whoever removes the lock of a dead owner must
//! first hold a lock file named after that owner, which nobody but his heirs asks for, and look again. A lock that
//! another heir has made meanwhile is thereby never removed.

use super::lock::Refusal;

/// Who owns a lock file: what tells one running thread of one process from every other, ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Number of the process.
    pub pid: u32,
    /// Number of the thread within it.
    pub thread: u32,
    /// When the process started, in the kernel's ticks since boot; empty where that cannot be told.
    pub started: String,
    /// The kernel's identity since boot, empty where that cannot be told.
    pub boot: String,
    /// The namespace that process numbers belong to, empty where that cannot be told.
    pub namespace: String,
    /// Name of the machine or container.
    pub host: String,
    /// The owner's descriptor of the lock file, which it keeps open.
    pub file: Fd,
}

/// An open file.
pub type Fd = i32;

impl Owner {
    const TITLE: &str = "anysqlite lock 1";

    /// The content of a lock file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self { pid, thread, started, boot, namespace, host, file } = self;
        let title = Self::TITLE;
        let process = format!("pid {pid}\nthread {thread}\nstarted {started}");
        let system = format!("boot {boot}\nnamespace {namespace}\nhost {host}");
        format!("{title}\n{process}\n{system}\nfile {file}\n")
    }

    /// Reads a lock file; `None` for a text that is none, or not a whole one.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != Self::TITLE {
            return None;
        }
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned);
        Some(Self {
            pid: field("pid")?.parse().ok()?,
            thread: field("thread")?.parse().ok()?,
            started: field("started")?,
            boot: field("boot")?,
            namespace: field("namespace")?,
            host: field("host")?,
            file: field("file")?.parse().ok()?,
        })
    }

    /// Whether a text may become a lock file's when it is whole; any other file only happens to have that name.
    fn begins(text: &str) -> bool {
        text.starts_with(Self::TITLE) || Self::TITLE.starts_with(text)
    }

    /// Whether process numbers mean the same to both, and can be told apart from those of the past.
    fn sees(&self, other: &Self) -> bool {
        let same = self.host == other.host && self.boot == other.boot && self.namespace == other.namespace;
        same && ![&self.boot, &self.started, &other.started].iter().any(|text| text.is_empty())
    }

    /// What a lock file of this owner's heirs is called after: no two owners share it.
    fn tag(&self) -> String {
        // FNV-1a, written out because the name must be the same in every version.
        let hash = self
            .to_text()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        format!("{hash:016x}")
    }
}

/// What is asked of the host.
pub trait Surroundings {
    /// Makes a lock file of `owner`, but for the descriptor, which it gives and leaves open. `None` when it is there
    /// already.
    fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, Refusal>;
    /// Closes a lock file and removes it.
    fn remove_own(&mut self, path: &[u8], file: Fd) -> Result<(), Refusal>;
    /// Whether a descriptor of this process is that of the file at a path.
    fn has_open(&mut self, file: Fd, path: &[u8]) -> bool;
    /// Content of a file, `None` when it is not there.
    fn read(&mut self, path: &[u8]) -> Result<Option<String>, Refusal>;
    /// Removes a file.
    fn remove(&mut self, path: &[u8]) -> Result<(), Refusal>;
    /// When the process of that number started, as in [`Owner::started`]; `None` when there is none, empty when there is
    /// one that does not tell.
    fn started(&mut self, pid: u32) -> Option<String>;
}

/// The lock file of a database.
#[must_use]
pub fn lock_file(database: &[u8]) -> Vec<u8> {
    [database, b"-lock"].concat()
}

/// Makes `me` the owner of a lock file, taking it over from a dead owner. Gives the file, to be kept open. `Busy` while
/// another owns it.
pub fn acquire(path: &[u8], me: &Owner, around: &mut impl Surroundings) -> Result<Fd, Refusal> {
    loop {
        if let Some(file) = around.create(path, me)? {
            return Ok(file);
        }
        let Some(text) = around.read(path)? else { continue };
        // Who cannot be read, cannot be proven dead: the owner may be about to write its name.
        let owner = Owner::from_text(&text).ok_or(Refusal::Busy)?;
        if !is_dead(&owner, path, me, around) {
            return Err(Refusal::Busy);
        }
        bury(path, &text, &owner, me, around)?;
    }
}

/// Whether someone else, who is not provably dead, owns a lock file.
pub fn is_owned(path: &[u8], me: &Owner, around: &mut impl Surroundings) -> Result<bool, Refusal> {
    let Some(text) = around.read(path)? else { return Ok(false) };
    let Some(owner) = Owner::from_text(&text) else { return Ok(Owner::begins(&text)) };
    Ok(!is_dead(&owner, path, me, around))
}

/// Removes the lock of a dead owner.
fn bury(path: &[u8], text: &str, owner: &Owner, me: &Owner, around: &mut impl Surroundings) -> Result<(), Refusal> {
    let heirs = [path, b"-", owner.tag().as_bytes()].concat();
    let file = acquire(&heirs, me, around)?;
    let unchanged = around.read(path).map(|now| now.as_deref() == Some(text));
    let removed = match unchanged {
        Ok(true) => around.remove(path),
        Ok(false) => Ok(()),
        Err(refusal) => Err(refusal),
    };
    around.remove_own(&heirs, file)?;
    removed
}

fn is_dead(owner: &Owner, path: &[u8], me: &Owner, around: &mut impl Surroundings) -> bool {
    if !me.sees(owner) {
        return false;
    }
    if owner.pid == me.pid && owner.started == me.started {
        return !around.has_open(owner.file, path);
    }
    around.started(owner.pid).is_none_or(|started| !started.is_empty() && started != owner.started)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    type Event = fn(&mut World);

    /// The descriptor that every lock file gets.
    const FILE: Fd = 20;

    #[derive(Default)]
    struct World {
        files: BTreeMap<Vec<u8>, String>,
        processes: BTreeMap<u32, String>,
        /// A descriptor of this process that is still open.
        open: Option<Fd>,
        /// Done once, just after the named file is created: what another process does in that moment.
        meanwhile: Option<(Vec<u8>, Event)>,
    }

    impl Surroundings for World {
        fn create(&mut self, path: &[u8], owner: &Owner) -> Result<Option<Fd>, Refusal> {
            if self.files.contains_key(path) {
                return Ok(None);
            }
            self.files.insert(path.to_vec(), Owner { file: FILE, ..owner.clone() }.to_text());
            if self.meanwhile.as_ref().is_some_and(|(when, _)| when == path) {
                self.meanwhile.take().unwrap().1(self);
            }
            Ok(Some(FILE))
        }
        fn remove_own(&mut self, path: &[u8], _: Fd) -> Result<(), Refusal> {
            self.remove(path)
        }
        fn has_open(&mut self, file: Fd, _: &[u8]) -> bool {
            self.open == Some(file)
        }
        fn read(&mut self, path: &[u8]) -> Result<Option<String>, Refusal> {
            Ok(self.files.get(path).cloned())
        }
        fn remove(&mut self, path: &[u8]) -> Result<(), Refusal> {
            self.files.remove(path);
            Ok(())
        }
        fn started(&mut self, pid: u32) -> Option<String> {
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
    fn the_text_gives_the_owner_back() {
        let me = owner(7, "99");
        assert_eq!(Owner::from_text(&me.to_text()), Some(me.clone()));
        let text = me.to_text();
        for end in 0..text.len() {
            assert_eq!(Owner::from_text(&text[..end]), None, "a part of a lock file names nobody");
        }
    }

    #[test]
    fn a_living_owner_is_respected() {
        let mut world = world(&owner(1, "10"));
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
        world.open = Some(FILE);
        assert_eq!(acquire(b"db-lock", &owner(1, "10"), &mut world), Err(Refusal::Busy), "another thread of one's own");
    }

    #[test]
    fn a_process_that_does_not_tell_is_alive() {
        let mut world = world(&owner(3, "30"));
        world.processes.insert(3, String::new());
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
    }

    #[test]
    fn a_thread_that_has_ended_is_replaced() {
        let mut world = world(&owner(1, "10"));
        assert_eq!(acquire(b"db-lock", &owner(1, "10"), &mut world), Ok(FILE));
    }

    #[test]
    fn where_nothing_can_be_told_nobody_is_dead() {
        let mut unknown = owner(5, "");
        unknown.boot.clear();
        assert_eq!(acquire(b"db-lock", &unknown.clone(), &mut world(&unknown)), Err(Refusal::Busy));
    }

    #[test]
    fn only_the_living_own() {
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
    fn a_dead_owner_is_replaced() {
        for dead in [owner(5, "50"), owner(1, "9")] {
            let mut world = world(&dead);
            assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Ok(FILE));
            assert_eq!(world.files.len(), 1, "nothing else is left behind");
            assert_eq!(world.files[b"db-lock".as_slice()], owner(2, "20").to_text());
        }
    }

    #[test]
    fn an_owner_elsewhere_is_not_provably_dead() {
        for change in
            [|o: &mut Owner| o.host.push('x'), |o: &mut Owner| o.boot.push('x'), |o: &mut Owner| o.namespace.push('x')]
        {
            let mut far = owner(5, "50");
            change(&mut far);
            let mut world = world(&far);
            assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
        }
    }

    #[test]
    fn a_half_written_lock_file_is_respected() {
        let mut world = world(&owner(5, "50"));
        world.files.insert(b"db-lock".to_vec(), String::new());
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
    }

    #[test]
    fn of_two_heirs_one_wins() {
        let dead = owner(5, "50");
        let mut world = world(&dead);
        world.processes.insert(3, "30".into());
        let heirs = [b"db-lock-".as_slice(), dead.tag().as_bytes()].concat();
        // Another heir has finished just before this one got the right to remove the dead owner's lock.
        world.meanwhile = Some((heirs, |world| {
            world.files.insert(b"db-lock".to_vec(), owner(3, "30").to_text());
        }));
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
        assert_eq!(world.files[b"db-lock".as_slice()], owner(3, "30").to_text());
        assert_eq!(world.files.len(), 1);
    }

    #[test]
    fn an_heir_who_died_too_is_replaced() {
        let dead = owner(5, "50");
        let mut world = world(&dead);
        let heirs = [b"db-lock-".as_slice(), dead.tag().as_bytes()].concat();
        world.files.insert(heirs, owner(6, "60").to_text());
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Ok(FILE));
        assert_eq!(world.files.len(), 1);
    }
}
