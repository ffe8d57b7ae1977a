use std::fs::{self, File};
use std::os::fd::{AsFd as _, AsRawFd as _};

use tempfile::TempDir;

use super::*;

const LIMIT: u64 = 1600;

/// A limit, and files that count.
struct Disk {
    folder: TempDir,
    limiter: DiskLimiter,
}

impl Disk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), limiter: DiskLimiter::new(LIMIT) }
    }

    fn open(&mut self, name: &str, flags: i32) -> File {
        let path = self.folder.path().join(name);
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.expect("the file opens");
        self.limiter.opened(file.as_fd(), &path, flags | abi::OPEN_READWRITE).expect("it can be described");
        file
    }

    fn database(&mut self) -> File {
        self.open("app.db", abi::OPEN_DATABASE)
    }

    /// Extends a file, sparsely, if the limit allows it.
    fn extend(&mut self, file: &File, end: u64) -> bool {
        let allowed = self.limiter.write(file.as_raw_fd(), end - 1, end).is_ok();
        if allowed {
            file.set_len(end.max(file.metadata().expect("it is open").len())).expect("there is space");
        }
        allowed
    }

    fn close(&mut self, file: File) {
        self.limiter.closed(file.as_raw_fd());
        drop(file);
    }

    fn remove(&mut self, name: &str) {
        let path = self.folder.path().join(name);
        let before = rustix::fs::lstat(&path).expect("the file exists");
        fs::remove_file(&path).expect("the file exists");
        self.limiter.removed(&before);
    }
}

#[test]
fn files_count_together_and_with_their_holes() {
    let mut disk = Disk::new();
    let (database, journal) = (disk.database(), disk.open("app.db-journal", 0));
    assert!(!disk.extend(&database, u64::MAX));
    assert!(disk.limiter.take_refused() && !disk.limiter.take_refused());
    assert!(disk.extend(&database, 1000) && disk.extend(&database, 500));
    assert!(!disk.extend(&journal, 601) && disk.extend(&journal, 600));
}

#[test]
fn a_truncation_that_extends_a_file_counts_and_one_that_shortens_it_makes_room() {
    let mut disk = Disk::new();
    let database = disk.database();
    let truncate = |disk: &mut Disk, size| {
        let allowed = disk.limiter.truncate(database.as_raw_fd(), size).is_ok();
        allowed && database.set_len(size).is_ok()
    };
    assert!(!truncate(&mut disk, LIMIT + 1));
    assert!(truncate(&mut disk, 1500) && !truncate(&mut disk, 1501));
    let journal = disk.open("app.db-journal", 0);
    assert!(!disk.extend(&journal, 200));
    assert!(truncate(&mut disk, 0));
    assert!(disk.extend(&journal, 200));
}

#[test]
fn databases_leave_room_to_journals() {
    let mut disk = Disk::new();
    let database = disk.database();
    assert!(!disk.extend(&database, 1501) && disk.extend(&database, 1500));
    let journal = disk.open("app.db-journal", 0);
    assert!(!disk.extend(&journal, 101) && disk.extend(&journal, 100));
}

#[test]
fn a_wal_has_room_for_its_content_twice() {
    let mut disk = Disk::new();
    let (database, wal) = (disk.database(), disk.open("app.db-wal", 0));
    assert!(disk.extend(&database, 500));
    assert!(!disk.extend(&wal, 501) && disk.extend(&wal, 500));
    assert!(disk.extend(&database, 1000), "a checkpoint fits");
    // A WAL that was written to its end is written again from its start, where nothing is free now.
    let mut restart = |end| disk.limiter.write(wal.as_raw_fd(), 0, end).is_ok();
    assert!(!restart(1));
    disk.limiter.truncate(wal.as_raw_fd(), 0).expect("it is shortened");
    assert!(disk.extend(&wal, 250) && !disk.extend(&wal, 251));
}

#[test]
fn a_wal_index_has_a_limit_of_its_own() {
    let mut disk = Disk::new();
    let (database, index) = (disk.database(), disk.open("app.db-shm", 0));
    assert!(disk.extend(&database, 1500));
    let own = LIMIT / 64 + (1 << 20);
    assert!(disk.extend(&index, own) && !disk.extend(&index, own + 1));
    let another = disk.open("other.db-shm", 0);
    assert!(!disk.extend(&another, 1));
    let database = disk.open("named-shm", abi::OPEN_DATABASE);
    assert!(!disk.extend(&database, 1), "a database is no index, whatever its name");
}

#[test]
fn a_closed_file_counts_until_its_last_name_is_removed() {
    let mut disk = Disk::new();
    let copy = disk.open("copy.db", abi::OPEN_DATABASE);
    assert!(disk.extend(&copy, 1500));
    disk.close(copy);
    let other = disk.open("other.db", abi::OPEN_DATABASE);
    assert!(!disk.extend(&other, 1));
    fs::hard_link(disk.folder.path().join("copy.db"), disk.folder.path().join("link.db")).expect("it is created");
    disk.remove("copy.db");
    assert!(disk.extend(&other, 1), "nothing leads to the file any more that this guest has written");
}

#[test]
fn a_removed_file_counts_until_it_is_closed() {
    let mut disk = Disk::new();
    let temporary = disk.open("temporary", 0);
    disk.remove("temporary");
    assert!(disk.extend(&temporary, 1500));
    let database = disk.database();
    assert!(!disk.extend(&database, 1));
    disk.close(temporary);
    assert!(disk.extend(&database, 1));
}

#[test]
fn a_file_that_was_only_opened_counts_while_it_is_open() {
    let mut disk = Disk::new();
    fs::write(disk.folder.path().join("attached.db"), [0; 2000]).expect("the file is written");
    let (database, attached) = (disk.database(), disk.open("attached.db", abi::OPEN_DATABASE));
    assert!(!disk.extend(&database, 1));
    assert!(disk.limiter.write(attached.as_raw_fd(), 0, 2000).is_ok(), "it does not grow");
    disk.close(attached);
    assert!(disk.extend(&database, 1));
}

#[test]
fn two_descriptors_of_a_file_count_once() {
    let mut disk = Disk::new();
    let (first, second) = (disk.database(), disk.database());
    assert!(disk.extend(&first, 1000) && disk.extend(&second, 1500));
    disk.close(first);
    assert!(!disk.extend(&second, 1501));
}
