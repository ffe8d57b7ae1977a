//! Hot journals and WALs of unfinished transactions, written by one side and recovered by the other.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::{TempDir, tempdir};

use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::{Rows, Side};

/// The small cache makes SQLite write changed pages to the file before the transaction ends.
pub const LARGE_CHANGE: &str = "
    PRAGMA cache_size = 1;
    BEGIN;
    UPDATE people SET name = 'lost ' || id, photo = zeroblob(5000);
    DELETE FROM words WHERE times % 2;
    INSERT INTO people (name, photo) SELECT name || ' again', photo FROM people WHERE id % 3 = 0;
    CREATE TABLE lost (data);
    INSERT INTO lost VALUES (zeroblob(500000));
";

/// Copies a database and one of its side files in their current state.
fn copy_as_is(file: &Path, suffix: &str, folder: &TempDir) -> PathBuf {
    let copy = folder.path().join("copy.db");
    for suffix in ["", suffix] {
        let name = |file: &Path| format!("{}{suffix}", file.display());
        fs::copy(name(file), name(&copy)).unwrap_or_else(|error| panic!("{}: {error}", name(file)));
    }
    copy
}

fn assert_recovered(side: &mut dyn Side, copy: &Path, expected: &[Rows], label: &str) {
    side.open(copy);
    content::assert_same(&content::read(side), expected, label);
    content::change(side);
    content::read(side);
    side.close();
    for suffix in ["-journal", "-wal", "-shm", "-lock"] {
        assert!(!Path::new(&format!("{}{suffix}", copy.display())).exists(), "{label}: {suffix} is left");
    }
}

/// Has `other` roll back a hot journal of `maker`.
fn recover_journal(mode: &str, page_size: u32, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");

    maker.open(&file);
    maker.exec(&format!("PRAGMA page_size = {page_size}"));
    content::fill(maker);
    let expected = content::read(maker);
    assert_eq!(maker.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    let before = fs::read(&file).expect("the database exists");
    maker.exec(LARGE_CHANGE);
    let copy = copy_as_is(&file, "-journal", &folder);
    maker.exec("ROLLBACK");
    maker.close();

    assert_ne!(fs::read(&copy).expect("the copy exists"), before, "the transaction wrote no page to the file");
    assert_recovered(other, &copy, &expected, &format!("{mode}, {page_size}"));
}

#[test]
fn a_hot_journal_is_rolled_back_by_the_other_side() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "truncate", "persist"] {
        for page_size in [512, 4096, 65536] {
            recover_journal(mode, page_size, &mut ours, &mut native);
            recover_journal(mode, page_size, &mut native, &mut ours);
        }
    }
}

/// Has `other` recover a WAL of `maker` with an unfinished transaction.
fn recover_wal(page_size: u32, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");

    maker.open(&file);
    maker.exec(&format!("PRAGMA page_size = {page_size}; PRAGMA wal_autocheckpoint = 0"));
    assert_eq!(maker.value("PRAGMA journal_mode = wal"), "wal");
    content::fill(maker);
    for _ in 0..3 {
        content::change(maker);
    }
    let expected = content::read(maker);
    let committed = fs::metadata(folder.path().join("test.db-wal")).expect("the WAL exists").len();
    maker.exec(LARGE_CHANGE);
    let copy = copy_as_is(&file, "-wal", &folder);
    maker.exec("ROLLBACK");
    maker.close();

    let logged = fs::metadata(folder.path().join("copy.db-wal")).expect("the copy exists").len();
    assert!(logged > committed, "the transaction wrote no frame to the WAL");
    assert_recovered(other, &copy, &expected, &format!("wal, {page_size}"));
}

#[test]
fn a_wal_with_an_unfinished_transaction_is_recovered_by_the_other_side() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for page_size in [512, 4096, 65536] {
        recover_wal(page_size, &mut ours, &mut native);
        recover_wal(page_size, &mut native, &mut ours);
    }
}

/// Has `other` recover a WAL that `maker` has restarted after a checkpoint. Old frames follow the new ones, and only
/// their salt distinguishes them.
fn recover_restarted_wal(maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");

    maker.open(&file);
    assert_eq!(maker.value("PRAGMA journal_mode = wal"), "wal");
    content::fill(maker);
    maker.exec("PRAGMA wal_checkpoint(restart)");
    maker.exec("UPDATE people SET name = 'after the checkpoint' WHERE id = 1");
    let expected = content::read(maker);
    let copy = copy_as_is(&file, "-wal", &folder);
    maker.close();

    assert_recovered(other, &copy, &expected, "a restarted WAL");
}

#[test]
fn a_restarted_wal_is_recovered_by_the_other_side() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    recover_restarted_wal(&mut ours, &mut native);
    recover_restarted_wal(&mut native, &mut ours);
}

/// Kills our process in a transaction, and has `other` recover its database.
fn recover_killed(mode: &str, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");

    let mut ours = Ours::opened(&file);
    assert_eq!(ours.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    content::fill(&mut ours);
    let expected = content::read(&mut ours);
    ours.exec(LARGE_CHANGE);
    ours.kill();

    other.open(&file);
    content::assert_same(&content::read(other), &expected, mode);
    content::change(other);
    content::read(other);
    other.close();
}

#[test]
fn the_database_of_a_killed_process_is_recovered() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "truncate", "persist", "wal"] {
        recover_killed(mode, &mut ours);
        recover_killed(mode, &mut native);
    }
}
