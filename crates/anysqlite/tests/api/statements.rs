use anysqlite::{Changes, Database, Error, Options, Value, params};
use serde::Deserialize;
use serde_json::json;

fn memory() -> Database {
    Database::open_in_memory().expect("the engine runs")
}

fn sqlite_code(error: &Error) -> Option<i32> {
    if let Error::Sqlite { extended, .. } = error { Some(*extended) } else { None }
}

#[test]
fn every_type_comes_back_as_it_was_bound() {
    let values = params![
        None::<i64>,
        i64::MIN,
        i64::MAX,
        -0.5,
        f64::INFINITY,
        "naïve 🦀",
        "with\0nul",
        "",
        vec![0_u8, 255],
        Vec::<u8>::new()
    ];
    let sql = format!("SELECT {}", ["?"; 10].join(", "));
    let row = memory().query_one_row(&sql, &values).expect("the SQL runs");
    assert_eq!(row.values(), values);
}

#[test]
fn rows_become_structures_tuples_values_and_json() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Cat,
        Dog,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Pet {
        name: String,
        kind: Kind,
        weight: f64,
        tame: bool,
        photo: Vec<u8>,
        owner: Option<String>,
    }
    let db = memory();
    let pets = "SELECT 'Tom' AS name, 'cat' AS kind, 4 AS weight, 1 AS tame, x'0102' AS photo, NULL AS owner \
                UNION ALL SELECT 'Rex', 'dog', 20.5, 0, x'', 'Ada'";
    let found: Vec<Pet> = db.query(pets, &[]).expect("the rows fit");
    let tom = Pet { name: "Tom".into(), kind: Kind::Cat, weight: 4.0, tame: true, photo: vec![1, 2], owner: None };
    let owner = Some("Ada".to_owned());
    let rex = Pet { name: "Rex".into(), kind: Kind::Dog, weight: 20.5, tame: false, photo: Vec::new(), owner };
    assert_eq!(found, [tom, rex]);
    assert_eq!(db.query::<(i64, String)>("SELECT 1, 'one'", &[]).expect("the rows fit"), [(1, "one".to_owned())]);
    assert_eq!(db.query_one::<i64>("SELECT 7", &[]).expect("the row fits"), 7);
    assert_eq!(db.query_one::<Option<i64>>("SELECT NULL", &[]).expect("the row fits"), None);
    let object: serde_json::Value =
        db.query_one::<serde_json::Map<_, _>>("SELECT 1 AS a, 'x' AS b", &[]).expect("the row fits").into();
    assert_eq!(object, json!({ "a": 1, "b": "x" }));
    assert_eq!(serde_json::to_value(params![1, "x", None::<i64>]).expect("values serialize"), json!([1, "x", null]));
}

#[test]
fn a_row_that_does_not_fit_is_an_error() {
    let db = memory();
    let row = db.query_one_row("SELECT 'text' AS t, 300 AS n", &[]).expect("the SQL runs");
    assert_eq!(
        row.get::<i64>("t").unwrap_err().to_string(),
        r#"column "t" is a TEXT, not an integer that fits in i64"#
    );
    assert_eq!(row.get::<u8>(1).unwrap_err().to_string(), "column 1 is an INTEGER, not an integer that fits in u8");
    assert!(matches!(row.get::<i64>("x"), Err(Error::NoColumn(_))));
    assert!(matches!(row.get::<i64>(2), Err(Error::NoColumn(_))));
    assert!(matches!(row.into::<(String,)>(), Err(Error::Deserialize(_))));
    assert!(matches!(db.query_one::<i64>("SELECT 1 WHERE 0", &[]), Err(Error::NoRow)));
    assert!(matches!(db.query_one::<i64>("SELECT 1, 2", &[]), Err(Error::Deserialize(_))));
}

#[test]
fn execute_returns_what_changed() {
    let db = memory();
    db.execute_script("CREATE TABLE t (x); ; -- nothing\n INSERT INTO t VALUES (1), (2);").expect("the SQL runs");
    let changes = db.execute("INSERT INTO t VALUES (?)", &params![3]).expect("the SQL runs");
    assert_eq!(changes, Changes { rows: 1, last_insert_rowid: 3 });
    assert_eq!(db.execute("DELETE FROM t", &[]).expect("the SQL runs").rows, 3);
}

#[test]
fn rows_of_many_batches_and_large_rows_are_returned_in_order() {
    let db = memory();
    let numbers = "WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 5000)
                   SELECT value FROM n";
    let sql = format!("SELECT value, iif(value % 1000 = 0, zeroblob(200000), 'short') FROM ({numbers})");
    let mut statement = db.prepare(&sql).expect("the SQL compiles");
    let mut expected = 1;
    for row in statement.query(&[]).expect("the SQL runs") {
        let row = row.expect("a row");
        assert_eq!(row.get::<i64>(0).expect("a number"), expected);
        let large = matches!(&row.values()[1], Value::Blob(blob) if blob.len() == 200_000);
        assert_eq!(large, expected % 1000 == 0);
        expected += 1;
    }
    assert_eq!(expected, 5001);
}

