//! The plan of everything: builds, checks and every run of every suite.

use std::env;

use anyhow::Result;

use super::files;
use super::launch;
use super::need::Need;
use super::schedule::{Load, Step};
use super::select::Selected;
use super::suite::{Run, Runner, Suite};
use super::suites::SUITES;
use crate::project::command;

/// The steps that are run as soon as they can be: what others wait for, and what takes long.
const FIRST: [&str; 8] = ["module", "shims", "cli", "host", "addon", "package", "dependants", "reproduce"];

/// Returns all steps, in the order in which they are to be started.
pub fn steps() -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for need in Need::ALL {
        let load = if need == Need::Addon { Load::CARGO } else { Load::ONE_CORE };
        steps.push(step(need.name(), &["make", need.name()], need.made_of(), load)?);
    }
    // Nothing is compiled without the module: the build of the Rust host insists on it.
    steps.push(step("check lints", &["check", "lints"], &[Need::Module], Load::CARGO)?);
    steps.push(step("check style", &["check", "style"], &[], Load::ONE_CORE)?);
    steps.push(step("check workflows", &["check", "workflows"], &[], Load::ONE_CORE)?);
    for suite in SUITES {
        for run in suite.runs {
            steps.push(run_step(suite, *run)?);
        }
    }
    steps.push(step("reproduce", &["reproduce"], &[Need::Module], Load::ONE_CORE)?);
    steps.sort_by_key(|step| FIRST.iter().position(|name| *name == step.name).unwrap_or(FIRST.len()));
    Ok(steps)
}

/// A step that this program makes.
fn step(name: &str, arguments: &[&str], after: &[Need], load: Load) -> Result<Step> {
    let mut xtask = command(env::current_exe()?);
    xtask.args(arguments);
    Ok(Step { name: name.to_owned(), command: xtask, after: names(after), load })
}

fn run_step(suite: &'static Suite, run: Run) -> Result<Step> {
    let files = match suite.runner {
        Runner::Node { .. } => files::files_of(suite, run.skip)?,
        Runner::Cargo(_) => Vec::new(),
    };
    let selected = Selected { suite, run, files };
    let after = names(&selected.needs());
    let name = selected.name();
    Ok(Step { name, command: launch::command_of(&selected, false, &[])?, after, load: suite.load })
}

fn names(needs: &[Need]) -> Vec<String> {
    needs.iter().map(|need| need.name().to_owned()).collect()
}
