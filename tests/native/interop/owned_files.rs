//! Without byte-range locks our process owns a database whole. A lock file excludes our other processes, and the
//! kernel's list of locks shows the locks of native SQLite.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::{TempDir, tempdir};

use super::recovery::LARGE_CHANGE;
use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::{Failure, Side};

/// Starts a process without byte-range locks.
fn owner() -> Ours {
    Ours::start_with_locks("exclusive")
}

fn owner_of(file: &Path) -> Ours {
    let mut ours = owner();
    ours.open(file);
    ours
}

fn lock_file(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}-lock", file.display()))
}

/// Creates a folder with a database of native SQLite.
fn create_native(mode: &str) -> (TempDir, PathBuf) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");
    let mut native = Native::opened(&file);
    assert_eq!(native.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    native.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    native.close();
    (folder, file)
}

fn assert_busy<T: std::fmt::Debug>(result: Result<T, Failure>) {
    let failure = result.expect_err("another process has locked the database");
    assert_eq!((failure.code.as_str(), failure.message.as_str()), ("SQLITE_BUSY", "database is locked"));
}

/// Asserts that our process gets SQLITE_BUSY for reads and writes, after its timeout.
fn assert_excluded(file: &Path) {
    let mut ours = owner();
    ours.open_with_timeout(file, 200);
    for sql in ["SELECT * FROM t", "INSERT INTO t VALUES (2)", "BEGIN EXCLUSIVE"] {
        let start = Instant::now();
        assert_busy(ours.try_exec(sql));
        let waited = start.elapsed();
        assert!(waited >= Duration::from_millis(190), "{sql} waited {waited:?}");
        assert!(waited < Duration::from_secs(3), "{sql} waited {waited:?}");
    }
    ours.close();
}

/// Asserts that our process can write at once.
fn assert_admitted(file: &Path) {
    let mut ours = owner();
    ours.open_with_timeout(file, 0);
    ours.exec("INSERT INTO t VALUES (2)");
    ours.check();
    ours.close();
}

#[test]
fn the_lock_file_exists_while_a_database_is_open() {
    for mode in ["delete", "wal"] {
        let (_folder, file) = create_native(mode);
        let mut ours = owner_of(&file);
        ours.exec("INSERT INTO t VALUES (2)");
        assert!(lock_file(&file).exists(), "{mode}");
        ours.close();
        assert!(!lock_file(&file).exists(), "{mode}");
        assert_eq!(Native::opened(&file).value("SELECT count(*) FROM t"), 2);
    }
}

#[test]
fn the_lock_file_is_removed_when_the_process_exits() {
    let (_folder, file) = create_native("delete");
    let mut ours = owner_of(&file);
    ours.exec("INSERT INTO t VALUES (2)");
    ours.end();
    assert!(!lock_file(&file).exists());
}

#[test]
fn native_locks_exclude_us() {
    for sql in ["BEGIN; SELECT * FROM t", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "BEGIN; INSERT INTO t VALUES (9)"] {
        let (_folder, file) = create_native("delete");
        let mut native = Native::opened(&file);
        native.exec(sql);
        assert_excluded(&file);
        assert!(!lock_file(&file).exists());
        native.exec("COMMIT");
        assert_admitted(&file);
    }
}

#[test]
fn a_native_connection_in_wal_mode_excludes_us_until_it_closes() {
    let (_folder, file) = create_native("wal");
    let mut native = Native::opened(&file);
    native.exec("INSERT INTO t VALUES (9)");
    assert_excluded(&file);
    native.close();
    assert_admitted(&file);
}

#[test]
fn we_wait_for_a_short_native_transaction() {
    let (_folder, file) = create_native("delete");
    let mut native = Native::opened(&file);
    native.exec("BEGIN EXCLUSIVE; INSERT INTO t VALUES (2)");
    let waiting = thread::spawn({
        let file = file.clone();
        move || {
            let mut ours = owner_of(&file);
            ours.exec("INSERT INTO t VALUES (3)");
            ours.value("SELECT count(*) FROM t")
        }
    });
    thread::sleep(Duration::from_millis(500));
    native.exec("COMMIT");
    assert_eq!(waiting.join().expect("the thread does not panic"), 3);
}

#[test]
fn our_second_process_is_excluded_until_the_first_closes() {
    for mode in ["delete", "wal"] {
        let (_folder, file) = create_native(mode);
        let mut first = owner_of(&file);
        first.exec("INSERT INTO t VALUES (2)");
        let owner = fs::read(lock_file(&file)).expect("the lock file exists");
        assert_excluded(&file);
        assert_eq!(fs::read(lock_file(&file)).expect("the lock file exists"), owner);
        first.exec("INSERT INTO t VALUES (3)");
        first.close();
        assert_admitted(&file);
        assert_eq!(Native::opened(&file).value("SELECT count(*) FROM t"), 4, "{mode}");
    }
}

#[test]
fn the_stale_lock_file_of_a_killed_process_is_taken_over() {
    for mode in ["delete", "truncate", "persist", "wal"] {
        let folder = tempdir().expect("a folder can be created");
        let file = folder.path().join("test.db");
        let mut first = owner_of(&file);
        assert_eq!(first.value(&format!("PRAGMA journal_mode = {mode}")), mode);
        content::fill(&mut first);
        let expected = content::read(&mut first);
        let mut second = owner();
        second.open_with_timeout(&file, 100);
        first.exec(LARGE_CHANGE);
        assert_busy(second.try_rows("SELECT * FROM people"));
        first.kill();

        content::assert_same(&content::read(&mut second), &expected, mode);
        content::change(&mut second);
        let changed = content::read(&mut second);
        second.close();
        assert!(!lock_file(&file).exists(), "{mode}");
        let mut native = Native::opened(&file);
        content::assert_same(&content::read(&mut native), &changed, mode);
    }
}
