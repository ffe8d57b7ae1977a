//! Runs SQL that is not trusted on a file that is not trusted: `cargo run --example untrusted -- FILE SQL`.
//!
//! The SQL reaches that database alone, cannot write, and has one second and 64 MB.

use std::time::Duration;

use anysqlite::{Error, Options};

fn main() -> anysqlite::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, sql] = arguments.as_slice() else {
        eprintln!("usage: untrusted FILE SQL");
        std::process::exit(2);
    };
    let limits = Options::new().memory_limit(64 << 20).time_limit(Duration::from_secs(1)).file_size_limit(64 << 20);
    let options = limits.confined(true).read_only(true);
    let db = options.open(file)?;
    let result = print_rows(&db, sql);
    if let Err(Error::TimeLimit { .. } | Error::MemoryLimit { .. }) = &result {
        eprintln!("The query asks for too much.");
    }
    result
}

fn print_rows(db: &anysqlite::Database, sql: &str) -> anysqlite::Result<()> {
    let mut statement = db.prepare(sql)?;
    println!("{}", statement.columns()?.join(" | "));
    for row in statement.query(&[])? {
        let row = row?;
        let values: Vec<_> = row.values().iter().map(|value| format!("{value:?}")).collect();
        println!("{}", values.join(" | "));
    }
    Ok(())
}
