use std::path::Path;
use std::time::{Duration, Instant};

use anysqlite::{Database, Error, Options};

use crate::support::{ENDLESS, assert_sound, in_child, is_child, with_table};

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

/// Asserts that a call ends at the limit, and closes the database.
fn assert_cut<T: std::fmt::Debug>(db: &Database, call: impl FnOnce(&Database) -> anysqlite::Result<T>) {
    let start = Instant::now();
    let result = call(db);
    assert!(matches!(result, Err(Error::TimeLimit { limit: SHORT })), "{result:?}");
    assert!(start.elapsed() < SHORT * 50, "{:?}", start.elapsed());
    assert!(matches!(db.execute("SELECT 1", &[]), Err(Error::Closed)));
}

const SHORT: Duration = Duration::from_millis(300);

/// Opens a database with a limit, and one committed row.
fn limited(file: &Path) -> Database {
    drop(with_table(&Options::new(), file));
    let options = Options::new().time_limit(SHORT).busy_timeout(Duration::from_secs(600));
    options.open(file).expect("the file opens")
}

#[test]
fn waiting_for_a_lock_is_cut() {
    for mode in ["delete", "wal"] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("app.db");
        let db = limited(&file);
        let other = Database::open(&file).expect("the file opens");
        other.execute_script(&format!("PRAGMA journal_mode = {mode}; BEGIN EXCLUSIVE")).expect("the SQL runs");
        assert_cut(&db, |db| db.execute_script("BEGIN IMMEDIATE"));
        drop(other);
        assert_sound(&file);
    }
}

#[test]
fn compiling_a_statement_is_cut() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = limited(&folder.path().join("app.db"));
    // The planner compares the orders in which many tables can be joined, for each of many subqueries.
    let tables: Vec<_> = (0..60).map(|n| format!("t AS t{n}")).collect();
    let terms: Vec<_> = (1..60).map(|n| format!("t{n}.x = t{}.x", n - 1)).collect();
    let join = format!("SELECT count(*) FROM {} WHERE {}", tables.join(", "), terms.join(" AND "));
    let sql = vec![join; 400].join(" UNION ALL ");
    assert_cut(&db, |db| db.prepare(&sql).map(drop));
}

#[test]
fn statements_that_copy_a_database_are_cut() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let copy = at("copy.db").display().to_string();
    let endless = format!("{ENDLESS} INSERT INTO other.t SELECT randomblob(500) FROM n");
    let sizes = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000)";
    for (name, before, sql) in [
        ("attach.db", String::new(), format!("ATTACH '{copy}1' AS other; CREATE TABLE other.t (x); {endless}")),
        ("vacuum.db", sizes.to_owned(), "VACUUM".to_owned()),
        ("into.db", sizes.to_owned(), format!("VACUUM INTO '{copy}2'")),
    ] {
        let file = at(name);
        drop(with_table(&Options::new(), &file));
        if !before.is_empty() {
            let fill = format!("CREATE TABLE big (x); {before} INSERT INTO big SELECT randomblob(500) FROM n");
            Database::open(&file).and_then(|db| db.execute_script(&fill)).expect("the SQL runs");
        }
        let limit = Duration::from_millis(50);
        let db = Options::new().time_limit(limit).open(&file).expect("the file opens");
        let result = db.execute_script(&sql);
        assert!(matches!(result, Err(Error::TimeLimit { .. })), "{name}: {result:?}");
        assert_sound(&file);
    }
}

#[test]
fn closing_a_database_is_cut_and_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    let limit = Duration::from_millis(30);
    for drops in [false, true] {
        let setup = Database::open(&file).expect("the file opens");
        let fill = format!("{ENDLESS} INSERT INTO t SELECT randomblob(500) FROM n LIMIT 60000");
        setup
            .execute_script(&format!(
                "PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0; DROP TABLE IF EXISTS t;
                 CREATE TABLE t (x); {fill}"
            ))
            .expect("the SQL runs");
        let db = Options::new().time_limit(limit).open(&file).expect("the file opens");
        assert_eq!(db.query_one::<i64>("SELECT 1 FROM t LIMIT 1", &[]).expect("it is quick"), 1);
        drop(setup);
        let start = Instant::now();
        if drops {
            drop(db);
        } else {
            let closed = db.close();
            assert!(matches!(closed, Err(Error::TimeLimit { .. })), "{closed:?}");
        }
        assert!(start.elapsed() < limit * 300, "{:?}", start.elapsed());
        let native = rusqlite::Connection::open(&file).expect("the file is a database");
        let rows: i64 = native.query_row("SELECT count(*) FROM t", (), |row| row.get(0)).expect("the table exists");
        assert_eq!(rows, 60_000);
    }
}

#[test]
fn a_lease_of_another_process_is_waited_for_until_the_limit() {
    in_child("time_limit::child_with_a_lease", &[]);
}

#[cfg(target_os = "linux")]
#[test]
fn child_with_a_lease() {
    use std::os::fd::AsRawFd as _;

    if !is_child() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    // Compiles both engines.
    drop((with_table(&Options::new(), &file), limited(&folder.path().join("other.db"))));
    let holder = std::fs::File::options().read(true).write(true).open(&file).expect("the file opens");
    let lease = |kind: libc::c_int| {
        // SAFETY: the calls take numbers. The signal that asks for the lease is ignored in this process alone.
        unsafe {
            libc::signal(libc::SIGIO, libc::SIG_IGN);
            assert_eq!(libc::fcntl(holder.as_raw_fd(), libc::F_SETLEASE, kind), 0, "the file system has leases");
        }
    };
    lease(libc::F_WRLCK);
    let start = Instant::now();
    let opened = Options::new().time_limit(SHORT).open(&file).map(drop);
    assert!(matches!(opened, Err(Error::TimeLimit { limit: SHORT })), "{opened:?}");
    assert!(start.elapsed() < SHORT * 20, "{:?}", start.elapsed());
    std::thread::scope(|scope| {
        let opening =
            scope.spawn(|| Options::new().open(&file).and_then(|db| db.query_one::<String>("SELECT x FROM t", &[])));
        std::thread::sleep(SHORT);
        assert!(!opening.is_finished(), "the lease is waited for");
        lease(libc::F_UNLCK);
        assert_eq!(opening.join().expect("no panic").expect("the file opens"), "committed");
    });
}
