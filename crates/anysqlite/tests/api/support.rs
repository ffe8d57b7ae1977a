//! What several tests need.

use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};

use anysqlite::{Database, Options};

/// The beginning of a query without end.
pub const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

/// Asserts that native SQLite finds the file sound and its one committed row in it.
pub fn assert_sound(file: &Path) {
    let native = rusqlite::Connection::open(file).expect("the file is a database");
    let check: String = native.query_row("PRAGMA integrity_check", (), |row| row.get(0)).expect("the file can be read");
    assert_eq!(check, "ok");
    let rows: i64 = native.query_row("SELECT count(*) FROM t", (), |row| row.get(0)).expect("the table exists");
    assert_eq!(rows, 1, "the committed row is there, the others are not");
}

/// Opens a new database with one row.
pub fn with_table(options: &Options, file: &Path) -> Database {
    let db = options.open(file).expect("the file opens");
    db.execute_script("CREATE TABLE t (x); INSERT INTO t VALUES ('committed')").expect("the SQL runs");
    db
}

/// Runs a test `child_…`, which does nothing otherwise, in a process of its own.
pub fn run_child(test: &str, settings: &[(&str, &str)]) -> Output {
    let mut child = Command::new(env::current_exe().expect("this program has a path"));
    let child = child.args(["--exact", "--nocapture", test]).env("ANYSQLITE_CHILD", "1");
    child.envs(settings.iter().copied()).output().expect("the process starts")
}

/// Runs a test `child_…` as [`run_child`] does, and asserts that it succeeds.
pub fn in_child(test: &str, settings: &[(&str, &str)]) {
    let output = run_child(test, settings);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Returns whether this process runs a test `child_…`.
pub fn is_child() -> bool {
    env::var_os("ANYSQLITE_CHILD").is_some()
}

/// Makes a FIFO.
pub fn make_fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

/// Returns the sizes of a folder's files together.
pub fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("the folder exists").map(|entry| entry.expect("an entry"));
    entries.map(|entry| entry.metadata().expect("the file exists").len()).sum()
}

/// Appends the record that names a super-journal to a journal, as SQLite's file format describes it.
fn name_super_journal(journal: &Path, super_journal: &Path) {
    let name = super_journal.to_str().expect("the path is UTF-8").as_bytes();
    let lock_page = 0x4000_0000_u32 / 4096 + 1;
    let length = u32::try_from(name.len()).expect("the path is short");
    let sum: u32 = name.iter().map(|&byte| u32::from(byte)).sum();
    let magic = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let record = [&lock_page.to_be_bytes(), name, &length.to_be_bytes(), &sum.to_be_bytes(), magic.as_slice()].concat();
    let content = [fs::read(journal).expect("the file exists"), record].concat();
    fs::write(journal, content).expect("the file can be written");
}

/// Makes a database `file` whose last transaction, which has changed each `x` of the table `t` from 'before' to
/// 'changed', was interrupted, and whose journal names a super-journal. It is a copy of a database `made`.
pub fn interrupt_transaction(made: &Path, file: &Path, super_journal: &Path) {
    let db = Database::open(made).expect("the file opens");
    db.execute_script(
        "PRAGMA cache_size = 1; CREATE TABLE t (x);
         INSERT INTO t
           SELECT 'before' FROM json_each('[' || substr(replace(hex(zeroblob(3000)), '00', ',0'), 2) || ']');
         BEGIN; UPDATE t SET x = 'changed'",
    )
    .expect("the SQL runs");
    let journal = |file: &Path| file.with_extension("db-journal");
    fs::copy(made, file).expect("the file exists");
    fs::copy(journal(made), journal(file)).expect("the file exists");
    name_super_journal(&journal(file), super_journal);
}
