use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anysqlite::{Database, Error, Options};

use crate::support::interrupt_transaction;

/// Returns the primary result code of SQL that fails.
fn failure(db: &Database, sql: &str) -> i32 {
    match db.execute_script(sql) {
        Err(Error::Sqlite { code, .. }) => code,
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn a_confined_database_reaches_no_other_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, secret) = (folder.path().join("app.db"), folder.path().join("secret.db"));
    Database::open(&secret).and_then(|db| db.execute_script("CREATE TABLE t (x)")).expect("the SQL runs");
    fs::write(&file, "").expect("the file is written");
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&secret, folder.path().join("app.db-elsewhere")).expect("the file is created");
    std::os::unix::fs::symlink(&file, &link).expect("the file is created");

    let db = Options::new().confined(true).open(&link).expect("a link to the database is allowed");
    for mode in ["delete", "wal", "truncate", "persist"] {
        let sql = format!("PRAGMA journal_mode = {mode}; CREATE TABLE t (x); INSERT INTO t VALUES (1); DROP TABLE t");
        db.execute_script(&sql).expect("its journals are allowed");
    }
    let secret = secret.display();
    for path in
        [format!("{secret}"), format!("{}-elsewhere", file.display()), format!("{}/new.db", folder.path().display())]
    {
        assert_eq!(failure(&db, &format!("ATTACH '{path}' AS other; SELECT * FROM other.t")), 14, "{path}");
    }
    assert_eq!(failure(&db, &format!("VACUUM INTO '{}/copy.db'", folder.path().display())), 14);
    db.execute_script("VACUUM").expect("VACUUM needs no other file");
    drop(db);
    let mut names: Vec<_> =
        fs::read_dir(&folder).expect("the folder exists").map(|entry| entry.expect("an entry").file_name()).collect();
    names.retain(|name| name != "app.db-journal");
    names.sort();
    assert_eq!(names, ["app.db", "app.db-elsewhere", "link.db", "secret.db"]);
}

/// Returns the names of a folder's files, sorted, with their content.
fn listing(folder: &Path) -> Vec<(OsString, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the folder exists").map(|entry| entry.expect("an entry"));
    let mut files: Vec<_> =
        entries.map(|entry| (entry.file_name(), fs::read(entry.path()).expect("the file can be read"))).collect();
    files.sort();
    files
}

#[test]
fn a_file_beside_a_confined_database_cannot_be_opened_as_a_database() {
    for (read_only, exists) in [(false, false), (false, true), (true, false), (true, true)] {
        for suffix in ["journal", "wal", "shm", "lock", "mj00000001", "lock-successor"] {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("app.db");
            Database::open(&file).and_then(|db| db.execute_script("CREATE TABLE t (x)")).expect("the SQL runs");
            let name = format!("{}-{suffix}", file.display());
            let db = Options::new().confined(true).read_only(read_only).open(&file).expect("the file opens");
            assert_eq!(db.query_one::<i64>("SELECT count(*) FROM t", &[]).expect("the SQL runs"), 0);
            if exists && suffix != "lock" {
                fs::write(&name, "").expect("the file is written");
            }
            let before = listing(folder.path());
            for sql in [
                format!("ATTACH '{name}' AS other; SELECT * FROM other.sqlite_schema"),
                format!("ATTACH 'file:{name}?mode=rwc' AS other; CREATE TABLE other.t (x)"),
                format!("VACUUM INTO '{name}'"),
                format!("VACUUM INTO 'file:{name}?mode=rwc'"),
            ] {
                assert_eq!(failure(&db, &sql), 14, "{sql} (read_only: {read_only}, exists: {exists})");
            }
            assert_eq!(listing(folder.path()), before, "{name} (read_only: {read_only}, exists: {exists})");
            drop(db);
            let free = Database::open(&file).and_then(|db| db.execute_script("INSERT INTO t VALUES (1)"));
            free.expect("the next connection is not locked out");
        }
    }
}

#[test]
fn a_confined_read_only_database_in_wal_mode_can_be_read() {
    for open in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("app.db");
        let writer = Database::open(&file).expect("the file opens");
        let sql = "PRAGMA journal_mode = wal; CREATE TABLE t (x); INSERT INTO t VALUES (7)";
        writer.execute_script(sql).expect("the SQL runs");
        let writer = open.then_some(writer);
        let db = Options::new().confined(true).read_only(true).open(&file).expect("the file opens");
        assert_eq!(db.query_one::<i64>("SELECT x FROM t", &[]).expect("the SQL runs"), 7, "{open}");
        assert_eq!(failure(&db, "INSERT INTO t VALUES (8)"), 8);
        drop((db, writer));
        let rows = Database::open(&file).and_then(|db| db.query::<i64>("SELECT x FROM t", &[]));
        assert_eq!(rows.expect("the SQL runs"), [7]);
    }
}

#[test]
fn a_confined_database_in_memory_reaches_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Options::new().confined(true).open_in_memory().expect("the engine runs");
    assert_eq!(
        failure(
            &db,
            &format!("ATTACH '{}' AS other; CREATE TABLE other.t (x)", folder.path().join("new.db").display())
        ),
        14
    );
    assert_eq!(fs::read_dir(&folder).expect("the folder exists").count(), 0);
}

#[test]
fn an_interrupted_transaction_over_several_files_is_not_taken_for_committed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    interrupt_transaction(&at("made.db"), &at("app.db"), &at("app.db-mj0123AB9CD"));
    fs::write(at("app.db-mj0123AB9CD"), [at("app.db-journal").as_os_str().as_encoded_bytes(), b"\0"].concat())
        .expect("the file is written");

    let changed = "SELECT count(*) FROM t WHERE x = 'changed'";
    let before = listing(folder.path());
    let db = Options::new().confined(true).open(at("app.db"));
    let error = db.and_then(|db| db.query_one::<i64>(changed, &[]));
    assert!(matches!(error, Err(Error::Sqlite { extended: 3338, .. })), "{error:?}");
    assert_eq!(listing(folder.path()), before);
    let db = Database::open(at("app.db")).expect("the file opens");
    assert_eq!(db.query_one::<i64>(changed, &[]).expect("the transaction is rolled back"), 0);
    drop(db);
    let db = Options::new().confined(true).open(at("app.db")).expect("the file opens");
    assert_eq!(db.query_one::<i64>(changed, &[]).expect("the database is recovered"), 0);
    assert!(!at("app.db-mj0123AB9CD").exists());
}
