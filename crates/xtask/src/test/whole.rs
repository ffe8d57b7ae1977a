//! The plan of everything: builds, checks and every run of every suite.

use std::env;
use std::process::Command;

use anyhow::Result;

use super::files;
use super::launch;
use super::need::Need;
use super::schedule::Step;
use super::select::Selected;
use super::suite::{Runner, Suite};
use super::suites::SUITES;
use crate::project::command;

/// Returns all steps. Those that others wait for come first; of the rest, those that take both cores.
pub fn steps() -> Result<Vec<Step>> {
    let mut steps = builds()?;
    steps.extend(checks()?);
    let mut runs = Vec::new();
    for suite in SUITES {
        runs.extend(runs_of(suite)?);
    }
    steps.extend(runs);
    Ok(steps)
}

fn builds() -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for need in Need::ALL {
        let after = need.made_of().iter().map(|part| part.name().to_owned()).collect();
        steps.push(Step { name: need.name().to_owned(), command: xtask(&["make", need.name()])?, after, cores: 1 });
    }
    Ok(steps)
}

fn checks() -> Result<Vec<Step>> {
    let step = |name: &str, arguments: &[&str], after: &[Need], cores| -> Result<Step> {
        let after = after.iter().map(|need| need.name().to_owned()).collect();
        Ok(Step { name: name.to_owned(), command: xtask(arguments)?, after, cores })
    };
    Ok(vec![
        step("check style", &["check", "style"], &[], 1)?,
        step("check lints", &["check", "lints"], &[], 2)?,
        step("reproduce", &["reproduce"], &[Need::Module], 1)?,
    ])
}

/// The steps of a suite: its build, if cargo builds it, and its runs.
fn runs_of(suite: &'static Suite) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for run in suite.runs {
        let files = match suite.runner {
            Runner::Node { .. } => files::files_of(suite, run.skip)?,
            Runner::Cargo(_) => Vec::new(),
        };
        let needs = suite.needs.iter().chain(run.on.map_or(&[][..], |engine| engine.needs()));
        let after: Vec<_> = needs.map(|need| need.name().to_owned()).collect();
        let command = launch::command_of(&Selected { suite, run: *run, files }, &[])?;
        steps.push(Step { name: format!("{}{}", suite.name, run.name()), command, after, cores: suite.cores });
    }
    Ok(steps)
}

/// This program with other arguments.
fn xtask(arguments: &[&str]) -> Result<Command> {
    let mut xtask = command(env::current_exe()?);
    xtask.args(arguments);
    Ok(xtask)
}
