//! With byte-range locks native SQLite and the package have a file open at once: each keeps out of what the other has
//! locked, and sees what the other has committed.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::recovery::LARGE_CHANGE;
use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::Side;

/// What one holds, what the other may do meanwhile, and what it may not.
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

/// A database that both have open and wait for nobody.
fn opened_by_both(mode: &str) -> (TempDir, PathBuf, Ours, Native) {
    let folder = tempdir().expect("a folder can be made");
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

/// What a script is refused with, as both sides word it, and what is undone after it.
fn attempt(side: &mut dyn Side, sql: &str) -> Option<String> {
    let refused = side.try_exec(sql).err().map(|failure| failure.message);
    let _ = side.try_exec("ROLLBACK");
    refused
}

fn assert_keeps_out(holder: &mut dyn Side, other: &mut dyn Side) {
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
fn each_keeps_out_of_what_the_other_has_locked() {
    for mode in ["delete", "truncate", "persist"] {
        let (_folder, file, mut ours, mut native) = opened_by_both(mode);
        assert_keeps_out(&mut ours, &mut native);
        assert_keeps_out(&mut native, &mut ours);
        assert!(!exists(&file, "-lock"));
    }
}

fn assert_sees(writer: &mut dyn Side, reader: &mut dyn Side, checkpoint: &str) {
    let before = count(reader).as_i64().expect("it is a number");
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
fn each_sees_what_the_other_has_committed() {
    for mode in ["delete", "wal"] {
        let (_folder, file, mut ours, mut native) = opened_by_both(mode);
        let wal = mode == "wal";
        for kind in ["passive", "full", "restart", "truncate"] {
            let checkpoint = if wal { format!("PRAGMA wal_checkpoint({kind})") } else { String::new() };
            assert_sees(&mut ours, &mut native, &checkpoint);
            assert_sees(&mut native, &mut ours, &checkpoint);
        }
        assert_eq!(exists(&file, "-shm"), wal);
        native.close();
        assert_eq!(exists(&file, "-shm"), wal, "{mode}: ours is still there");
        ours.exec("INSERT INTO t VALUES (2)");
        ours.close();
        assert!(!exists(&file, "-shm") && !exists(&file, "-wal"), "{mode}");
        Native::opened(&file).check();
    }
}

fn assert_snapshot(reader: &mut dyn Side, writer: &mut dyn Side) {
    let before = count(reader);
    reader.exec("BEGIN");
    assert_eq!(count(reader), before);
    writer.exec("INSERT INTO t VALUES (2); DELETE FROM t WHERE a = 1; INSERT INTO t VALUES (1), (1)");
    // The log cannot begin anew under a reader.
    let checkpoint = writer.rows("PRAGMA wal_checkpoint(passive)").remove(0);
    assert_eq!(checkpoint[0]["integer"], "0");
    assert_eq!(count(reader), before);
    assert_eq!(
        attempt(reader, "INSERT INTO t VALUES (3)").as_deref(),
        Some("database is locked"),
        "its snapshot is old"
    );
    assert_eq!(count(reader), count(writer));
}

#[test]
fn a_reader_keeps_its_snapshot_while_the_other_writes() {
    let (_folder, _file, mut ours, mut native) = opened_by_both("wal");
    for _ in 0..3 {
        assert_snapshot(&mut ours, &mut native);
        assert_snapshot(&mut native, &mut ours);
    }
}

#[test]
fn of_two_writers_in_wal_mode_one_waits() {
    let (_folder, _file, mut ours, mut native) = opened_by_both("wal");
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
fn native_goes_on_after_our_process_was_killed() {
    for mode in ["delete", "wal"] {
        let (_folder, _file, mut ours, mut native) = opened_by_both(mode);
        content::fill(&mut native);
        let wanted = content::read(&mut native);
        content::assert_same(&content::read(&mut ours), &wanted, mode);
        ours.exec(LARGE_CHANGE);
        ours.kill();
        content::assert_same(&content::read(&mut native), &wanted, mode);
        content::change(&mut native);
        content::read(&mut native);
    }
}
