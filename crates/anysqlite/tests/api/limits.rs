use std::path::Path;
use std::time::{Duration, Instant};

use anysqlite::{Database, Error, Options, params};

const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

/// Asserts that native SQLite finds the file sound and its one committed row in it.
fn assert_sound(file: &Path) {
    let native = rusqlite::Connection::open(file).expect("the file is a database");
    let check: String = native.query_row("PRAGMA integrity_check", (), |row| row.get(0)).expect("the file can be read");
    assert_eq!(check, "ok");
    let rows: i64 = native.query_row("SELECT count(*) FROM t", (), |row| row.get(0)).expect("the table exists");
    assert_eq!(rows, 1, "the committed row is there, the others are not");
}

fn with_table(options: &Options, file: &Path) -> Database {
    let db = options.open(file).expect("the file opens");
    db.execute_script("CREATE TABLE t (x); INSERT INTO t VALUES ('committed')").expect("the SQL runs");
    db
}

#[test]
fn a_time_limit_interrupts_a_query_and_the_file_is_sound() {
    for mode in ["delete", "wal"] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("app.db");
        let limit = Duration::from_millis(500);
        let unlimited = with_table(&Options::new(), &file);
        unlimited.execute_script(&format!("PRAGMA journal_mode = {mode}")).expect("the SQL runs");
        drop(unlimited);
        let options = Options::new().time_limit(limit);
        let db = options.open(&file).expect("the file opens");
        db.execute_script("PRAGMA cache_size = 10; BEGIN").expect("the SQL runs");
        let start = Instant::now();
        let error = db
            .execute_script(&format!("{ENDLESS} INSERT INTO t SELECT hex(randomblob(500)) FROM n"))
            .expect_err("the query is endless");
        assert!(matches!(error, Error::TimeLimit { limit: reported } if reported == limit), "{error:?}");
        assert!(start.elapsed() >= limit && start.elapsed() < limit * 20, "{:?}", start.elapsed());
        assert!(matches!(db.execute("SELECT 1", &[]), Err(Error::Closed)));
        // The locks are released although the `Database` still exists.
        assert_sound(&file);
        let db = options.open(&file).expect("the file opens again");
        assert_eq!(db.query_one::<String>("SELECT x FROM t", &[]).expect("the SQL runs"), "committed");
    }
}

#[test]
fn each_execution_has_the_whole_time_limit() {
    let db = Options::new().time_limit(Duration::from_millis(400)).open_in_memory().expect("the engine runs");
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(900) {
        let sum = format!("{ENDLESS} SELECT sum(i) FROM (SELECT i FROM n LIMIT 1000)");
        assert_eq!(db.query_one::<i64>(&sum, &[]).expect("the query is quick"), 500_500);
    }
}

#[test]
fn all_steps_of_an_execution_share_one_time_limit() {
    let limit = Duration::from_millis(200);
    let open = || Options::new().time_limit(limit).open_in_memory().expect("the engine runs");
    let assert_interrupted = |db: &Database, result: anysqlite::Result<()>, start: Instant| {
        assert!(matches!(result, Err(Error::TimeLimit { limit: reported }) if reported == limit), "{result:?}");
        assert!(start.elapsed() >= limit && start.elapsed() < limit * 100, "{:?}", start.elapsed());
        assert!(matches!(db.execute("SELECT 1", &[]), Err(Error::Closed)));
    };
    let (db, start) = (open(), Instant::now());
    assert_interrupted(&db, db.query::<i64>(&format!("{ENDLESS} SELECT i FROM n"), &[]).map(drop), start);

    let (db, start) = (open(), Instant::now());
    assert_interrupted(
        &db,
        db.execute_script(&format!("{ENDLESS} SELECT sum(i) FROM (SELECT i FROM n LIMIT 9999);").repeat(2000)),
        start,
    );
}

#[test]
fn time_between_rows_does_not_count() {
    let limit = Duration::from_millis(300);
    let db = Options::new().time_limit(limit).open_in_memory().expect("the engine runs");
    let mut statement = db.prepare(&format!("{ENDLESS} SELECT i FROM n LIMIT 1000")).expect("the SQL compiles");
    let mut rows = statement.query(&[]).expect("the SQL runs");
    rows.next().expect("there is a row").expect("the query is quick");
    std::thread::sleep(limit * 2);
    let rest: Vec<_> = rows.collect::<anysqlite::Result<_>>().expect("the time is not used up");
    assert_eq!(rest.len(), 999);
}

#[test]
fn exceeding_the_memory_limit_is_an_error_and_the_database_stays_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    let limit = 16 << 20;
    let db = with_table(&Options::new().memory_limit(limit), &file);
    let error = db.query_one::<i64>("SELECT length(zeroblob(?))", &params![100 << 20]).map(drop);
    assert!(error.is_ok(), "a blob of zeros needs no memory: {error:?}");
    let error = db
        .query_one::<i64>("SELECT length(hex(randomblob(?)))", &params![40 << 20])
        .expect_err("the value is too large");
    assert!(matches!(error, Error::MemoryLimit { limit: reported } if reported == limit), "{error:?}");
    let text = "x".repeat(20 << 20);
    let error = db.query_one::<i64>("SELECT length(?)", &params![text]).expect_err("the value is too large");
    assert!(matches!(error, Error::MemoryLimit { .. }), "{error:?}");
    assert_eq!(db.query_one::<String>("SELECT x FROM t", &[]).expect("the database is still open"), "committed");
    drop(db);
    assert_sound(&file);
}

#[test]
fn a_memory_limit_too_low_to_start_is_reported() {
    let result = Options::new().memory_limit(1 << 16).open_in_memory();
    assert!(matches!(result, Err(Error::MemoryLimit { .. })), "{:?}", result.err());
}
