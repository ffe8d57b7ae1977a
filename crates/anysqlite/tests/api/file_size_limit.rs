use std::fs;
use std::path::Path;

use anysqlite::{Database, Error, Options, Result, params};

use crate::support::{ENDLESS, bytes_in};

const LIMIT: u64 = 4 << 20;

/// What the WAL index may take beside the limit.
const INDEX: u64 = LIMIT / 64 + (1 << 20);

const MODES: [&str; 4] = ["delete", "truncate", "persist", "wal"];

fn limited() -> Options {
    Options::new().file_size_limit(LIMIT)
}

fn assert_refused<T: std::fmt::Debug>(result: Result<T>) {
    assert!(matches!(result, Err(Error::FileSizeLimit { limit: LIMIT })), "{result:?}");
}

/// Inserts rows of 100 KB in a transaction each, until one is refused. Returns the number of rows.
fn fill(db: &Database) -> i64 {
    for rows in 0.. {
        match db.execute("INSERT INTO t VALUES (randomblob(100000))", &[]) {
            Ok(_) => {}
            result if rows > 3 => {
                assert_refused(result);
                return rows;
            }
            result => panic!("after {rows} rows: {result:?}"),
        }
    }
    unreachable!("the limit is not kept");
}

fn count(db: &Database) -> i64 {
    db.query_one("SELECT count(*) FROM t", &[]).expect("the database is open")
}

/// Asserts that native SQLite finds the file sound, with this number of rows.
fn assert_sound(file: &Path, rows: i64) {
    let native = rusqlite::Connection::open(file).expect("the file is a database");
    let check: String = native.query_row("PRAGMA integrity_check", (), |row| row.get(0)).expect("the file can be read");
    let found: i64 = native.query_row("SELECT count(*) FROM t", (), |row| row.get(0)).expect("the table exists");
    assert_eq!((check.as_str(), found), ("ok", rows));
}

#[test]
fn many_small_transactions_stop_at_the_limit_and_go_on_after_rows_were_deleted() {
    for (mode, confined) in MODES.into_iter().zip([true, false, false, true]) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("app.db");
        let db = limited().confined(confined).open(&file).expect("the file opens");
        let setup = format!("PRAGMA synchronous = off; PRAGMA journal_mode = {mode}; CREATE TABLE t (x)");
        db.execute_script(&setup).expect("the SQL runs");
        for _ in 0..2 {
            let rows = fill(&db);
            assert!(bytes_in(folder.path()) <= LIMIT + INDEX, "{mode}: {}", bytes_in(folder.path()));
            assert_eq!(count(&db), rows, "{mode}: what was refused is rolled back");
            db.execute("DELETE FROM t WHERE rowid % 10 > 0", &[]).expect("there is room to delete rows");
            db.execute_script("DELETE FROM t").expect("there is room to delete rows");
        }
        let rows = fill(&db);
        db.close().expect("the database closes");
        assert!(bytes_in(folder.path()) <= LIMIT + INDEX, "{mode}");
        assert_sound(&file, rows);
    }
}

#[test]
fn a_large_transaction_stops_at_the_limit_and_is_rolled_back() {
    for mode in MODES {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("app.db");
        let db = limited().open(&file).expect("the file opens");
        db.execute_script(&format!(
            "PRAGMA journal_mode = {mode}; PRAGMA cache_size = 10; CREATE TABLE t (x); INSERT INTO t VALUES (1); BEGIN"
        ))
        .expect("the SQL runs");
        let endless = format!("{ENDLESS} INSERT INTO t SELECT randomblob(500) FROM n");
        assert_refused(db.execute(&endless, &[]));
        assert!(!db.in_transaction().expect("the database is open"), "{mode}");
        assert!(bytes_in(folder.path()) <= LIMIT + INDEX, "{mode}: {}", bytes_in(folder.path()));
        assert_eq!(count(&db), 1, "{mode}");
        db.execute("INSERT INTO t VALUES (2)", &[]).expect("there is room again");
        drop(db);
        assert_sound(&file, 2);
    }
}

