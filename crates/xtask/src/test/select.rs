//! What the arguments of `cargo xtask test` select.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::files;
use super::need::Need;
use super::suite::{Engine, Run, Runner, Suite};
use super::suites::SUITES;
use crate::node::{self, Node};

/// A run that was selected.
pub struct Selected {
    /// Its suite.
    pub suite: &'static Suite,
    /// How the suite is run.
    pub run: Run,
    /// Its test files; none for `cargo test`, which has its own.
    pub files: Vec<PathBuf>,
}

impl Selected {
    /// Returns its name in reports.
    pub fn name(&self) -> String {
        format!("{}{}", self.suite.name, self.run.name())
    }

    /// Returns what must be built for it.
    pub fn needs(&self) -> Vec<Need> {
        self.suite.needs.iter().chain(self.run.on.map_or(&[][..], Engine::needs)).copied().collect()
    }
}

/// The arguments.
#[derive(Default)]
pub struct Selection {
    suites: Vec<&'static Suite>,
    patterns: Vec<String>,
    on: Option<Engine>,
    node: Option<Node>,
    /// What follows `--`: arguments for the runner itself.
    pub passed: Vec<String>,
}

impl Selection {
    /// Reads `[SUITE…] [FILE…] [--on ENGINE] [--node RELEASE] [-- ARGUMENT…]`.
    pub fn parse(arguments: &[&str]) -> Result<Self> {
        let mut selection = Self::default();
        let mut arguments = arguments.iter().copied();
        while let Some(argument) = arguments.next() {
            match argument {
                "--on" => selection.on = Some(engine(arguments.next())?),
                "--node" => selection.node = Some(release(arguments.next())?),
                "--" => selection.passed = arguments.by_ref().map(str::to_owned).collect(),
                _ if argument.starts_with("--") => bail!("{argument} is no option: --on, --node and --list are"),
                _ => match SUITES.iter().find(|suite| suite.name == argument) {
                    Some(suite) => selection.suites.push(suite),
                    None => selection.patterns.push(argument.to_owned()),
                },
            }
        }
        Ok(selection)
    }

    /// Returns the selected runs. Fails if a pattern matches no file, or a suite does not run on the engine.
    pub fn runs(&self) -> Result<Vec<Selected>> {
        self.require_matches()?;
        let mut selected = Vec::new();
        for suite in self.suites() {
            files::check_skips(suite)?;
            let runs = self.runs_of(suite);
            ensure!(!runs.is_empty() || self.suites.is_empty(), "{}", self.refusal(suite));
            for run in runs {
                selected.extend(self.selected(suite, run)?);
            }
        }
        ensure!(!selected.is_empty(), "nothing is left to run: `cargo xtask test --list` shows what runs where");
        Ok(selected)
    }

    /// The suites that are named, or all.
    fn suites(&self) -> impl Iterator<Item = &'static Suite> {
        let all = if self.suites.is_empty() { SUITES.iter().collect() } else { self.suites.clone() };
        all.into_iter()
    }

    fn require_matches(&self) -> Result<()> {
        let mut found = Vec::new();
        for suite in self.suites().filter(|suite| matches!(suite.runner, Runner::Node { .. })) {
            found.extend(files::test_files(Path::new(suite.folder))?);
        }
        for pattern in &self.patterns {
            let suites: Vec<_> = self.suites.iter().map(|suite| suite.name).collect();
            let of = if suites.is_empty() { String::new() } else { format!(" of {}", suites.join(", ")) };
            ensure!(
                found.iter().any(|file| files::matches(file, pattern)),
                "{pattern} is neither a suite nor a part of the path of a test file{of}: `cargo xtask test --list`"
            );
        }
        Ok(())
    }

    /// Returns the runs of a suite that the options select; without options, all. An engine alone selects its run on
    /// the reference's release, if the table has one. A release that the table does not have gets the engine's first
    /// run.
    fn runs_of(&self, suite: &Suite) -> Vec<Run> {
        let of_engine: Vec<Run> =
            suite.runs.iter().copied().filter(|run| self.on.is_none() || run.on == self.on).collect();
        let on_node = |node: Node| of_engine.iter().copied().filter(move |run| run.node == node).collect::<Vec<_>>();
        let Some(node) = self.node.or(self.on.map(|_| node::REFERENCE)) else { return of_engine };
        let exact = on_node(node);
        if !exact.is_empty() {
            return exact;
        }
        let like = of_engine.first().copied();
        like.map(|run| Run { node: self.node.unwrap_or(run.node), ..run }).into_iter().collect()
    }

    /// Why a suite has none of the selected runs.
    fn refusal(&self, suite: &Suite) -> String {
        let engine = self.on.map_or_else(String::new, |engine| engine.to_string());
        let runs: String = suite.runs.iter().map(Run::name).collect();
        if runs.is_empty() {
            return format!("{} uses no engine: leave out --on", suite.name);
        }
        format!("{} does not run on {engine}, but on:{runs}", suite.name)
    }

    /// The run with its files; `None` if the patterns select none of its suite's.
    fn selected(&self, suite: &'static Suite, run: Run) -> Result<Option<Selected>> {
        if matches!(suite.runner, Runner::Cargo(_)) {
            return Ok(self.patterns.is_empty().then_some(Selected { suite, run, files: Vec::new() }));
        }
        let mut files = files::files_of(suite, run.skip)?;
        files::select(&mut files, &self.patterns);
        if files.is_empty() {
            self.explain_skip(suite, run)?;
            return Ok(None);
        }
        Ok(Some(Selected { suite, run, files }))
    }

    fn explain_skip(&self, suite: &Suite, run: Run) -> Result<()> {
        let mut all = files::files_of(suite, None)?;
        files::select(&mut all, &self.patterns);
        if let (Some(skip), Some(file)) = (run.skip, all.first()) {
            eprintln!("{}{} skips {}: {}", suite.name, run.name(), file.display(), skip.reason);
        }
        Ok(())
    }
}

