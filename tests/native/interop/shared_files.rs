//! With byte-range locks native SQLite and the package have a file open at the same time. Each respects the locks
//! of the other and sees its commits.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::recovery::LARGE_CHANGE;
use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::Side;

/// The script of one side, and what the other may and may not do then.
const RULES: [(&str, &[&str], &[&str]); 5] = [
    ("BEGIN", &["SELECT * FROM t", "INSERT INTO t VALUES (2)", "BEGIN EXCLUSIVE"], &[]),
    (
        "BEGIN; SELECT * FROM t",
        &["SELECT * FROM t", "BEGIN IMMEDIATE"],
        &["INSERT INTO t VALUES (2)", "BEGIN EXCLUSIVE"],
    ),
    ("BEGIN IMMEDIATE", &["SELECT * FROM t"], &["BEGIN IMMEDIATE", "INSERT INTO t VALUES (2)", "BEGIN EXCLUSIVE"]),
    ("BEGIN; INSERT INTO t VALUES (2)", &["SELECT * FROM t"], &["INSERT INTO t VALUES (3)", "BEGIN IMMEDIATE"]),
    ("BEGIN EXCLUSIVE", &["BEGIN"], &["SELECT * FROM t", "INSERT INTO t VALUES (2)", "BEGIN IMMEDIATE"]),
];

/// Creates a database and opens it on both sides with a busy timeout of 0.
fn open_on_both(mode: &str) -> (TempDir, PathBuf, Ours, Native) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");
    let mut native = Native::opened(&file);
    assert_eq!(native.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    native.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA busy_timeout = 0");
    let mut ours = Ours::start_with_locks("shim");
    ours.open_with_timeout(&file, 0);
    (folder, file, ours, native)
}

fn count(side: &mut dyn Side) -> Value {
    side.value("SELECT count(*) FROM t")
}

fn exists(file: &Path, suffix: &str) -> bool {
    Path::new(&format!("{}{suffix}", file.display())).exists()
}

/// Runs a script and rolls back. Returns the message of the error, which both sides word alike.
fn attempt(side: &mut dyn Side, sql: &str) -> Option<String> {
    let message = side.try_exec(sql).err().map(|failure| failure.message);
    let _ = side.try_exec("ROLLBACK");
    message
}

/// Asserts `RULES` while `holder` runs their scripts.
fn assert_rules(holder: &mut dyn Side, other: &mut dyn Side) {
    for (held, allowed, refused) in RULES {
        holder.exec(held);
        for sql in allowed {
            assert_eq!(attempt(other, sql), None, "{sql} during {held}");
        }
        for sql in refused {
            assert_eq!(attempt(other, sql).as_deref(), Some("database is locked"), "{sql} during {held}");
        }
        holder.exec("ROLLBACK");
        for sql in allowed.iter().chain(refused) {
            assert_eq!(attempt(other, sql), None, "{sql} after {held}");
        }
    }
}

#[test]
fn each_side_respects_the_locks_of_the_other() {
    for mode in ["delete", "truncate", "persist"] {
        let (_folder, file, mut ours, mut native) = open_on_both(mode);
        assert_rules(&mut ours, &mut native);
        assert_rules(&mut native, &mut ours);
        assert!(!exists(&file, "-lock"));
    }
}

fn assert_commits_visible(writer: &mut dyn Side, reader: &mut dyn Side, checkpoint: &str) {
    let before = count(reader).as_i64().expect("a count is a number");
    for round in 1..20 {
        writer.exec("INSERT INTO t VALUES (zeroblob(3000))");
        assert_eq!(count(reader), before + round);
        assert_eq!(count(writer), before + round);
    }
    writer.exec(checkpoint);
    assert_eq!(count(reader), before + 19);
    reader.check();
}

#[test]
fn each_side_sees_the_commits_of_the_other() {
    for mode in ["delete", "wal"] {
        let (_folder, file, mut ours, mut native) = open_on_both(mode);
        let wal = mode == "wal";
        for kind in ["passive", "full", "restart", "truncate"] {
            let checkpoint = if wal { format!("PRAGMA wal_checkpoint({kind})") } else { String::new() };
            assert_commits_visible(&mut ours, &mut native, &checkpoint);
            assert_commits_visible(&mut native, &mut ours, &checkpoint);
        }
        assert_eq!(exists(&file, "-shm"), wal);
        native.close();
        assert_eq!(exists(&file, "-shm"), wal, "{mode}: our connection is still open");
        ours.exec("INSERT INTO t VALUES (2)");
        ours.close();
        assert!(!exists(&file, "-shm") && !exists(&file, "-wal"), "{mode}");
        Native::opened(&file).check();
    }
}

fn assert_snapshot_kept(reader: &mut dyn Side, writer: &mut dyn Side) {
    let before = count(reader);
    reader.exec("BEGIN");
    assert_eq!(count(reader), before);
    writer.exec("INSERT INTO t VALUES (2); DELETE FROM t WHERE a = 1; INSERT INTO t VALUES (1), (1)");
    // The reader keeps the WAL from being restarted.
    let checkpoint = writer.rows("PRAGMA wal_checkpoint(passive)").remove(0);
    assert_eq!(checkpoint[0]["integer"], "0");
    assert_eq!(count(reader), before);
    assert_eq!(
        attempt(reader, "INSERT INTO t VALUES (3)").as_deref(),
        Some("database is locked"),
        "the snapshot of the reader is old"
    );
    assert_eq!(count(reader), count(writer));
}

#[test]
fn a_reader_keeps_its_snapshot_while_the_other_side_writes() {
    let (_folder, _file, mut ours, mut native) = open_on_both("wal");
    for _ in 0..3 {
        assert_snapshot_kept(&mut ours, &mut native);
        assert_snapshot_kept(&mut native, &mut ours);
    }
}

#[test]
fn a_second_writer_in_wal_mode_gets_sqlite_busy() {
    let (_folder, _file, mut ours, mut native) = open_on_both("wal");
    ours.exec("BEGIN IMMEDIATE; INSERT INTO t VALUES (2)");
    assert_eq!(count(&mut native), 1);
    assert_eq!(attempt(&mut native, "INSERT INTO t VALUES (3)").as_deref(), Some("database is locked"));
    ours.exec("COMMIT");
    native.exec("BEGIN IMMEDIATE; INSERT INTO t VALUES (3)");
    assert_eq!(count(&mut ours), 2);
    assert_eq!(attempt(&mut ours, "INSERT INTO t VALUES (4)").as_deref(), Some("database is locked"));
    native.exec("COMMIT");
    assert_eq!(count(&mut ours), 3);
}

#[test]
fn native_continues_after_our_process_is_killed() {
    for mode in ["delete", "wal"] {
        let (_folder, _file, mut ours, mut native) = open_on_both(mode);
        content::fill(&mut native);
        let expected = content::read(&mut native);
        content::assert_same(&content::read(&mut ours), &expected, mode);
        ours.exec(LARGE_CHANGE);
        ours.kill();
        content::assert_same(&content::read(&mut native), &expected, mode);
        content::change(&mut native);
        content::read(&mut native);
    }
}
