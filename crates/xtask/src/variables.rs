//! Compares the environment variables that the sources read with the table of CONTRIBUTING.md.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};

use crate::project::root;
use crate::sources;

const SOURCES: [&str; 10] =
    [".github", "benches", "crates", "examples", "npm/cli", "npm/index.d.ts", "npm/lib", "packages", "site", "tests"];

/// What stands before the name of a variable that is read.
const READS: [&str; 5] = ["env.", "env::var(\"", "env::var_os(\"", "env_get(\"", "system.env(\""];

/// The prefix of the project's own variables. Their names count in every place, since some are read through a
/// parameter.
const OWN: &str = "ANYSQLITE_";

/// The heading of the table.
const HEADING: &str = "## Environment variables\n";

/// Fails if a variable is missing from the table, or the table has one that no source names.
pub fn check() -> Result<()> {
    // This file would find the names of its own tests.
    let others = sources::read(&SOURCES)?.into_iter().filter(|source| !source.path.ends_with(file!()));
    let texts: Vec<_> = others.map(|source| source.text).collect();
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md"))?;
    let documented = table(&contributing).context("CONTRIBUTING.md has no table of environment variables")?;
    compare(&texts, &documented)
}

fn compare(texts: &[String], documented: &BTreeSet<String>) -> Result<()> {
    let read: BTreeSet<String> = texts.iter().flat_map(|text| read_in(text)).collect();
    let missing: Vec<_> = read.difference(documented).collect();
    let is_named = |name: &str| texts.iter().any(|text| words(text).any(|word| word == name));
    let unread: Vec<_> = documented.iter().filter(|name| !is_named(name)).collect();
    ensure!(
        missing.is_empty() && unread.is_empty(),
        "the variables of CONTRIBUTING.md are not those of the sources: missing {missing:?}, not read {unread:?}"
    );
    Ok(())
}

/// The names in the first column of the table.
fn table(markdown: &str) -> Option<BTreeSet<String>> {
    let (_, section) = markdown.split_once(HEADING)?;
    let section = section.split("\n## ").next()?;
    Some(section.lines().filter_map(|row| row.strip_prefix("| `")?.split('`').next().map(str::to_owned)).collect())
}

/// The variables that a text reads, without those that cargo sets for build scripts.
fn read_in(text: &str) -> BTreeSet<String> {
    let after_reads = READS.iter().flat_map(|read| text.split(read).skip(1)).filter_map(|rest| words(rest).next());
    let own = words(text).filter(|word| word.starts_with(OWN) && word.len() > OWN.len());
    let is_name =
        |word: &&str| word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let is_cargo_s =
        |word: &&str| (word.starts_with("CARGO_") && *word != "CARGO_HOME") || ["OUT_DIR", "TARGET"].contains(word);
    after_reads.chain(own).filter(is_name).filter(|word| !is_cargo_s(word)).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "# A\n\n## Environment variables\n\n| name |\n| --- |\n| `ANYSQLITE_ONE` |\n\n## More\n| `TWO` |\n";

    fn sources(texts: &[&str]) -> Result<()> {
        let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
        compare(&texts, &table(TABLE).expect("it has the heading"))
    }

    #[test]
    fn the_table_is_the_section_s() {
        assert_eq!(table(TABLE), Some(BTreeSet::from(["ANYSQLITE_ONE".to_owned()])));
    }

    #[test]
    fn every_way_of_reading_is_found() {
        let text = "process.env.FIRST, env.THIRD ?? 0; std::env::var(\"WASM_CC\"); env.set(exports); \
                    count('ANYSQLITE_N', 9); host::env_get(\"TZ1\"); system.env(\"FOURTH\", into); \
                    env::var_os(\"OUT_DIR\"); env::var(\"CARGO_MANIFEST_DIR\")";
        assert_eq!(
            read_in(text),
            ["ANYSQLITE_N", "FIRST", "FOURTH", "THIRD", "TZ1", "WASM_CC"].map(str::to_owned).into()
        );
    }

    #[test]
    fn a_variable_must_be_documented_and_a_documented_one_read() {
        sources(&["process.env.ANYSQLITE_ONE"]).expect("it is in the table");
        let error = sources(&["process.env.ANYSQLITE_ONE", "process.env.ANYSQLITE_TWO"]).expect_err("one is missing");
        assert!(error.to_string().contains("missing [\"ANYSQLITE_TWO\"]"));
        let error = sources(&["nothing, not even ANYSQLITE_ONES"]).expect_err("one is not read");
        assert!(error.to_string().contains("not read [\"ANYSQLITE_ONE\"]"));
    }
}
