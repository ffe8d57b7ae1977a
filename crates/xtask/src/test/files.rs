//! The files of a suite: which there are, which a run leaves out, and which a pattern selects.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::suite::{Runner, Skip, Suite};
use crate::project::root;

/// Returns the test files of a folder and of the folders in it, sorted, as paths from the repository's root.
pub fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    // Installed packages have tests of their own.
    let files = walk(folder, &|name| name.ends_with(".test.js"), &|name| name != "node_modules")?;
    ensure!(!files.is_empty(), "{} has no test files", folder.display());
    Ok(files)
}

/// Returns the files of a suite that a run does not leave out.
pub fn files_of(suite: &Suite, skip: Option<Skip>) -> Result<Vec<PathBuf>> {
    let folder = Path::new(suite.folder);
    let mut files = test_files(folder)?;
    for name in skip.map_or(&[][..], |skip| skip.tests) {
        let before = files.len();
        files.retain(|file| *file != folder.join(name));
        ensure!(files.len() < before, "the suite {} skips {name}, which is none of its files", suite.name);
    }
    Ok(files)
}

/// Keeps the files whose path contains one of the patterns. No pattern keeps all.
pub fn select(files: &mut Vec<PathBuf>, patterns: &[String]) {
    files.retain(|file| patterns.is_empty() || patterns.iter().any(|pattern| matches(file, pattern)));
}

/// Whether a pattern selects a file: it is a part of the file's path.
pub fn matches(file: &Path, pattern: &str) -> bool {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let inside = Path::new(pattern).strip_prefix(root()).map_or(pattern.into(), Path::to_string_lossy);
    file.to_string_lossy().contains(&*inside)
}

/// Fails if a suite skips a test that does not exist.
pub fn check_skips(suite: &Suite) -> Result<()> {
    for skip in suite.runs.iter().filter_map(|run| run.skip) {
        match suite.runner {
            Runner::Node { .. } => files_of(suite, Some(skip)).map(drop)?,
            Runner::Cargo(_) => check_functions(suite, skip)?,
        }
    }
    Ok(())
}

fn check_functions(suite: &Suite, skip: Skip) -> Result<()> {
    let sources = walk(Path::new(suite.folder), &|name| name.ends_with(".rs"), &|_| true)?;
    let text = sources.iter().map(|file| fs::read_to_string(root().join(file))).collect::<Result<String, _>>()?;
    for name in skip.tests {
        ensure!(
            text.contains(&format!("fn {name}(")),
            "the suite {} skips {name}, which is no function in {}",
            suite.name,
            suite.folder
        );
    }
    Ok(())
}

fn walk(folder: &Path, takes: &dyn Fn(&str) -> bool, enters: &dyn Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder))? {
        let entry = entry?;
        let (path, name) = (folder.join(entry.file_name()), entry.file_name());
        let name = name.to_string_lossy();
        if !entry.file_type()?.is_dir() {
            files.extend(takes(&name).then_some(path));
        } else if enters(&name) {
            files.extend(walk(&path, takes, enters)?);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::super::suite::Run;
    use super::super::suites::SUITES;
    use super::*;

    fn suite(name: &str) -> &'static Suite {
        SUITES.iter().find(|suite| suite.name == name).expect("the table has the suite")
    }

    #[test]
    fn every_skip_of_the_table_names_a_test() {
        SUITES.iter().for_each(|suite| check_skips(suite).expect("the test exists"));
    }

    #[test]
    fn a_skip_without_a_file_fails() {
        let skip = Skip { tests: &["locks/no-such-file.test.js"], reason: "" };
        let error = files_of(suite("conformance"), Some(skip)).expect_err("the file does not exist");
        assert!(error.to_string().contains("skips locks/no-such-file.test.js, which is none of its files"));
    }

    #[test]
    fn a_skip_by_a_part_of_a_name_fails() {
        let skip = Skip { tests: &["wal.test.js"], reason: "" };
        assert!(files_of(suite("conformance"), Some(skip)).is_err());
    }

    #[test]
    fn a_skip_without_a_function_fails() {
        let run = Run { skip: Some(Skip { tests: &["no_such_function"], reason: "" }), ..suite("interop").runs[0] };
        let suite = Suite { runs: Box::leak(Box::new([run])), ..*suite("interop") };
        let error = check_skips(&suite).expect_err("the function does not exist");
        assert!(error.to_string().contains("skips no_such_function, which is no function"));
    }

    #[test]
    fn a_skip_leaves_the_file_out() {
        let skip = Skip { tests: &["locks/wal.test.js"], reason: "" };
        let (all, some) = (files_of(suite("conformance"), None), files_of(suite("conformance"), Some(skip)));
        assert_eq!(all.expect("it has files").len(), some.expect("it has files").len() + 1);
    }

    #[test]
    fn a_file_is_selected_by_its_path_or_a_part_of_it() {
        let file = Path::new("tests/conformance/statements/get.test.js");
        let absolute = root().join(file).to_string_lossy().into_owned();
        for pattern in ["get.test.js", "./tests/conformance/statements/get.test.js", "statements/", &absolute] {
            assert!(matches(file, pattern), "{pattern}");
        }
        assert!(!matches(file, "iterate"));
    }
}
