//! The commands that run the suites.

use std::process::Command;

use anyhow::Result;

use super::select::Selected;
use super::suite::Runner;
use crate::node;
use crate::project::command;

/// Returns the command that runs the selected tests. `alone` says that nothing else runs meanwhile; `passed` are
/// arguments for the runner itself.
pub fn command_of(selected: &Selected, alone: bool, passed: &[String]) -> Result<Command> {
    for started in selected.suite.starts {
        node::executable(*started)?;
    }
    let mut command = match selected.suite.runner {
        Runner::Node { files_at_once } => node_test(selected, if alone { files_at_once } else { 1 }, passed)?,
        Runner::Cargo(arguments) => cargo_test(selected, arguments, passed)?,
    };
    // Colours would hide the numbers of the summary from `Counts`.
    command.envs(selected.run.all_settings()).env_remove("FORCE_COLOR").env("CARGO_TERM_COLOR", "never");
    Ok(command)
}

fn node_test(Selected { run, files, .. }: &Selected, files_at_once: usize, passed: &[String]) -> Result<Command> {
    let mut node = command(node::executable(run.node)?);
    node.args(["--test", "--test-reporter=spec", &format!("--test-concurrency={files_at_once}")]);
    node.args(passed).args(files);
    Ok(node)
}

fn cargo_test(Selected { run, .. }: &Selected, arguments: &[&str], passed: &[String]) -> Result<Command> {
    let mut cargo = command(env!("CARGO"));
    cargo.arg("test").args(arguments).arg("--").args(passed);
    for name in run.skip.map_or(&[][..], |skip| skip.tests) {
        cargo.args(["--skip", name]);
    }
    cargo.env("ANYSQLITE_TEST_NODE", node::executable(run.node)?);
    Ok(cargo)
}
