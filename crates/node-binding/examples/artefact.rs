//! Writes the compiled module to a file: `cargo run --example artefact -- FILE`. It runs on every CPU of this machine's
//! architecture, and is loaded with `Settings { portable: true, .. }`.

use anysqlite::{Engine, Error, Settings};

fn main() -> anysqlite::Result<()> {
    let Some(file) = std::env::args_os().nth(1) else {
        eprintln!("usage: artefact FILE");
        std::process::exit(2);
    };
    let engine = Engine::compile(Settings { interruptible: false, portable: true })?;
    std::fs::write(&file, engine.artefact()?).map_err(|source| Error::File { path: file.into(), source })
}
