//! Transactions over several attached files: all of them are changed, or none, also when a crash comes between.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{TempDir, tempdir};

use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::{Rows, Side};

/// Two databases that are changed together.
struct Pair {
    folder: TempDir,
}

impl Pair {
    fn new() -> Self {
        Self { folder: tempdir().expect("a folder can be made") }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self, side: &mut dyn Side) {
        side.open(&self.file("main.db"));
        side.exec(&format!("ATTACH '{}' AS other", self.file("other.db").display()));
    }

    /// Makes both; each has a table of its own beside the content.
    fn fill(&self, side: &mut dyn Side) {
        content::fill(side);
        side.exec("CREATE TABLE other.copies AS SELECT id, name, photo FROM main.people");
    }

    fn read(&self, side: &mut dyn Side) -> (Vec<Rows>, Rows) {
        assert_eq!(side.value("PRAGMA other.integrity_check"), "ok");
        (content::read(side), side.rows("SELECT * FROM other.copies ORDER BY id"))
    }

    /// The names of super-journals that are there.
    fn super_journals(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("it is there");
        let names = entries.map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned());
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

fn commit_both(mode: &str, maker: &mut dyn Side, other: &mut dyn Side) {
    let pair = Pair::new();
    pair.open(maker);
    for schema in ["main", "other"] {
        assert_eq!(maker.value(&format!("PRAGMA {schema}.journal_mode = {mode}")), mode);
    }
    pair.fill(maker);
    maker.exec(CHANGE_BOTH);
    maker.exec("COMMIT");
    let wanted = pair.read(maker);
    maker.close();
    assert_eq!(pair.super_journals(), [""; 0]);

    pair.open(other);
    assert_eq!(pair.read(other), wanted);
    other.exec("BEGIN; DELETE FROM main.words; DELETE FROM other.copies; ROLLBACK");
    assert_eq!(pair.read(other), wanted);
    other.close();
}

#[test]
fn a_transaction_over_two_files() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "truncate", "persist", "memory", "wal"] {
        commit_both(mode, &mut ours, &mut native);
        commit_both(mode, &mut native, &mut ours);
    }
}

/// Kills our process just before or after it removes the super-journal, the moment that decides, and lets the other see.
fn killed_at_the_commit(decided: bool, other: &mut dyn Side) {
    let pair = Pair::new();
    let mut ours = Ours::start();
    pair.open(&mut ours);
    pair.fill(&mut ours);
    let before = pair.read(&mut ours);
    ours.exec(CHANGE_BOTH);
    let after = pair.read(&mut ours);
    ours.die_at_removal("-mj", decided);
    ours.exec_and_die("COMMIT");
    assert_eq!(pair.super_journals().len(), usize::from(!decided));
    for name in ["main.db-journal", "other.db-journal"] {
        assert!(pair.file(name).exists(), "{name}");
    }

    pair.open(other);
    let found = pair.read(other);
    assert!(found == if decided { after } else { before }, "decided: {decided}");
    other.close();
    assert_eq!(pair.super_journals(), [""; 0]);
}

#[test]
fn a_crash_at_the_commit_over_two_files_is_recovered() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for decided in [false, true] {
        killed_at_the_commit(decided, &mut ours);
        killed_at_the_commit(decided, &mut native);
    }
}

/// Ends a journal with the record that names its super-journal, as SQLite's file format says.
fn name_super_journal(journal: &Path, super_journal: &Path, page_size: u32) {
    let name = super_journal.to_str().expect("the paths of the tests are UTF-8").as_bytes();
    let number = |value: u32| value.to_be_bytes().to_vec();
    let sum: u32 = name.iter().map(|byte| u32::from(*byte)).sum();
    let lock_page = 0x4000_0000 / page_size + 1;
    let length = u32::try_from(name.len()).expect("a path is short");
    let magic = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let record = [number(lock_page), name.to_vec(), number(length), number(sum), magic].concat();
    let mut file = OpenOptions::new().append(true).open(journal).expect("it is there");
    file.write_all(&record).expect("it can be written");
}

/// Native SQLite cannot be stopped inside a commit, so the moment is put together from its journals.
fn native_stopped_at_the_commit(decided: bool) {
    let (made, found) = (Pair::new(), Pair::new());
    let mut native = Native::default();
    made.open(&mut native);
    made.fill(&mut native);
    let before = made.read(&mut native);
    native.exec(CHANGE_BOTH);
    let super_journal = found.file("main.db-mj0123AB9CD");
    let mut journals = Vec::new();
    for name in ["main.db", "other.db"] {
        let journal = format!("{name}-journal");
        fs::copy(made.file(name), found.file(name)).expect("it is there");
        fs::copy(made.file(&journal), found.file(&journal)).expect("it is there");
        name_super_journal(&found.file(&journal), &super_journal, 4096);
        journals.extend_from_slice(found.file(&journal).to_str().expect("it is UTF-8").as_bytes());
        journals.push(0);
    }
    native.exec("ROLLBACK");
    if !decided {
        fs::write(&super_journal, journals).expect("it can be written");
    }

    let mut ours = Ours::start();
    if decided {
        // The pages written so far stay: without a super-journal these journals are of a transaction that is over.
        ours.open(&found.file("other.db"));
        assert_eq!(ours.value("SELECT count(*) FROM copies WHERE name NOT LIKE 'both %'"), 0);
    } else {
        found.open(&mut ours);
        assert_eq!(found.read(&mut ours), before);
    }
    ours.close();
    assert_eq!(found.super_journals(), [""; 0]);
}

#[test]
fn native_s_crash_at_the_commit_over_two_files_is_recovered() {
    native_stopped_at_the_commit(false);
    native_stopped_at_the_commit(true);
}
