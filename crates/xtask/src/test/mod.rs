//! Runs tests: everything, or what is selected.

pub mod counts;
mod files;
mod launch;
mod list;
pub mod need;
mod report;
mod schedule;
mod select;
mod skips;
mod soaks;
mod suite;
mod suites;
mod whole;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, ensure};

use self::schedule::{Load, Machine, Outcome, Step};
use self::select::{Selected, Selection};
use self::soaks::SOAKS;
use self::suites::SUITES;
use crate::{dist, node, setup};

/// The machine that the plan of everything is made for.
const CORES: usize = 2;

/// Shows what runs as it runs, one after the other.
const ONE_AFTER_THE_OTHER: Machine = Machine { cores: 1, live: true };

/// `cargo xtask test`: with arguments what they select, without arguments setup, builds, checks and every suite.
pub fn run(arguments: &[&str]) -> Result<ExitCode> {
    match arguments {
        [] => everything(),
        ["--list"] => list::print().map(|()| ExitCode::SUCCESS),
        _ => selected(&Selection::parse(arguments)?),
    }
}

/// `cargo xtask soak`: setup, builds and every soak, or the soaks of the named suites with what is built.
pub fn soak(names: &[&str]) -> Result<ExitCode> {
    for name in names {
        ensure!(SOAKS.iter().any(|soak| soak.suite == *name), "{name} has no soak: `cargo xtask test --list`");
    }
    let mut selected = Vec::new();
    for soak in SOAKS.iter().filter(|soak| names.is_empty() || names.contains(&soak.suite)) {
        let suite = SUITES.iter().find(|suite| suite.name == soak.suite).expect("a soak is of a suite");
        selected.push(Selected { suite, run: soak.run, files: files::files_of(suite, soak.run.skip)? });
    }
    if names.is_empty() {
        dist::run()?;
    }
    run_selected(&selected, &[])
}

fn everything() -> Result<ExitCode> {
    SUITES.iter().try_for_each(files::check_skips)?;
    let start = Instant::now();
    setup::tools()?;
    node::install(&suites::releases())?;
    let mut outcomes = vec![Outcome::succeeded("setup", start.elapsed())];
    let machine = Machine { cores: CORES, live: false };
    outcomes.extend(schedule::run(&machine, whole::steps()?, report::print_whole));
    Ok(finish(&outcomes, start))
}

fn selected(selection: &Selection) -> Result<ExitCode> {
    run_selected(&selection.runs()?, &selection.passed)
}

fn run_selected(selected: &[Selected], passed: &[String]) -> Result<ExitCode> {
    need::provide(&selected.iter().flat_map(Selected::needs).collect::<Vec<_>>())?;
    let mut steps = Vec::new();
    for each in selected {
        let command = launch::command_of(each, true, passed)?;
        steps.push(Step { name: each.name(), command, after: Vec::new(), load: Load::ALONE });
    }
    let start = Instant::now();
    let outcomes = schedule::run(&ONE_AFTER_THE_OTHER, steps, |_| {});
    Ok(finish(&outcomes, start))
}

fn finish(outcomes: &[Outcome], start: Instant) -> ExitCode {
    report::print_summary(outcomes, start.elapsed());
    if outcomes.iter().all(|outcome| outcome.success) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
