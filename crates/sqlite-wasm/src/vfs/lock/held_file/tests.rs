//! Tests of lock files that a simulated system locks while they are open. An owner is killed at each of its steps, and
//! several successors compete, one of which takes its steps between two of another's.

use std::collections::BTreeMap;

use super::*;
use crate::vfs::lock::lock_file::Content;
use crate::vfs::lock::ranges::LockError;

const PATH: &[u8] = b"db-lock";

/// What a process that is not the subject of a test does between two steps of it.
type Event = fn(&mut World);

/// A file system that all processes share. A descriptor is unique among them.
#[derive(Default)]
struct World {
    /// The file at each path.
    paths: BTreeMap<Vec<u8>, usize>,
    /// The content of each file, also of those without a path.
    files: Vec<String>,
    /// The file and the process of each open descriptor. Each locks its file.
    open: BTreeMap<Fd, (usize, u32)>,
    last_fd: Fd,
    /// The process that takes the steps.
    process: u32,
    /// After how many steps the process is killed.
    dies_after: Option<usize>,
    /// After how many steps of the process something else happens, and what.
    meanwhile: Option<(usize, Event)>,
    steps: usize,
}

const KILLED: LockError = LockError::Failed(-1);

impl World {
    /// Counts a step. Fails if the process is dead.
    fn step(&mut self) -> Result<(), LockError> {
        if self.meanwhile.is_some_and(|(when, _)| when == self.steps)
            && let Some((_, event)) = self.meanwhile.take()
        {
            let (process, steps, dies_after) = (self.process, self.steps, self.dies_after.take());
            event(self);
            (self.process, self.steps, self.dies_after) = (process, steps, dies_after);
        }
        if self.dies_after.is_some_and(|after| after <= self.steps) {
            let process = self.process;
            self.open.retain(|_, (_, owner)| *owner != process);
            return Err(KILLED);
        }
        self.steps += 1;
        Ok(())
    }

    fn is_locked(&self, file: usize) -> bool {
        self.open.values().any(|&(other, _)| other == file)
    }

    fn open_file(&mut self, file: usize) -> Fd {
        self.last_fd += 1;
        self.open.insert(self.last_fd, (file, self.process));
        self.last_fd
    }

    fn text(&self) -> &str {
        &self.files[self.paths[PATH]]
    }

    /// Lets a process acquire the lock file.
    fn acquire_as(&mut self, process: u32) -> Result<Fd, Refusal> {
        (self.process, self.steps) = (process, 0);
        let acquired = acquire(PATH, &owner(process), self);
        acquired.map(|file| file.expect("this system locks open files"))
    }
}

impl LockFileSystem for World {
    fn create(&mut self, _: &[u8], _: &Owner) -> Result<Option<Fd>, LockError> {
        unreachable!("this system locks open files")
    }
    fn release(&mut self, path: &[u8], file: Fd) -> Result<(), LockError> {
        self.remove(path)?;
        self.step()?;
        self.open.remove(&file);
        Ok(())
    }
    fn has_open(&mut self, _: Fd, _: &[u8]) -> bool {
        false
    }
    fn read(&mut self, path: &[u8]) -> Result<Content, Refusal> {
        self.step()?;
        let file = self.paths.get(path);
        Ok(file.map_or(Content::Missing, |&file| Content::Text(self.files[file].clone())))
    }
    fn remove(&mut self, path: &[u8]) -> Result<(), LockError> {
        self.step()?;
        self.paths.remove(path);
        Ok(())
    }
    fn start_time(&mut self, _: u32) -> Option<String> {
        None
    }
    fn is_local(&mut self, _: &[u8]) -> bool {
        false
    }
    fn pause(&mut self) {}
    fn locks_open_files(&mut self, _: &[u8]) -> bool {
        true
    }
    fn open_held(&mut self, path: &[u8]) -> Result<Opened, Refusal> {
        self.step()?;
        if !self.paths.contains_key(path) {
            self.paths.insert(path.to_vec(), self.files.len());
            self.files.push(String::new());
            let file = self.paths[path];
            return Ok(Opened::New(self.open_file(file)));
        }
        self.step()?;
        let Some(&file) = self.paths.get(path) else { return Ok(Opened::Missing) };
        self.step()?;
        // The path was resolved before this step, so that the file may have no path any more.
        if self.is_locked(file) { Err(Refusal::Busy) } else { Ok(Opened::Existing(self.open_file(file))) }
    }
    fn leads_to(&mut self, path: &[u8], file: Fd) -> bool {
        self.step().is_ok() && self.paths.get(path) == self.open.get(&file).map(|(file, _)| file)
    }
    fn write(&mut self, file: Fd, owner: &Owner) -> Result<(), LockError> {
        self.step()?;
        let (number, _) = self.open[&file];
        self.files[number].clear();
        self.step()?;
        self.files[number] = owner.to_text();
        Ok(())
    }
    fn close(&mut self, file: Fd) {
        // A dead process has closed its files already.
        let _ = self.step();
        self.open.remove(&file);
    }
}

