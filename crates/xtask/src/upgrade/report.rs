//! What an upgrade found: printed, and written as Markdown for the pull request.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, ensure};

use super::peer::Peer;
use super::{folder, mentions, xtask};
use crate::project::{command, root};
use crate::test::counts::Counts;

/// How many lines of a failure are in the report.
const EXCERPT: usize = 40;

pub struct Report {
    text: String,
    failed: bool,
}

impl Report {
    /// Begins a report with what differs between two versions of better-sqlite3.
    pub fn new(before: &Peer, after: &Peer) -> Result<Self> {
        let mut text = format!("# better-sqlite3 {} → {}\n\n", before.version, after.version);
        writeln!(text, "SQLite {} → {}, source id {}\n", before.sqlite_version, after.sqlite_version, after.source_id)?;
        let (old, new) = (before.options()?, after.options()?);
        let old: BTreeSet<_> = old.iter().collect();
        let new: BTreeSet<_> = new.iter().collect();
        for (title, options) in [("removed", old.difference(&new)), ("added", new.difference(&old))] {
            options.for_each(|(name, value)| text += &format!("- compile option {title}: `{name}={value}`\n"));
        }
        text += "\nChanged code of better-sqlite3:\n\n```\n";
        for part in ["lib", "src"] {
            let mut diff = command("git");
            diff.args(["diff", "--no-index", "--stat=120,80"]);
            diff.arg(before.folder.join(part)).arg(after.folder.join(part));
            let stat = String::from_utf8(diff.output()?.stdout)?;
            text += &stat;
        }
        text += "```\n\n";
        Ok(Self { text, failed: false })
    }

    /// Lists what still names the old version.
    pub fn mentions(&mut self, version: &str) -> Result<()> {
        let files = mentions::files_with(version)?;
        let names: Vec<_> = files.iter().filter_map(|path| path.strip_prefix(root()).ok()).collect();
        if !names.is_empty() {
            writeln!(self.text, "{version} is still named in: {names:?}\n")?;
        }
        Ok(())
    }

    /// Runs a command of this repository, whose output goes to a file. If it fails, the report says how; if it is
    /// required, returns an error.
    pub fn step(&mut self, arguments: &[&str], required: bool) -> Result<()> {
        let name = arguments.join(" ");
        let log = folder().join(format!("{}.log", arguments.join("-").replace("--", "")));
        eprintln!("$ cargo xtask {name} > {}", log.display());
        let output = xtask(arguments).output()?;
        let printed = [output.stdout, output.stderr].concat();
        fs::write(&log, &printed)?;
        let printed = String::from_utf8_lossy(&printed);
        let line = match (output.status.success(), arguments[0]) {
            (true, "test") => format!("{}\n", Counts::of(&printed, true)),
            (true, _) => "done\n".into(),
            (false, _) => format!("**failed**\n\n```\n{}\n```\n", excerpt(&printed)),
        };
        self.failed |= !output.status.success();
        eprint!("{line}");
        write!(self.text, "- `cargo xtask {name}`: {line}")?;
        ensure!(output.status.success() || !required, "cargo xtask {name} failed: see {}", log.display());
        Ok(())
    }

    /// Writes the report and prints it. Returns a failure if a step failed.
    pub fn write(self, path: &Path) -> Result<ExitCode> {
        fs::write(path, &self.text)?;
        println!("{}", self.text);
        Ok(if self.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// Returns the titles of failed tests or, without any, the last lines.
fn excerpt(printed: &str) -> String {
    let failed: BTreeSet<_> = printed.lines().filter_map(failed_title).collect();
    if failed.is_empty() {
        let all: Vec<_> = printed.lines().collect();
        return all[all.len().saturating_sub(EXCERPT)..].join("\n");
    }
    let titles: Vec<_> = failed.iter().copied().take(EXCERPT).collect();
    format!("{} failed:\n{}", failed.len(), titles.join("\n"))
}

/// Returns the title of a failed test without its time, for a line that names one.
fn failed_title(line: &str) -> Option<&str> {
    let title = line.trim().strip_prefix("✖ ")?;
    (title != "failing tests:").then(|| title.rsplit_once(" (").map_or(title, |(title, _)| title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_names_each_failed_test_once() {
        let printed = "✔ works (1ms)\n  ✖ fails (2.5ms)\n✖ failing tests:\n✖ fails (2.5ms)\n";
        assert_eq!(excerpt(printed), "1 failed:\nfails");
        assert_eq!(excerpt("one\ntwo"), "one\ntwo");
    }
}