fn engine(name: Option<&str>) -> Result<Engine> {
    name.and_then(Engine::named).with_context(|| format!("--on takes one of: {}", Engine::names()))
}

fn release(name: Option<&str>) -> Result<Node> {
    name.and_then(Node::named).context("--node takes a release of Node: 18, 20, 22, 24, 26, win-x64-18 or win-x64-22")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Vec<String> {
        let runs = Selection::parse(arguments).and_then(|selection| selection.runs()).expect("something is selected");
        runs.iter().map(Selected::name).collect()
    }

    fn error(arguments: &[&str]) -> String {
        let runs = Selection::parse(arguments).and_then(|selection| selection.runs());
        runs.err().expect("nothing is selected").to_string()
    }

    #[test]
    fn a_suite_has_the_runs_of_the_table() {
        assert_eq!(names(&["sharing"]), ["sharing v8 node24", "sharing wasmtime node24", "sharing v8 win-x64-22"]);
    }

    #[test]
    fn an_engine_alone_runs_on_the_reference_s_release() {
        assert_eq!(names(&["conformance", "--on", "v8"]), ["conformance v8 node24"]);
        assert_eq!(names(&["conformance", "--on", "ffi"]), ["conformance ffi node26"]);
    }

    #[test]
    fn any_release_can_be_asked_for() {
        assert_eq!(names(&["limits", "--on", "wasmtime", "--node", "22"]), ["limits wasmtime node22"]);
        assert_eq!(names(&["limits", "--on", "v8", "--node", "win-x64-22"]), ["limits v8 win-x64-22"]);
        assert!(error(&["limits", "--node", "win-x64"]).starts_with("--node takes a release of Node"));
    }

    #[test]
    fn several_files_of_several_suites_are_selected() {
        let runs = Selection::parse(&["statements/get.test.js", "deep.test.js", "--on", "v8"]).expect("they are valid");
        let runs = runs.runs().expect("they exist");
        let files: Vec<_> = runs.iter().flat_map(|selected| &selected.files).collect();
        assert_eq!(
            files,
            [Path::new("tests/conformance/statements/get.test.js"), Path::new("tests/limits/deep.test.js")]
        );
    }

    #[test]
    fn a_pattern_without_a_file_is_an_error() {
        assert!(error(&["no-such-file"]).starts_with("no-such-file is neither a suite nor a part of the path"));
        assert!(error(&["limits", "get.test.js"]).contains("a test file of limits"));
    }

    #[test]
    fn a_suite_does_not_run_on_an_engine_that_the_table_does_not_have() {
        assert_eq!(error(&["crash", "--on", "wasmtime"]), "crash does not run on wasmtime, but on: v8 node24");
        assert!(error(&["crash", "--on", "jsc"]).starts_with("--on takes one of: v8"));
    }

    #[test]
    fn a_run_that_skips_the_selected_file_is_left_out() {
        assert_eq!(
            names(&["conformance", "between-processes", "--node", "24"]),
            ["conformance reference node24", "conformance v8 node24", "conformance wasmtime node24"]
        );
    }
}