#[test]
fn statements_interleave_and_can_be_reset_early() {
    let db = memory();
    db.execute_script("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2), (3)").expect("the SQL runs");
    let mut outer = db.prepare("SELECT x FROM t WHERE x > ?").expect("the SQL compiles");
    for row in outer.query(&params![1]).expect("the SQL runs") {
        let x: i64 = row.expect("a row").get(0).expect("a number");
        assert_eq!(db.query_one::<i64>("SELECT ? * 2", &params![x]).expect("the SQL runs"), x * 2);
    }
    drop(outer.query(&params![0]).expect("the SQL runs").next());
    assert_eq!(outer.query(&params![2]).expect("the SQL runs").count(), 1);
    assert_eq!((outer.parameters(), outer.columns().expect("the database is open")), (1, vec!["x".to_owned()]));
}

#[test]
fn an_error_of_sqlite_has_its_code_and_message() {
    let db = memory();
    let error = db.execute("SELEC 1", &[]).expect_err("a syntax error");
    assert_eq!(error.to_string(), "near \"SELEC\": syntax error (SQLite code 1)");
    db.execute_script("CREATE TABLE t (x UNIQUE); INSERT INTO t VALUES (1)").expect("the SQL runs");
    let error = db.execute("INSERT INTO t VALUES (1)", &[]).expect_err("the value exists already");
    assert_eq!(sqlite_code(&error), Some(2067));
    assert!(matches!(db.prepare(" -- nothing"), Err(Error::NoStatement)));
    assert!(matches!(db.prepare("SELECT 1; SELECT 2"), Err(Error::SeveralStatements)));
    assert!(matches!(db.query::<i64>("SELECT ?", &[]), Err(Error::Parameters { expected: 1, bound: 0 })));
    let error = db.execute_script("INSERT INTO t VALUES (2); INSERT INTO nowhere VALUES (1)").expect_err("no table");
    assert_eq!(sqlite_code(&error), Some(1));
    assert_eq!(db.query_one::<i64>("SELECT count(*) FROM t", &[]).expect("the SQL runs"), 2);
}

#[test]
fn files_are_opened_according_to_the_options() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    let error = Options::new().create(false).open(&file).err().expect("the file is missing");
    assert_eq!(sqlite_code(&error), Some(14));
    let db = Database::open(&file).expect("the file is created");
    db.execute_script("CREATE TABLE t (x)").expect("the SQL runs");
    assert!(!db.in_transaction().expect("the database is open"));
    db.execute_script("BEGIN").expect("the SQL runs");
    assert!(db.in_transaction().expect("the database is open"));
    db.close().expect("the database closes");
    let db = Options::new().read_only(true).open(&file).expect("the file exists");
    assert_eq!(
        sqlite_code(&db.execute("INSERT INTO t VALUES (1)", &[]).expect_err("the database is read-only")),
        Some(8)
    );
}

#[test]
fn a_database_may_move_to_another_thread() {
    let db = memory();
    db.execute_script("CREATE TABLE t (x)").expect("the SQL runs");
    let db = std::thread::spawn(move || {
        db.execute("INSERT INTO t VALUES (1)", &[]).expect("the SQL runs");
        db
    });
    let db = db.join().expect("the thread ends well");
    assert_eq!(db.query_one::<i64>("SELECT x FROM t", &[]).expect("the SQL runs"), 1);
}

#[test]
fn a_commit_that_fails_at_an_early_reset_is_reported() {
    let db = Database::open_in_memory().expect("the engine runs");
    db.execute_script(
        "PRAGMA foreign_keys = on; CREATE TABLE parents (id INTEGER PRIMARY KEY);
         CREATE TABLE children (parent REFERENCES parents DEFERRABLE INITIALLY DEFERRED)",
    )
    .expect("the SQL runs");
    let insert = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000)
                  INSERT INTO children SELECT 7 FROM n RETURNING hex(randomblob(50))";
    let assert_refused = |result: anysqlite::Result<()>| {
        assert!(matches!(result, Err(Error::Sqlite { extended: 787, .. })), "{result:?}");
        assert_eq!(db.query_one::<i64>("SELECT count(*) FROM children", &[]).expect("the SQL runs"), 0);
    };
    assert_refused(db.query_one_row(insert, &[]).map(drop));
    let mut statement = db.prepare(insert).expect("the SQL compiles");
    let mut rows = statement.query(&[]).expect("the SQL runs");
    rows.next().expect("there is a row").expect("a row");
    assert_refused(rows.finish());

    db.execute("INSERT INTO parents VALUES (7)", &[]).expect("the SQL runs");
    let mut rows = statement.query(&[]).expect("the SQL runs");
    rows.next().expect("there is a row").expect("a row");
    rows.finish().expect("the changes are committed");
    assert_eq!(db.query_one::<i64>("SELECT count(*) FROM children", &[]).expect("the SQL runs"), 50_000);
}

#[test]
fn a_statement_without_rows_can_be_queried() {
    let db = Database::open_in_memory().expect("the engine runs");
    for sql in ["CREATE TABLE t (x)", "INSERT INTO t VALUES (1)", "SELECT x FROM t WHERE x > 1"] {
        assert_eq!(db.query::<i64>(sql, &[]).expect(sql), [0_i64; 0], "{sql}");
        assert!(
            matches!(db.query_one_row(sql.replace("TABLE t", "TABLE u").as_str(), &[]), Err(Error::NoRow)),
            "{sql}"
        );
    }
    assert_eq!(db.query_one::<i64>("SELECT count(*) FROM t", &[]).expect("the SQL runs"), 2);
}
