use anysqlite::{Engine, EngineError, Error, Options, Settings, params};

use crate::support::{ENDLESS, assert_sound, in_child, is_child, with_table};

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

/// SQL that returns one value of a megabyte in 100 columns, which the guest has in its memory once.
fn one_value_in_many_columns() -> String {
    let columns = vec!["x"; 100].join(", ");
    format!(
        "WITH v(x) AS MATERIALIZED (SELECT hex(randomblob(500000)) UNION ALL SELECT 'last') SELECT {columns} FROM v"
    )
}

#[test]
fn a_row_that_is_larger_outside_the_sandbox_than_in_it_exceeds_the_limit() {
    let limit = 32 << 20;
    let db = Options::new().memory_limit(limit).open_in_memory().expect("the engine runs");
    let mut statement = db.prepare(&one_value_in_many_columns()).expect("the SQL compiles");
    let result = statement.query(&[]).and_then(|mut rows| rows.next().expect("there is a row"));
    assert!(matches!(result, Err(Error::MemoryLimit { limit: reported }) if reported == limit), "not refused");
    drop(statement);
    assert_eq!(db.query_one::<i64>("SELECT 1", &[]).expect("the database is still open"), 1);
    let unlimited = anysqlite::Database::open_in_memory().expect("the engine runs");
    let rows =
        unlimited.prepare(&one_value_in_many_columns()).and_then(|mut statement| Ok(statement.query(&[])?.count()));
    assert_eq!(rows.expect("there is memory"), 2);
}

#[test]
fn rows_that_are_collected_count_together_and_rows_that_are_read_one_by_one_do_not() {
    let db = Options::new().memory_limit(8 << 20).open_in_memory().expect("the engine runs");
    let sql = format!("{ENDLESS} SELECT hex(zeroblob(500)) FROM n LIMIT 20000");
    let collected = db.query::<String>(&sql, &[]).map(|rows| rows.len());
    assert!(matches!(collected, Err(Error::MemoryLimit { .. })), "{collected:?}");
    let mut statement = db.prepare(&sql).expect("the SQL compiles");
    let rows: anysqlite::Result<Vec<_>> = statement.query(&[]).expect("it runs").map(|row| row.map(drop)).collect();
    assert_eq!(rows.expect("each batch fits").len(), 20_000);
}

#[test]
fn sql_that_exhausts_the_stack_closes_the_database_on_threads_of_any_size() {
    let folder = tempfile::tempdir().expect("a folder");
    for size in [64 << 10, 256 << 10, 2 << 20] {
        let file = folder.path().join(format!("{size}.db"));
        let thread = std::thread::Builder::new().stack_size(size).spawn(move || {
            let db = with_table(&Options::new(), &file);
            let many = |text: &str| format!("replace(hex(zeroblob(20000)), '00', '{text}')");
            let error = db.query_one::<i64>(&format!("SELECT {} LIKE {}", many("a"), many("%a")), &[]);
            assert!(matches!(&error, Err(Error::Trap { reason }) if reason.contains("stack")), "{error:?}");
            assert!(matches!(db.execute("SELECT 1", &[]), Err(Error::Closed)));
            assert_sound(&file);
        });
        thread.expect("a thread").join().expect("the thread did not panic");
    }
}

#[test]
fn a_process_without_address_space_gets_its_own_error() {
    in_child("memory_limit::child_without_address_space", &[]);
}

/// Sets a limit of this process, which was started for it.
fn limit_process(resource: libc::__rlimit_resource_t, limit: u64) {
    let limit = libc::rlimit { rlim_cur: limit, rlim_max: limit };
    // SAFETY: the call reads one structure.
    assert_eq!(unsafe { libc::setrlimit(resource, &raw const limit) }, 0);
}

#[test]
fn child_without_address_space() {
    if !is_child() {
        return;
    }
    let first = Options::new().open_in_memory().expect("the engine runs");
    limit_process(libc::RLIMIT_AS, 20 << 30);
    let more: Vec<_> = (0..8).map(|_| Options::new().open_in_memory()).collect();
    let error = more.iter().find_map(|opened| opened.as_ref().err()).expect("it does not suffice for all of them");
    assert!(matches!(error, Error::Engine(EngineError::NoAddressSpace)), "{error:?}");
    assert_eq!(first.query_one::<i64>("SELECT 1", &[]).expect("the others are unharmed"), 1);
    drop(more);
    Options::new().open_in_memory().expect("there is address space again");
}

#[test]
fn a_process_without_threads_gets_its_own_error() {
    in_child("memory_limit::child_without_threads", &[]);
}

#[test]
fn child_without_threads() {
    if !is_child() {
        return;
    }
    let settings = Settings { interruptible: true, portable: false };
    let module = Engine::compile(settings).and_then(|engine| engine.precompiled()).expect("the module compiles");
    // The limit does not apply to root.
    // SAFETY: the call takes a number. Every thread of this process, which was started for this, may lose its rights.
    unsafe { libc::setuid(65534) };
    limit_process(libc::RLIMIT_NPROC, 0);
    // SAFETY: this test made the module.
    let error = unsafe { Engine::load(&module, settings) }.err().expect("there is no thread for it");
    assert!(matches!(error, EngineError::NoThread(_)), "{error:?}");
}
