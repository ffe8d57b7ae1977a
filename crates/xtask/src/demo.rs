//! Runs the demo program on the packed package, as a user would install it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::project::{self, command, output, root};
use crate::{dist, node};

/// Sets up, builds, installs the package under the name better-sqlite3, runs the demo, and has native SQLite check the
/// database.
pub fn run() -> Result<()> {
    let tarball = dist::run()?;
    let program = install(&tarball)?;
    let database = fresh_database("demo.db")?;
    project::run(Command::new("node").arg(program.join("demo.js")).arg(&database))?;
    ask_native(&program, &database)
}

/// Runs the demo on the engine wasmtime on each of the named runtimes, with the packed addons of their platforms, and
/// compares the results.
pub fn on_wasmtime(tarball: &Path, addons: &[PathBuf], targets: &[&str]) -> Result<()> {
    let program = install(tarball)?;
    for addon in addons {
        unpack(addon, &program.join("node_modules"))?;
    }
    let mut results: Vec<(&str, String)> = Vec::new();
    for target in targets {
        let database = fresh_database(&format!("{target}.db"))?;
        let mut runtime = command("node");
        runtime.arg("tests/portability/run.js").arg(target).arg(program.join("demo.js")).arg(&database);
        let printed = output(runtime.env("ANYSQLITE_ENGINE", "wasmtime"))?;
        let result = printed.lines().last().unwrap_or_default().to_owned();
        eprintln!("{target}: {result}");
        results.push((target, result));
        ask_native(&program, &database)?;
    }
    for pair in results.windows(2) {
        ensure!(pair[0].1 == pair[1].1, "{} and {} found different results", pair[0].0, pair[1].0);
    }
    Ok(())
}

/// Unpacks an addon package. npm refuses to install packages for other platforms.
fn unpack(addon: &Path, modules: &Path) -> Result<()> {
    let text = output(command("tar").arg("-xzOf").arg(addon).arg("package/package.json"))?;
    let manifest: Value = serde_json::from_str(&text)?;
    let folder = modules.join(manifest["name"].as_str().context("the package has a name")?);
    fs::create_dir_all(&folder)?;
    project::run(command("tar").arg("-xzf").arg(addon).args(["--strip-components=1", "-C"]).arg(&folder))
}

/// Copies the demo to a folder of its own and installs its packages there, better-sqlite3 being the tarball.
fn install(tarball: &Path) -> Result<PathBuf> {
    let program = root().join("target/demo/program");
    if program.exists() {
        fs::remove_dir_all(&program)?;
    }
    fs::create_dir_all(program.parent().expect("it is in target/demo"))?;
    project::run(command("cp").arg("-r").arg("examples/demo").arg(&program))?;
    let mut npm = command("npm");
    project::run(npm.current_dir(&program).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    dist::install(tarball, &program)?;
    Ok(program)
}

fn fresh_database(name: &str) -> Result<PathBuf> {
    let folder = root().join("target/demo/databases");
    fs::create_dir_all(&folder)?;
    let database = folder.join(name);
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let path = format!("{}{suffix}", database.display());
        if Path::new(&path).exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(database)
}

/// Has native SQLite check the database.
fn ask_native(program: &Path, database: &Path) -> Result<()> {
    let mut native = Command::new(node::executable(node::REFERENCE)?);
    native.arg(program.join("native-check.js")).arg(database).arg(root().join("node_modules/better-sqlite3"));
    project::run(&mut native)
}
