//! Journals and write-ahead logs of transactions that never ended, made by one side and recovered by the other.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::{TempDir, tempdir};

use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::{Rows, Side};

/// With a cache this small, changed pages go to the file before the transaction ends.
pub const LARGE_CHANGE: &str = "
    PRAGMA cache_size = 1;
    BEGIN;
    UPDATE people SET name = 'lost ' || id, photo = zeroblob(5000);
    DELETE FROM words WHERE times % 2;
    INSERT INTO people (name, photo) SELECT name || ' again', photo FROM people WHERE id % 3 = 0;
    CREATE TABLE lost (data);
    INSERT INTO lost VALUES (zeroblob(500000));
";

/// Copies a database and one of its side files, as they are at this moment.
fn copy_as_is(file: &Path, suffix: &str, folder: &TempDir) -> PathBuf {
    let copy = folder.path().join("copy.db");
    for suffix in ["", suffix] {
        let name = |file: &Path| format!("{}{suffix}", file.display());
        fs::copy(name(file), name(&copy)).unwrap_or_else(|error| panic!("{}: {error}", name(file)));
    }
    copy
}

fn assert_recovered(side: &mut dyn Side, copy: &Path, wanted: &[Rows], what: &str) {
    side.open(copy);
    content::assert_same(&content::read(side), wanted, what);
    content::change(side);
    content::read(side);
    side.close();
    for suffix in ["-journal", "-wal", "-shm", "-lock"] {
        assert!(!Path::new(&format!("{}{suffix}", copy.display())).exists(), "{what}: {suffix} is left");
    }
}

fn hot_journal(mode: &str, page_size: u32, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be made");
    let file = folder.path().join("test.db");

    maker.open(&file);
    maker.exec(&format!("PRAGMA page_size = {page_size}"));
    content::fill(maker);
    let wanted = content::read(maker);
    assert_eq!(maker.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    let before = fs::read(&file).expect("it is there");
    maker.exec(LARGE_CHANGE);
    let copy = copy_as_is(&file, "-journal", &folder);
    maker.exec("ROLLBACK");
    maker.close();

    assert_ne!(fs::read(&copy).expect("it is there"), before, "nothing was spilled to the file");
    assert_recovered(other, &copy, &wanted, &format!("{mode}, {page_size}"));
}

#[test]
fn a_hot_journal_is_rolled_back_by_the_other() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "truncate", "persist"] {
        for page_size in [512, 4096, 65536] {
            hot_journal(mode, page_size, &mut ours, &mut native);
            hot_journal(mode, page_size, &mut native, &mut ours);
        }
    }
}

fn hot_wal(page_size: u32, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be made");
    let file = folder.path().join("test.db");

    maker.open(&file);
    maker.exec(&format!("PRAGMA page_size = {page_size}; PRAGMA wal_autocheckpoint = 0"));
    assert_eq!(maker.value("PRAGMA journal_mode = wal"), "wal");
    content::fill(maker);
    for _ in 0..3 {
        content::change(maker);
    }
    let wanted = content::read(maker);
    let committed = fs::metadata(folder.path().join("test.db-wal")).expect("it is there").len();
    maker.exec(LARGE_CHANGE);
    let copy = copy_as_is(&file, "-wal", &folder);
    maker.exec("ROLLBACK");
    maker.close();

    let logged = fs::metadata(folder.path().join("copy.db-wal")).expect("it is there").len();
    assert!(logged > committed, "nothing was spilled to the log");
    assert_recovered(other, &copy, &wanted, &format!("wal, {page_size}"));
}

#[test]
fn a_hot_wal_is_recovered_by_the_other() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for page_size in [512, 4096, 65536] {
        hot_wal(page_size, &mut ours, &mut native);
        hot_wal(page_size, &mut native, &mut ours);
    }
}

/// The log begins anew after a checkpoint: old frames lie behind the new ones, told apart by their salt alone.
fn restarted_wal(maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be made");
    let file = folder.path().join("test.db");

    maker.open(&file);
    assert_eq!(maker.value("PRAGMA journal_mode = wal"), "wal");
    content::fill(maker);
    maker.exec("PRAGMA wal_checkpoint(restart)");
    maker.exec("UPDATE people SET name = 'after the checkpoint' WHERE id = 1");
    let wanted = content::read(maker);
    let copy = copy_as_is(&file, "-wal", &folder);
    maker.close();

    assert_recovered(other, &copy, &wanted, "a log that began anew");
}

#[test]
fn a_wal_that_began_anew_is_recovered_by_the_other() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    restarted_wal(&mut ours, &mut native);
    restarted_wal(&mut native, &mut ours);
}

/// Kills our process in the middle of a transaction, and has its database recovered by one or the other.
fn killed(mode: &str, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be made");
    let file = folder.path().join("test.db");

    let mut ours = Ours::opened(&file);
    assert_eq!(ours.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    content::fill(&mut ours);
    let wanted = content::read(&mut ours);
    ours.exec(LARGE_CHANGE);
    ours.kill();

    other.open(&file);
    content::assert_same(&content::read(other), &wanted, mode);
    content::change(other);
    content::read(other);
    other.close();
}

#[test]
fn what_a_killed_process_left_is_recovered() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "truncate", "persist", "wal"] {
        killed(mode, &mut ours);
        killed(mode, &mut native);
    }
}
