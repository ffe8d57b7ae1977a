//! The WAL index of a database that is not confined is a file mapped into the guest's memory, as native SQLite maps it.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::time::Duration;

use anysqlite::{Database, Error, Options};

use crate::support::{ENDLESS, in_child, is_child, run_child};

const SETUP: &str = "PRAGMA journal_mode = wal; CREATE TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)";

/// Opens a database in WAL mode, and uses its index.
fn open(options: &Options, file: &Path) -> Database {
    let db = options.open(file).expect("the file opens");
    db.execute_script(SETUP).expect("the SQL runs");
    db
}

/// Returns how many regions of the index this process has mapped.
fn mapped(file: &Path) -> usize {
    let name = format!("{}-shm", file.display());
    let maps = fs::read_to_string("/proc/self/maps").expect("it can be read");
    maps.lines().filter(|line| line.ends_with(&name)).count()
}

/// Creates a folder, and names a database in it.
fn new_file() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    (folder, file)
}

#[test]
fn an_index_is_mapped_as_long_as_its_database_is_open() {
    let (_folder, file) = new_file();
    let db = open(&Options::new(), &file);
    let other = open(&Options::new(), &file);
    assert_eq!(mapped(&file), 2);
    drop(other);
    assert_eq!(mapped(&file), 1);
    db.close().expect("it closes");
    assert_eq!(mapped(&file), 0);
}

#[test]
fn the_index_of_a_confined_database_is_copied() {
    let (_folder, file) = new_file();
    let db = open(&Options::new().confined(true), &file);
    let reader = Options::new().confined(true).read_only(true).open(&file).expect("the file opens");
    assert_eq!(reader.query_one::<i64>("SELECT count(*) FROM t", &[]).expect("the SQL runs"), 1);
    assert_eq!(mapped(&file), 0);
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    native.execute_batch("INSERT INTO t VALUES (2)").expect("the SQL runs");
    for each in [&db, &reader] {
        assert_eq!(each.query_one::<i64>("SELECT count(*) FROM t", &[]).expect("the SQL runs"), 2);
    }
}

#[test]
fn a_guest_that_its_time_limit_ends_leaves_no_mapping_and_no_lock() {
    let (_folder, file) = new_file();
    drop(open(&Options::new(), &file));
    let limited = Options::new().time_limit(Duration::from_millis(300)).open(&file).expect("the file opens");
    let endless = format!("BEGIN IMMEDIATE; {ENDLESS} INSERT INTO t SELECT i FROM n");
    assert!(matches!(limited.execute_script(&endless), Err(Error::TimeLimit { .. })));
    assert_eq!(mapped(&file), 0);
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    native.busy_timeout(Duration::ZERO).expect("the timeout is set");
    native.execute_batch("INSERT INTO t VALUES (2)").expect("no lock is left");
    drop(limited);
}

#[test]
fn an_index_of_several_regions_is_shared_while_the_memory_grows() {
    let (_folder, file) = new_file();
    let db = open(&Options::new(), &file);
    db.execute_script("PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 10").expect("the SQL runs");
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    db.execute_script("PRAGMA temp_store = memory; CREATE TEMP TABLE m (x)").expect("the SQL runs");
    for rows in [3000, 6000, 9000] {
        for (table, bytes, count) in [("t", 3500, 3000), ("m", 1_000_000, 5)] {
            let fill = format!("{ENDLESS} INSERT INTO {table} SELECT zeroblob({bytes}) FROM n LIMIT {count}");
            db.execute_script(&fill).expect("the SQL runs");
        }
        let seen: i64 = native.query_row("SELECT count(*) FROM t", (), |row| row.get(0)).expect("the SQL runs");
        assert_eq!(seen, rows + 1);
    }
    let index = fs::metadata(format!("{}-shm", file.display())).expect("the index exists");
    assert_eq!(index.len(), 3 << 15, "the index has three regions");
    let check: String = native.query_row("PRAGMA integrity_check", (), |row| row.get(0)).expect("the SQL runs");
    assert_eq!(check, "ok");
}

#[test]
fn memory_that_is_too_small_for_the_index_is_an_error() {
    let (_folder, file) = new_file();
    let db = open(&Options::new().memory_limit(4 << 20), &file);
    db.execute_script("PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 10").expect("the SQL runs");
    // Each region of 32 KiB indexes 4096 frames.
    let error = (0..150).find_map(|_| {
        db.execute_script(&format!("{ENDLESS} INSERT INTO t SELECT zeroblob(3500) FROM n LIMIT 4096")).err()
    });
    assert!(matches!(error, Some(Error::MemoryLimit { .. })), "{error:?}");
    drop(db);
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    let check: String = native.query_row("PRAGMA integrity_check", (), |row| row.get(0)).expect("the SQL runs");
    assert_eq!(check, "ok");
}

/// Opens a database in WAL mode, cuts its index to no bytes, and reads.
fn read_with_cut_index(confined: bool) {
    let (_folder, file) = new_file();
    let db = open(&Options::new().confined(confined), &file);
    let index = File::options().write(true).open(format!("{}-shm", file.display())).expect("the index exists");
    index.set_len(0).expect("it is cut");
    let rows = db.query_one::<i64>("SELECT count(*) FROM t", &[]);
    assert!(matches!(rows, Ok(1) | Err(Error::Sqlite { .. })), "{rows:?}");
}

#[test]
fn an_index_that_is_cut_ends_the_process_as_with_native_sqlite() {
    for child in ["wal_index::child_with_cut_index", "wal_index::child_with_cut_index_and_native_sqlite"] {
        assert_eq!(run_child(child, &[]).status.signal(), Some(libc::SIGBUS), "{child}");
    }
}

#[test]
fn an_index_that_is_cut_does_not_end_the_process_of_a_confined_database() {
    in_child("wal_index::child_with_cut_index_and_confinement", &[]);
}

#[test]
fn child_with_cut_index() {
    if is_child() {
        read_with_cut_index(false);
    }
}

#[test]
fn child_with_cut_index_and_confinement() {
    if is_child() {
        read_with_cut_index(true);
    }
}

#[test]
fn child_with_cut_index_and_native_sqlite() {
    if !is_child() {
        return;
    }
    let (_folder, file) = new_file();
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    native.execute_batch(SETUP).expect("the SQL runs");
    let index = File::options().write(true).open(format!("{}-shm", file.display())).expect("the index exists");
    index.set_len(0).expect("it is cut");
    let rows: rusqlite::Result<i64> = native.query_row("SELECT count(*) FROM t", (), |row| row.get(0));
    panic!("the process goes on: {rows:?}");
}