#[test]
fn rows_of_a_database_full_of_small_rows_can_be_deleted() {
    for mode in ["delete", "wal"] {
        let folder = tempfile::tempdir().expect("a folder");
        let db = limited().open(folder.path().join("app.db")).expect("the file opens");
        db.execute_script(&format!("PRAGMA synchronous = off; PRAGMA journal_mode = {mode}; CREATE TABLE t (x)"))
            .expect("the SQL runs");
        let insert = format!("{ENDLESS} INSERT INTO t SELECT randomblob(100) FROM n LIMIT 500");
        // In WAL mode a refusal empties the WAL, which makes room.
        for _ in 0..5 {
            while db.execute(&insert, &[]).is_ok() {}
        }
        db.execute_script("PRAGMA journal_mode = delete").expect("a WAL can always be given up");
        for _ in 0..3 {
            db.execute("DELETE FROM t WHERE rowid IN (SELECT rowid FROM t LIMIT 1000)", &[]).expect("there is room");
        }
        db.execute(&insert, &[]).expect("what was deleted has made room");
    }
}

#[test]
fn a_full_wal_can_be_checkpointed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    let db = limited().open(&file).expect("the file opens");
    let sql = "PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x)";
    db.execute_script(sql).expect("the SQL runs");
    let rows = fill(&db);
    let busy: (i64, i64, i64) = db.query_one("PRAGMA wal_checkpoint(TRUNCATE)", &[]).expect("there is room for it");
    assert_eq!(busy, (0, 0, 0));
    assert!(fill(&db) > 3, "the room of the WAL is free again");
    assert!(count(&db) > rows);
}

#[test]
fn attached_databases_and_copies_count_until_they_are_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let db = limited().open(at("app.db")).expect("the file opens");
    let row = "CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(1500000))";
    db.execute_script(row).expect("the SQL runs");
    db.execute_script(&format!("VACUUM INTO '{}'", at("copy.db"))).expect("there is room for one copy");
    assert_refused(db.execute_script(&format!("VACUUM INTO '{}'", at("second.db"))));
    let attach = format!("ATTACH '{}' AS other; {}", at("other.db"), row.replace(" t ", " other.t "));
    assert_refused(db.execute_script(&attach));
    db.execute_script("DETACH other").expect("the SQL runs");
    assert!(bytes_in(folder.path()) <= LIMIT, "{}", bytes_in(folder.path()));
    fs::remove_file(at("copy.db")).expect("the file exists");
    db.execute_script(&format!("VACUUM INTO '{}'", at("third.db"))).expect("there is room again");
}

#[test]
fn temporary_files_count() {
    let db = limited().open_in_memory().expect("the engine runs");
    db.execute_script("PRAGMA temp_store = FILE; CREATE TEMP TABLE t (x)").expect("the SQL runs");
    let endless = format!("{ENDLESS} INSERT INTO t SELECT randomblob(500) FROM n");
    assert_refused(db.execute(&endless, &[]));
    assert_eq!(count(&db), 0);
    let sort = format!("{ENDLESS} SELECT hex(randomblob(500)) AS x FROM n ORDER BY x");
    assert_refused(db.query::<String>(&sort, &[]));
    db.execute("INSERT INTO t VALUES (1)", &[]).expect("the temporary files are gone");
}

#[test]
fn a_database_larger_than_the_limit_can_be_read_but_not_changed() {
    for (mode, left_open) in [("delete", false), ("persist", true), ("wal", false), ("wal", true)] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("app.db");
        let writer = Database::open(&file).expect("the file opens");
        let sql = "CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(6000000))";
        writer.execute_script(&format!("PRAGMA journal_mode = {mode}; {sql}")).expect("the SQL runs");
        let writer = left_open.then_some(writer);
        let db = limited().open(&file).expect("the file opens");
        assert_eq!(count(&db), 1, "{mode}");
        assert_refused(db.execute("INSERT INTO t VALUES (?)", &params![vec![0; 100_000]]));
        assert_eq!(count(&db), 1, "{mode}");
        drop((db, writer));
        assert_sound(&file, 1);
    }
}

#[test]
fn what_another_connection_frees_is_free() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    let db = limited().open(&file).expect("the file opens");
    db.execute_script("CREATE TABLE t (x)").expect("the SQL runs");
    fill(&db);
    let other = Database::open(&file).expect("the file opens");
    other.execute_script("DELETE FROM t; VACUUM").expect("the SQL runs");
    assert!(fill(&db) > 3);
}
