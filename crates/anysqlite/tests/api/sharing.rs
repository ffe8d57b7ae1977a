use std::thread;

use anysqlite::{Database, params};

const ROWS: i64 = 150;

/// Native SQLite and this library write to one file, first in turns and then at the same time. No row is lost.
///
/// Programs must not do so in one process: native SQLite loses its POSIX locks when this library closes the file. This
/// test closes none of its own connections while native SQLite uses the file.
fn write_together(mode: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("shared.db");
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    let setup = format!("PRAGMA journal_mode = {mode}; CREATE TABLE t (who TEXT, n INTEGER, PRIMARY KEY (who, n))");
    native.execute_batch(&setup).expect("the SQL runs");
    native.busy_timeout(std::time::Duration::from_secs(60)).expect("the timeout is set");

    let ours = Database::open(&file).expect("the file opens while native SQLite has it open");
    ours.execute_script("PRAGMA busy_timeout = 60000; PRAGMA synchronous = off").expect("the SQL runs");
    native.execute_batch("PRAGMA synchronous = off").expect("the SQL runs");
    native.execute("INSERT INTO t VALUES ('native', 0)", ()).expect("the SQL runs");
    assert_eq!(ours.query_one::<i64>("SELECT count(*) FROM t", &[]).expect("the row is visible"), 1);
    ours.execute("INSERT INTO t VALUES ('ours', 0)", &[]).expect("the SQL runs");
    let seen: i64 = native.query_row("SELECT count(*) FROM t", (), |row| row.get(0)).expect("the row is visible");
    assert_eq!(seen, 2);

    thread::scope(|scope| {
        scope.spawn(move || {
            for n in 1..ROWS {
                native.execute("INSERT INTO t VALUES ('native', ?)", (n,)).expect("the SQL runs");
            }
        });
        for n in 1..ROWS {
            ours.execute("INSERT INTO t VALUES ('ours', ?)", &params![n]).expect("the SQL runs");
        }
    });
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    let counts: (i64, i64) = native
        .query_row("SELECT sum(who = 'native'), sum(who = 'ours') FROM t", (), |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("the SQL runs");
    assert_eq!(counts, (ROWS, ROWS));
    assert_eq!(ours.query_one::<String>("PRAGMA integrity_check", &[]).expect("the SQL runs"), "ok");
}

#[test]
fn native_sqlite_and_this_library_write_at_the_same_time_with_a_rollback_journal() {
    write_together("delete");
}

#[test]
fn native_sqlite_and_this_library_write_at_the_same_time_in_wal_mode() {
    write_together("wal");
}

#[test]
fn native_sqlite_and_this_library_respect_each_others_locks() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("locked.db");
    let native = rusqlite::Connection::open(&file).expect("the file opens");
    native.execute_batch("CREATE TABLE t (x); BEGIN IMMEDIATE").expect("the SQL runs");
    let ours = anysqlite::Options::new().busy_timeout(std::time::Duration::ZERO).open(&file).expect("the file opens");
    let error = ours.execute("INSERT INTO t VALUES (1)", &[]).expect_err("the database is locked");
    assert!(matches!(error, anysqlite::Error::Sqlite { code: 5, .. }), "{error:?}");
    native.execute_batch("COMMIT").expect("the SQL runs");
    ours.execute_script("BEGIN IMMEDIATE").expect("the lock is released");
    let error = native.busy_timeout(std::time::Duration::ZERO).and_then(|()| native.execute_batch("BEGIN IMMEDIATE"));
    assert!(error.expect_err("the database is locked").to_string().contains("locked"));
}
