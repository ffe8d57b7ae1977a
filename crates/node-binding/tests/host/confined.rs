use std::fs;

use anysqlite::{Database, Error, Options};

fn refusal(db: &Database, sql: &str) -> i32 {
    match db.execute_script(sql) {
        Err(Error::Sqlite { code, .. }) => code,
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn a_confined_database_reaches_no_other_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, secret) = (folder.path().join("app.db"), folder.path().join("secret.db"));
    Database::open(&secret).and_then(|db| db.execute_script("CREATE TABLE t (x)")).expect("it runs");
    fs::write(&file, "").expect("it is written");
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&secret, folder.path().join("app.db-elsewhere")).expect("it is made");
    std::os::unix::fs::symlink(&file, &link).expect("it is made");

    let db = Options::new().confined(true).open(&link).expect("its own file is allowed, through a link too");
    for mode in ["delete", "wal", "truncate", "persist"] {
        let sql = format!("PRAGMA journal_mode = {mode}; CREATE TABLE t (x); INSERT INTO t VALUES (1); DROP TABLE t");
        db.execute_script(&sql).expect("its journals are allowed");
    }
    let secret = secret.display();
    for path in
        [format!("{secret}"), format!("{}-elsewhere", file.display()), format!("{}/new.db", folder.path().display())]
    {
        assert_eq!(refusal(&db, &format!("ATTACH '{path}' AS other; SELECT * FROM other.t")), 14, "{path}");
    }
    assert_eq!(refusal(&db, &format!("VACUUM INTO '{}/copy.db'", folder.path().display())), 14);
    db.execute_script("VACUUM").expect("it needs no file of its own");
    drop(db);
    let mut names: Vec<_> =
        fs::read_dir(&folder).expect("it is there").map(|entry| entry.expect("an entry").file_name()).collect();
    names.retain(|name| name != "app.db-journal");
    names.sort();
    assert_eq!(names, ["app.db", "app.db-elsewhere", "link.db", "secret.db"]);
}

#[test]
fn a_confined_database_in_memory_has_no_file_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Options::new().confined(true).open_in_memory().expect("the engine runs");
    assert_eq!(
        refusal(
            &db,
            &format!("ATTACH '{}' AS other; CREATE TABLE other.t (x)", folder.path().join("new.db").display())
        ),
        14
    );
    assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 0);
}
