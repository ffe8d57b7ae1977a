use std::time::Duration;

use anysqlite::{Engine, Error, Options, Settings};

#[test]
fn a_database_runs_on_a_loaded_engine_but_not_with_a_limit_that_the_engine_cannot_keep() {
    let portable = Settings { interruptible: false, portable: true };
    let precompiled = Engine::compile(portable).and_then(|engine| engine.precompiled()).expect("the module compiles");
    // SAFETY: this test made the module.
    let engine = unsafe { Engine::load(&precompiled, portable) }.expect("the module is whole");
    let db = Options::new().engine(&engine).open_in_memory().expect("the file opens");
    assert_eq!(db.query_one::<String>("SELECT 'ran'", &[]).expect("the SQL runs"), "ran");

    let limited = Options::new().time_limit(Duration::from_secs(1)).engine(&engine).open_in_memory();
    assert!(matches!(limited, Err(Error::NotInterruptible)));
}
