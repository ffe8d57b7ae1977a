//! Transactions over several attached files change all files or none, even if the process crashes at the commit.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{TempDir, tempdir};

use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::{Rows, Side};

/// A folder with two databases that are changed together.
struct Pair {
    folder: TempDir,
}

impl Pair {
    fn new() -> Self {
        Self { folder: tempdir().expect("a folder can be created") }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self, side: &mut dyn Side) {
        side.open(&self.file("main.db"));
        side.exec(&format!("ATTACH '{}' AS other", self.file("other.db").display()));
    }

    /// Fills both databases: the main one with the content, the other with a copy of a table.
    fn fill(&self, side: &mut dyn Side) {
        content::fill(side);
        side.exec("CREATE TABLE other.copies AS SELECT id, name, photo FROM main.people");
    }

    fn read(&self, side: &mut dyn Side) -> (Vec<Rows>, Rows) {
        assert_eq!(side.value("PRAGMA other.integrity_check"), "ok");
        (content::read(side), side.rows("SELECT * FROM other.copies ORDER BY id"))
    }

    /// Returns the names of the existing super-journals.
    fn super_journals(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder exists");
        let names =
            entries.map(|entry| entry.expect("the folder can be listed").file_name().to_string_lossy().into_owned());
        names.filter(|name| name.contains("-mj")).collect()
    }
}

const CHANGE_BOTH: &str = "
    PRAGMA main.cache_size = 1;
    PRAGMA other.cache_size = 1;
    BEGIN;
    UPDATE main.people SET name = 'both ' || id;
    UPDATE other.copies SET name = 'both ' || id, photo = zeroblob(3000);
";

/// Has `maker` commit a transaction over two files, and `other` read and roll back.
fn commit_both(mode: &str, maker: &mut dyn Side, other: &mut dyn Side) {
    let pair = Pair::new();
    pair.open(maker);
    for schema in ["main", "other"] {
        assert_eq!(maker.value(&format!("PRAGMA {schema}.journal_mode = {mode}")), mode);
    }
    pair.fill(maker);
    maker.exec(CHANGE_BOTH);
    maker.exec("COMMIT");
    let expected = pair.read(maker);
    maker.close();
    assert_eq!(pair.super_journals(), [""; 0]);

    pair.open(other);
    assert_eq!(pair.read(other), expected);
    other.exec("BEGIN; DELETE FROM main.words; DELETE FROM other.copies; ROLLBACK");
    assert_eq!(pair.read(other), expected);
    other.close();
}

#[test]
fn a_transaction_over_two_files_is_read_by_the_other_side() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "truncate", "persist", "memory", "wal"] {
        commit_both(mode, &mut ours, &mut native);
        commit_both(mode, &mut native, &mut ours);
    }
}

/// Kills our process just before or, if `committed`, just after it removes the super-journal, which commits the
/// transaction. Then `other` recovers the databases.
fn recover_killed_at_the_commit(committed: bool, other: &mut dyn Side) {
    let pair = Pair::new();
    let mut ours = Ours::start();
    pair.open(&mut ours);
    pair.fill(&mut ours);
    let before = pair.read(&mut ours);
    ours.exec(CHANGE_BOTH);
    let after = pair.read(&mut ours);
    ours.die_at_unlink("-mj", committed);
    ours.exec_and_die("COMMIT");
    assert_eq!(pair.super_journals().len(), usize::from(!committed));
    for name in ["main.db-journal", "other.db-journal"] {
        assert!(pair.file(name).exists(), "{name}");
    }

    pair.open(other);
    let actual = pair.read(other);
    assert!(actual == if committed { after } else { before }, "committed: {committed}");
    other.close();
    assert_eq!(pair.super_journals(), [""; 0]);
}

#[test]
fn a_crash_at_the_commit_over_two_files_is_recovered() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for committed in [false, true] {
        recover_killed_at_the_commit(committed, &mut ours);
        recover_killed_at_the_commit(committed, &mut native);
    }
}

/// Appends the record that names the super-journal to a journal, as SQLite's file format defines it.
fn append_super_journal(journal: &Path, super_journal: &Path, page_size: u32) {
    let name = super_journal.to_str().expect("the paths of the tests are UTF-8").as_bytes();
    let number = |value: u32| value.to_be_bytes().to_vec();
    let sum: u32 = name.iter().map(|byte| u32::from(*byte)).sum();
    let lock_page = 0x4000_0000 / page_size + 1;
    let length = u32::try_from(name.len()).expect("a path is short");
    let magic = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let record = [number(lock_page), name.to_vec(), number(length), number(sum), magic].concat();
    let mut file = OpenOptions::new().append(true).open(journal).expect("the journal exists");
    file.write_all(&record).expect("the journal can be written");
}

/// Assembles the files of a native process that crashed at the commit, just before or, if `committed`, just after it
/// removed the super-journal. Native SQLite cannot be stopped inside a commit. Then our process recovers them.
fn recover_native_stopped_at_the_commit(committed: bool) {
    let (source, crashed) = (Pair::new(), Pair::new());
    let mut native = Native::default();
    source.open(&mut native);
    source.fill(&mut native);
    let before = source.read(&mut native);
    native.exec(CHANGE_BOTH);
    let super_journal = crashed.file("main.db-mj0123AB9CD");
    let mut journals = Vec::new();
    for name in ["main.db", "other.db"] {
        let journal = format!("{name}-journal");
        fs::copy(source.file(name), crashed.file(name)).expect("the database exists");
        fs::copy(source.file(&journal), crashed.file(&journal)).expect("the journal exists");
        append_super_journal(&crashed.file(&journal), &super_journal, 4096);
        journals
            .extend_from_slice(crashed.file(&journal).to_str().expect("the paths of the tests are UTF-8").as_bytes());
        journals.push(0);
    }
    native.exec("ROLLBACK");
    if !committed {
        fs::write(&super_journal, journals).expect("the super-journal can be written");
    }

    let mut ours = Ours::start();
    if committed {
        // The written pages stay: without their super-journal the journals belong to a committed transaction.
        ours.open(&crashed.file("other.db"));
        assert_eq!(ours.value("SELECT count(*) FROM copies WHERE name NOT LIKE 'both %'"), 0);
    } else {
        crashed.open(&mut ours);
        assert_eq!(crashed.read(&mut ours), before);
    }
    ours.close();
    assert_eq!(crashed.super_journals(), [""; 0]);
}

#[test]
fn a_native_crash_at_the_commit_over_two_files_is_recovered() {
    recover_native_stopped_at_the_commit(false);
    recover_native_stopped_at_the_commit(true);
}
