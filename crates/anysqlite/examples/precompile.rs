//! Writes the compiled module to a file: `cargo run --example artefact -- FILE [TARGET]`. It runs on every CPU of an
//! architecture, this machine's or the target triple's, and is loaded with `Settings { portable: true, .. }`.

use anysqlite::{Engine, Error, Settings};

fn main() -> anysqlite::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, artefact) = match arguments.as_slice() {
        [file] => (file, Engine::compile(Settings { interruptible: false, portable: true })?.artefact()?),
        [file, target] => (file, Engine::artefact_for(target, false)?),
        _ => {
            eprintln!("usage: artefact FILE [TARGET]");
            std::process::exit(2);
        }
    };
    std::fs::write(file, artefact).map_err(|source| Error::File { path: file.into(), source })
}
