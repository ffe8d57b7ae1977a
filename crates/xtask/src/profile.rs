//! Trains SQLite: writes the profile that the module is compiled by, and the counts that its branch hints are made of.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml_edit::DocumentMut;

use crate::build::branches::{counters, counts};
use crate::build::functions::functions;
use crate::build::wasm;
use crate::packages;
use crate::project::{command, output, root, run as run_program};

#[path = "../../sqlite-wasm/edits/apply.rs"]
mod edits;

/// What the build reads of the profile.
const PROFILE: &str = "crates/sqlite-wasm/profile/sqlite3.proftext";
const SOURCE: &str = "node_modules/better-sqlite3/deps/sqlite3";
const EDITS: &str = "crates/sqlite-wasm/edits";
const TRAINING: &str = "crates/sqlite-wasm/training";

/// SQLite's own allocator. The guest has another, so these functions have other names in the training: if the profile
/// knew their calls, the compiler would compare the target of each allocation with them.
const ALLOCATOR: [&str; 5] =
    ["sqlite3MemMalloc", "sqlite3MemFree", "sqlite3MemRealloc", "sqlite3MemSize", "sqlite3MemRoundup"];

/// Writes both, one after the other: the branches are those of a module that is compiled by the new profile.
pub fn run() -> Result<()> {
    let folder = root().join("target/profile");
    fs::create_dir_all(&folder)?;
    count_pieces(&folder)?;
    count_branches(&folder)
}

/// Returns the scripts of SQL.
fn scripts() -> Result<Vec<PathBuf>> {
    let files = fs::read_dir(root().join(TRAINING))?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = files.collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    Ok(files)
}

/// Compiles the guest's sqlite3.c for this machine with counters, runs the training, and writes the profile as text.
fn count_pieces(folder: &Path) -> Result<()> {
    // The counters' library of clang.
    packages::apt(&["libclang-rt-22-dev"])?;
    let source = root().join(SOURCE);
    let edited = folder.join("sqlite3.c");
    fs::write(&edited, edits::apply(fs::read_to_string(source.join("sqlite3.c"))?, &root().join(EDITS)))?;
    let mut clang = command("clang-22");
    clang.args(["-O1", "-w", "-fprofile-instr-generate", "-mllvm", "-enable-value-profiling=true"]);
    clang.args(["-mllvm", "-vp-counters-per-site=4"]);
    clang.args(definitions()?);
    clang.arg("-DSQLITE_THREADSAFE=0").arg("-I").arg(&source);
    clang.args(ALLOCATOR.map(|function| format!("-D{function}=native_{function}")));
    clang.arg(root().join(TRAINING).join("run.c")).arg(edited);
    run_program(clang.args(["-lm", "-o"]).arg(folder.join("run")))?;

    let mut merge = command("llvm-profdata-22");
    merge.args(["merge", "-text", "-o"]).arg(root().join(PROFILE));
    for (number, script) in scripts()?.iter().enumerate() {
        for (kind, database) in [("file", folder.join("training.db")), ("memory", PathBuf::from(":memory:"))] {
            let counters = folder.join(format!("{number}-{kind}.profraw"));
            remove_database(&database)?;
            let mut training = command(folder.join("run"));
            run_program(training.arg(&database).arg(script).env("LLVM_PROFILE_FILE", &counters))?;
            remove_database(&database)?;
            merge.arg(counters);
        }
    }
    run_program(&mut merge)
}

/// Returns the definitions of SQLite's options that the guest has in common with native builds.
fn definitions() -> Result<Vec<String>> {
    let recipe: DocumentMut = fs::read_to_string(root().join("crates/sqlite-wasm/sqlite.toml"))?.parse()?;
    let mut definitions = Vec::new();
    for table in ["peer-options", "own-options"] {
        for (name, value) in recipe[table].as_table().context("sqlite.toml lacks options")? {
            let value = value.as_str().context("an option's value is not text")?;
            definitions.push(format!("-D{name}{}{value}", if value.is_empty() { "" } else { "=" }));
        }
    }
    Ok(definitions)
}

fn remove_database(database: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let file = PathBuf::from(format!("{}{suffix}", database.display()));
        if file.exists() {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// Builds the module, lets Node run the training on a copy with counters, and writes the counts as text.
fn count_branches(folder: &Path) -> Result<()> {
    let module = fs::read(wasm::build_named(&root())?)?;
    let functions = functions(&module)?;
    let counting = folder.join("counting.wasm");
    fs::write(&counting, counters::insert(&module, functions.iter().map(|function| function.branches.len()).sum())?)?;

    let counted = folder.join("counters.bin");
    let mut training =
        command(output(command("node").args(["tests/portability/run.js", "node24", "-p", NODE]))?.trim());
    training.arg(root().join(TRAINING).join("run.js")).arg(&counting).arg(&counted).args(scripts()?);
    run_program(&mut training)?;
    let counters = fs::read(&counted).context("the training has written no counters")?;
    Ok(fs::write(root().join(wasm::BRANCHES), counts::write(&functions, &counters))?)
}

/// Prints the path of the Node that runs it. Node 24 has several memories.
const NODE: &str = "process.execPath";

#[cfg(test)]
mod tests {
    use super::*;

    const PATCH: &str = "Why.\n--- a/sqlite3.c\n+++ b/sqlite3.c\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n";

    fn apply(source: &str, test: &str) -> String {
        let folder = root().join("target/profile/edits").join(test);
        fs::create_dir_all(&folder).expect("the folder of builds is writable");
        fs::write(folder.join("one.patch"), PATCH).expect("the folder of builds is writable");
        edits::apply(source.to_owned(), &folder)
    }

    #[test]
    fn a_patch_changes_its_lines_wherever_they_are() {
        assert_eq!(apply("x\na\nb\nc\nd\n", "fits"), "x\na\nB\nc\nd\n");
    }

    #[test]
    #[should_panic(expected = "does not fit this sqlite3.c")]
    fn a_patch_whose_surroundings_have_changed_stops_the_build() {
        apply("a\nb\nC\n", "surroundings");
    }

    #[test]
    fn the_patches_of_the_guest_fit_the_pinned_source() {
        let source =
            fs::read_to_string(root().join(SOURCE).join("sqlite3.c")).expect("`cargo xtask setup` installs it");
        let edited = edits::apply(source.clone(), &root().join(EDITS));
        assert!(edited.len() > source.len());
    }
}
