//! What a confined database may do to the files that it reaches.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use anysqlite::{Database, Error, Options};

fn in_wal_mode(file: &Path) -> Database {
    let db = Database::open(file).expect("the file opens");
    db.execute_script("PRAGMA journal_mode = wal; CREATE TABLE t (x); INSERT INTO t VALUES (7)").expect("the SQL runs");
    db
}

fn reader(file: &Path) -> Database {
    Options::new().confined(true).read_only(true).open(file).expect("the file opens")
}

#[test]
fn a_reader_changes_neither_the_database_nor_its_wal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    let writer = in_wal_mode(&file);
    let read = |suffix: &str| fs::read(folder.path().join(format!("app.db{suffix}"))).expect("the file exists");
    let before = (read(""), read("-wal"));
    let db = reader(&file);
    for sql in [
        "INSERT INTO t VALUES (8)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA wal_checkpoint(RESTART)",
        "PRAGMA journal_mode = delete",
        "PRAGMA user_version = 1",
        "PRAGMA locking_mode = exclusive; BEGIN IMMEDIATE",
        "VACUUM",
    ] {
        // Some of them do nothing, others fail.
        let _ = db.execute_script(sql);
        assert_eq!((read(""), read("-wal")), before, "{sql}");
    }
    drop(db);
    assert_eq!((read(""), read("-wal")), before);
    writer.execute("INSERT INTO t VALUES (8)", &[]).expect("the reader harmed nothing");
    assert_eq!(reader(&file).query::<i64>("SELECT x FROM t", &[]).expect("the SQL runs"), [7, 8]);
}

#[test]
fn files_that_a_reader_creates_have_the_permissions_of_the_database_and_no_content_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    drop(in_wal_mode(&file));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).expect("the file is this user's");
    let before = fs::metadata(&file).expect("the file exists");
    let db = reader(&file);
    assert_eq!(db.query::<i64>("SELECT x FROM t", &[]).expect("the SQL runs"), [7]);
    drop(db);
    for suffix in ["-wal", "-shm"] {
        let created = fs::metadata(folder.path().join(format!("app.db{suffix}"))).expect("the reader created it");
        assert_eq!((created.mode(), created.uid(), created.gid()), (before.mode(), before.uid(), before.gid()));
        assert!(suffix == "-shm" || created.len() == 0);
    }
    let after = fs::metadata(&file).expect("the file exists");
    assert_eq!((after.mode(), after.len(), after.ctime()), (before.mode(), before.len(), before.ctime()));
}

#[test]
fn a_link_beside_a_confined_database_is_not_followed() {
    for (read_only, suffix) in [(false, "-journal"), (false, "-wal"), (false, "-shm"), (true, "-wal"), (true, "-shm")] {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, secret) = (folder.path().join("app.db"), folder.path().join("secret"));
        let mode = if suffix == "-journal" { "delete" } else { "wal" };
        let db = in_wal_mode(&file);
        db.execute_script(&format!("PRAGMA journal_mode = {mode}")).expect("the SQL runs");
        drop(db);
        fs::write(&secret, "").expect("the file is written");
        symlink(&secret, folder.path().join(format!("app.db{suffix}"))).expect("the link is created");
        let db = Options::new().confined(true).read_only(read_only).open(&file);
        let error = db.and_then(|db| {
            db.query_one::<i64>("SELECT x FROM t", &[])?;
            db.execute_script("INSERT INTO t VALUES (8)")
        });
        assert!(matches!(error, Err(Error::Sqlite { .. })), "{suffix}: {error:?}");
        assert_eq!(fs::read(&secret).expect("the file exists"), b"", "{suffix}");
    }
}
