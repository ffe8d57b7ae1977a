//! FIFOs in the place of SQLite's files. An open or a read that waits for the other end could not be interrupted.

use std::time::{Duration, Instant};

use anysqlite::{Database, Error, Options, Result};

use crate::support::{interrupt_transaction, make_fifo};

/// How long an operation on a FIFO may take, on a busy machine, if it does not wait.
const AT_ONCE: Duration = Duration::from_secs(20);

/// Returns a result, which must come without waiting.
fn at_once<T>(operation: impl FnOnce() -> T) -> T {
    // Compiles the engine, which takes a while.
    Options::new().time_limit(AT_ONCE).open_in_memory().expect("the engine runs");
    let start = Instant::now();
    let result = operation();
    assert!(start.elapsed() < AT_ONCE, "{:?}", start.elapsed());
    result
}

fn extended_code<T: std::fmt::Debug>(result: Result<T>) -> i32 {
    match result {
        Err(Error::Sqlite { extended, .. }) => extended,
        other => panic!("{other:?}"),
    }
}

fn every_mode() -> impl Iterator<Item = Options> {
    [(false, false), (false, true), (true, false), (true, true)].into_iter().map(|(read_only, confined)| {
        Options::new().read_only(read_only).confined(confined).time_limit(Duration::from_secs(10))
    })
}

/// Makes a database in a journal mode, with a FIFO in the place of one of its files, for each way to open it. Asserts
/// that reading and writing return at once.
fn use_with_fifo(mode: &str, suffix: &str, check: impl Fn(Result<i64>)) {
    for options in every_mode() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("app.db");
        let sql = format!("PRAGMA journal_mode = {mode}; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        Database::open(&file).and_then(|db| db.execute_script(&sql)).expect("the SQL runs");
        let fifo = file.with_extension(format!("db{suffix}"));
        // The file may be missing.
        let _ = std::fs::remove_file(&fifo);
        make_fifo(&fifo);
        check(at_once(|| {
            let db = options.open(&file)?;
            // It may fail, but not wait.
            let _ = db.execute("INSERT INTO t VALUES (2)", &[]);
            db.query_one::<i64>("SELECT x FROM t", &[])
        }));
    }
}

const IOERR_READ: i32 = 10 | 1 << 8;
const IOERR_SHMOPEN: i32 = 10 | 18 << 8;

#[test]
fn a_fifo_in_the_place_of_a_database_is_an_error() {
    use_with_fifo("delete", "", |read| assert_eq!(extended_code(read), IOERR_READ));
}

#[test]
fn a_fifo_in_the_place_of_a_journal_is_not_waited_for() {
    use_with_fifo("delete", "-journal", |read| assert_eq!(extended_code(read), IOERR_READ));
    use_with_fifo("wal", "-journal", |read| assert_eq!(extended_code(read), IOERR_READ));
}

#[test]
fn a_fifo_in_the_place_of_a_wal_or_its_index_is_not_waited_for() {
    use_with_fifo("wal", "-wal", |read| assert_eq!(read.expect("a FIFO has no content"), 1));
    use_with_fifo("wal", "-shm", |read| assert_eq!(extended_code(read), IOERR_SHMOPEN));
}

#[test]
fn a_fifo_in_the_place_of_a_file_that_is_not_needed_is_ignored() {
    for (mode, suffix) in [("delete", "-wal"), ("delete", "-shm"), ("delete", "-lock"), ("wal", "-lock")] {
        use_with_fifo(mode, suffix, |read| assert_eq!(read.expect("the database is read"), 1));
    }
}

#[test]
fn a_fifo_named_by_sql_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let fifo = folder.path().join("fifo");
    make_fifo(&fifo);
    for sql in ["ATTACH '{}' AS other", "ATTACH '{}' AS other; CREATE TABLE other.t (x)", "VACUUM INTO '{}'"] {
        let sql = sql.replace("{}", fifo.to_str().expect("the path is UTF-8"));
        let db = Options::new().time_limit(Duration::from_secs(10)).open(folder.path().join("app.db"));
        let db = db.expect("the file opens");
        assert_eq!(extended_code(at_once(|| db.execute_script(&sql))), IOERR_READ, "{sql}");
    }
}

#[test]
fn a_fifo_in_the_place_of_a_super_journal_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    interrupt_transaction(&at("made.db"), &at("app.db"), &at("app.db-mj0123AB9CD"));
    make_fifo(&at("app.db-mj0123AB9CD"));
    let db = Options::new().time_limit(Duration::from_secs(10)).open(at("app.db")).expect("the file opens");
    let read = at_once(|| db.query_one::<i64>("SELECT count(*) FROM t WHERE x = 'changed'", &[]));
    assert_eq!(read.expect("the transaction is rolled back"), 0);
}
