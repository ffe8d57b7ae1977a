//! Writes a precompiled module: `cargo run --example precompile -- FILE [TARGET]`.
//!
//! It runs on every CPU of an architecture: this machine's, or that of a target triple. Load it with
//! `Settings { portable: true, .. }`.

use anysqlite::{Engine, EngineError, Settings};

fn main() -> Result<(), EngineError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, precompiled) = match arguments.as_slice() {
        [file] => (file, Engine::compile(Settings { interruptible: false, portable: true })?.precompiled()?),
        [file, target] => (file, Engine::precompile_for(target, false)?),
        _ => {
            eprintln!("usage: precompile FILE [TARGET]");
            std::process::exit(2);
        }
    };
    std::fs::write(file, precompiled).map_err(|source| EngineError::File { path: file.into(), source })
}
