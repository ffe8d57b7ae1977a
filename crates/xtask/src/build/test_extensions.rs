//! Builds the extensions of tests/extensions: as WebAssembly for the package, and as machine code for native
//! better-sqlite3, to which the tests compare it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::extension::{self, Extension};
use crate::project::{command, output, root, run};

/// The npm package with SQLite's shell, whose source contains some of SQLite's own extensions.
const SHELL: &str = "node_modules/sqlite3/deps";
/// Those of them that the tests load.
const OF_SQLITE: [&str; 6] = ["decimal", "ieee754", "regexp", "series", "sha1", "uint"];
/// Names that SQLite's shell defines for its extensions.
const SHELL_TYPES: [(&str, &str); 2] = [("i64", "sqlite3_int64"), ("u8", "unsigned char")];

/// Returns the folder of what is built.
fn folder() -> PathBuf {
    root().join("target/extension/tests")
}

/// Returns the path of the file that is built last.
pub fn installed() -> PathBuf {
    folder().join("built")
}

/// Builds all.
pub fn run_all() -> Result<()> {
    fs::create_dir_all(folder())?;
    let own = root().join("tests/extensions/sources");
    let mut sources = vec![root().join("node_modules/better-sqlite3/deps/test_extension.c")];
    for entry in fs::read_dir(own)? {
        sources.push(entry?.path());
    }
    sources.extend(sources_of_sqlite()?);
    for source in sources {
        build(&source)?;
    }
    fs::write(installed(), "")?;
    Ok(())
}

fn build(source: &Path) -> Result<()> {
    let built = folder().join(source.file_name().context("a source has a name")?);
    let defines = SHELL_TYPES.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let extension = Extension { source, includes: &[], defines: &defines, entry_points: &[], simd: false };
    extension::build(&extension, &built.with_extension("wasm"))?;
    let mut gcc = command("gcc");
    gcc.args(["-shared", "-fPIC", "-O1", "-w", "-I"]).arg(root().join("node_modules/better-sqlite3/deps/sqlite3"));
    gcc.args(defines.iter().map(|(name, value)| format!("-D{name}={value}")));
    run(gcc.arg(source).args(["-lm", "-o"]).arg(built.with_extension("so")))
}

/// Cuts SQLite's own extensions out of the source of its shell. Returns their paths.
fn sources_of_sqlite() -> Result<Vec<PathBuf>> {
    let shell = shell_source()?;
    OF_SQLITE
        .iter()
        .map(|name| {
            let path = folder().join(name).with_extension("c");
            fs::write(&path, part(&shell, name)?)?;
            Ok(path)
        })
        .collect()
}

/// Returns the source of SQLite's shell.
fn shell_source() -> Result<String> {
    let archives = fs::read_dir(root().join(SHELL)).context("run `cargo xtask setup`")?;
    let mut paths = archives.filter_map(|entry| Some(entry.ok()?.path()));
    let archive = paths.find(|path| path.extension().is_some_and(|extension| extension == "gz"));
    let archive = archive.with_context(|| format!("{SHELL} has no archive of SQLite"))?;
    output(command("tar").arg("xzOf").arg(archive).args(["--wildcards", "*/shell.c"]))
}

/// Returns the part of the shell's source that was the file of an extension. The shell has its own headers.
fn part(shell: &str, name: &str) -> Result<String> {
    let (begin, end) = (format!(" Begin ext/misc/{name}.c "), format!(" End ext/misc/{name}.c "));
    let (_, after) = shell.split_once(&begin).with_context(|| format!("shell.c has no {name}.c"))?;
    let (_, after) = after.split_once('\n').context("a comment has an end")?;
    let (text, _) = after.split_once(&end).with_context(|| format!("shell.c has no end of {name}.c"))?;
    let (text, _) = text.rsplit_once("/*").context("a comment has a beginning")?;
    Ok(text.replace("/* #include \"sqlite3ext.h\" */", "#include \"sqlite3ext.h\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_cut_out_of_the_shell() -> Result<()> {
        let shell = "a\n/**** Begin ext/misc/x.c ****/\n/* #include \"sqlite3ext.h\" */\nint x;\n\
            /**** End ext/misc/x.c ****/\nb\n";
        assert_eq!(part(shell, "x")?, "#include \"sqlite3ext.h\"\nint x;\n");
        assert!(part(shell, "y").is_err());
        Ok(())
    }
}
