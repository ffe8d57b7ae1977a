//! Tests of lock files in a simulated world.

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
    /// The file system is used by one kernel only.
    local: bool,
    /// What the owner writes while this process waits for it.
    written: Option<String>,
    /// Files exist when they are to be created, and not when they are to be read.
    hides: bool,
    /// How often this process has waited.
    pauses: usize,
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
    fn read(&mut self, path: &[u8]) -> Result<Content, Refusal> {
        let text = self.files.get(path).filter(|_| !self.hides).cloned();
        Ok(text.map_or(Content::Missing, Content::Text))
    }
    fn remove(&mut self, path: &[u8]) -> Result<(), LockError> {
        self.files.remove(path);
        Ok(())
    }
    fn start_time(&mut self, pid: u32) -> Option<String> {
        self.processes.get(&pid).cloned()
    }
    fn is_local(&mut self, _: &[u8]) -> bool {
        self.local
    }
    fn pause(&mut self) {
        self.pauses += 1;
        if let Some(text) = self.written.take() {
            self.files.insert(b"db-lock".to_vec(), text);
        }
    }
    fn locks_open_files(&mut self, _: &[u8]) -> bool {
        false
    }
    fn open_held(&mut self, _: &[u8]) -> Result<Opened, Refusal> {
        unreachable!("this system locks no open files")
    }
    fn leads_to(&mut self, _: &[u8], _: Fd) -> bool {
        unreachable!("this system locks no open files")
    }
    fn write(&mut self, _: Fd, _: &Owner) -> Result<(), LockError> {
        unreachable!("this system locks no open files")
    }
    fn close(&mut self, _: Fd) {
        unreachable!("this system locks no open files")
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
        since: text("s"),
        held: false,
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
    assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
    world.open = Some(FILE);
    assert_eq!(acquire(b"db-lock", &owner(1, "10"), &mut world), Err(Refusal::Busy), "another thread of this process");
}

#[test]
fn a_process_with_an_unknown_start_time_may_be_alive() {
    let mut world = world(&owner(3, "30"));
    world.processes.insert(3, String::new());
    assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Unproven(Box::new(owner(3, "30")))));
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
    assert_eq!(acquire(b"db-lock", &unknown.clone(), &mut world(&unknown)), Err(Refusal::Unproven(unknown.into())));
}

#[test]
fn only_a_living_owner_owns() {
    let me = || owner(2, "20");
    assert_eq!(require_unowned(b"db-lock", me, &mut world(&owner(1, "10"))), Err(Refusal::Busy));
    assert_eq!(require_unowned(b"db-lock", me, &mut world(&owner(5, "50"))), Ok(()));
    assert_eq!(require_unowned(b"other-lock", me, &mut world(&owner(1, "10"))), Ok(()));
}

#[test]
fn a_file_that_no_version_wrote_is_in_the_way_of_owners_only() {
    let mut world = world(&owner(1, "10"));
    for text in ["something else", "other-host", "anysqlite lock 1\npid -1\n", "\0\0"] {
        world.files.insert(b"db-lock".to_vec(), text.to_owned());
        assert_eq!(require_unowned(b"db-lock", || owner(2, "20"), &mut world), Ok(()), "{text}");
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Foreign), "{text}");
        assert_eq!(world.files[b"db-lock".as_slice()], text, "it is left alone");
    }
    assert_eq!(world.pauses, 0);
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

/// Returns an owner of another kernel.
fn of_other_kernel() -> Owner {
    Owner { boot: "x".into(), ..owner(1, "10") }
}

#[test]
fn an_owner_on_another_system_is_not_provably_dead() {
    for far in [of_other_kernel(), Owner { namespace: "x".into(), ..owner(5, "50") }] {
        let mut world = world(&far);
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Unproven(far.clone().into())));
        assert_eq!(require_unowned(b"db-lock", || owner(2, "20"), &mut world), Err(Refusal::Unproven(far.into())));
    }
}

#[test]
fn an_owner_of_another_kernel_is_dead_where_no_two_kernels_share_files() {
    let mut local = World { local: true, ..world(&of_other_kernel()) };
    assert_eq!(require_unowned(b"db-lock", || owner(2, "20"), &mut local), Ok(()));
    assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut local), Ok(FILE));
    let unknown = Owner { boot: String::new(), ..of_other_kernel() };
    let mut local = World { local: true, ..world(&unknown) };
    assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut local), Err(Refusal::Unproven(unknown.into())));
}

#[test]
fn a_machine_may_change_its_name() {
    let renamed = |pid, started| Owner { host: "new".into(), ..owner(pid, started) };
    assert_eq!(acquire(b"db-lock", &renamed(2, "20"), &mut world(&owner(5, "50"))), Ok(FILE));
    assert_eq!(acquire(b"db-lock", &renamed(2, "20"), &mut world(&owner(1, "10"))), Err(Refusal::Busy));
}

#[test]
fn a_half_written_lock_file_is_respected_while_it_can_be_one() {
    let text = owner(1, "10").to_text();
    for end in [0, 5, text.len() - 1] {
        let mut world = world(&owner(1, "10"));
        world.files.insert(b"db-lock".to_vec(), text[..end].to_owned());
        world.written = Some(text.clone());
        assert_eq!(require_unowned(b"db-lock", || owner(2, "20"), &mut world), Err(Refusal::Busy));
        world.files.insert(b"db-lock".to_vec(), text[..end].to_owned());
        assert_eq!(require_unowned(b"db-lock", || owner(2, "20"), &mut world), Ok(()), "nobody completes it");
        assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Unfinished));
    }
}

#[test]
fn a_file_that_can_neither_be_created_nor_found_is_no_endless_loop() {
    let mut world = world(&owner(1, "10"));
    // What other processes do all the time: the file exists when it is to be created, and not when it is to be read.
    world.hides = true;
    assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
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
    assert_eq!(acquire(b"db-lock", &owner(2, "20"), &mut world), Err(Refusal::Busy));
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