fn owner(pid: u32) -> Owner {
    let none = String::new;
    Owner {
        pid,
        thread: 0,
        started: none(),
        boot: none(),
        namespace: none(),
        host: none(),
        since: none(),
        held: true,
        file: 9,
    }
}

#[test]
fn a_living_owner_is_respected_until_it_releases_the_file() {
    let mut world = World::default();
    let file = world.acquire_as(1).expect("nobody owns it");
    assert!(world.text().starts_with("anysqlite lock 1\npid 1\n"));
    assert_eq!(world.acquire_as(2), Err(Refusal::Busy));
    assert_eq!(world.acquire_as(1), Err(Refusal::Busy), "another thread of the owner");
    world.release(PATH, file).expect("it is released");
    world.acquire_as(2).expect("nobody owns it");
}

/// The number of steps after which a killed process has written the file and not yet removed it.
const WRITTEN: usize = 4;

/// The number of steps in which a process acquires and releases the file.
const STEPS: usize = 12;

/// Lets process 1 acquire and release the file, until it is killed after a number of steps.
fn killed_after(steps: usize, world: &mut World) {
    world.dies_after = Some(steps);
    if let Ok(file) = world.acquire_as(1) {
        let _ = world.release(PATH, file);
    }
    let dead = world.steps >= steps;
    // A process that has done everything before its time is killed now.
    world.open.retain(|_, (_, process)| *process != 1 || !dead);
    world.dies_after = None;
}

#[test]
fn exactly_one_successor_takes_over_wherever_the_owner_is_killed() {
    for stale in [false, true] {
        for steps in 0..STEPS {
            let mut world = World::default();
            if stale {
                killed_after(WRITTEN, &mut world);
                assert!(world.text().contains("\npid 1\n"), "the file is stale");
            }
            killed_after(steps, &mut world);
            world.acquire_as(2).unwrap_or_else(|refusal| panic!("killed after {steps} steps: {refusal:?}"));
            for other in 3..6 {
                assert_eq!(world.acquire_as(other), Err(Refusal::Busy), "killed after {steps} steps");
            }
            assert!(world.text().contains("\npid 2\n"));
        }
    }
}

#[test]
fn two_successors_never_both_win() {
    // The other successor does all of this between two steps of the first.
    const EVENTS: [Event; 3] = [
        |world| drop(world.acquire_as(3)),
        |world| {
            if let Ok(file) = world.acquire_as(3) {
                let _ = world.release(PATH, file);
            }
        },
        |world| {
            if let Ok(file) = world.acquire_as(3) {
                let _ = world.release(PATH, file);
                let _ = world.acquire_as(4);
            }
        },
    ];
    for event in EVENTS {
        for when in 0..STEPS {
            let mut world = World::default();
            killed_after(WRITTEN, &mut world);
            assert!(world.text().contains("\npid 1\n"), "the file is stale");
            world.meanwhile = Some((when, event));
            let first = world.acquire_as(2).is_ok();
            let owners: Vec<u32> = world.open.values().map(|&(_, process)| process).collect();
            assert!(owners.len() <= 1, "after {when} steps: {owners:?}");
            assert_eq!(first, owners == [2], "after {when} steps: {owners:?}");
            if let [owner] = owners[..] {
                let held = world.open.values().next().map(|&(file, _)| file);
                assert_eq!(held, world.paths.get(PATH).copied(), "after {when} steps: the path leads to the file");
                assert!(world.text().contains(&format!("\npid {owner}\n")));
            }
        }
    }
}

fn world_with(text: &str) -> World {
    let mut world = World::default();
    world.paths.insert(PATH.to_vec(), 0);
    world.files.push(text.to_owned());
    world
}

#[test]
fn an_owner_whose_file_is_not_locked_has_to_be_dead() {
    let far = Owner { held: false, ..owner(7) };
    let mut world = world_with(&far.to_text());
    assert_eq!(world.acquire_as(2), Err(Refusal::Unproven(far.into())));
    assert!(world.open.is_empty());
    world_with(&owner(7).to_text()).acquire_as(2).expect("the system would lock the file");
}

#[test]
fn a_foreign_file_is_left_alone() {
    let mut world = world_with("mine");
    assert_eq!(world.acquire_as(2), Err(Refusal::Foreign));
    assert_eq!((world.text(), world.open.len()), ("mine", 0));
}
