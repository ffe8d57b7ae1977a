//! `cargo xtask test --list`: the tables in words.

use super::files;
use super::suite::{Run, Runner, Suite};
use super::suites::{SOAKS, SUITES};

use anyhow::Result;

/// Prints every suite and every soak.
pub fn print() -> Result<()> {
    println!("Suites: `cargo xtask test [SUITE…] [FILE…] [--on ENGINE] [--node RELEASE]`\n");
    for suite in SUITES {
        print_suite(suite)?;
    }
    println!("Soaks: `cargo xtask soak [SUITE…]`\n");
    for soak in SOAKS {
        println!("  {}{}{}\n      {}\n", soak.suite, soak.run.name(), settings(&soak.run), soak.reason);
    }
    Ok(())
}

fn print_suite(suite: &Suite) -> Result<()> {
    println!("  {:<14}{}", suite.name, suite.proves);
    match suite.runner {
        Runner::Node { .. } => {
            println!("                {} files in {}", files::files_of(suite, None)?.len(), suite.folder);
        }
        Runner::Cargo(arguments) => println!("                cargo test {}", arguments.join(" ")),
    }
    for run in suite.runs.iter().filter(|run| run.on.is_some()) {
        println!("               {}{}", run.name(), settings(run));
        if let Some(skip) = run.skip {
            println!("                    without {}:\n                    {}", skip.tests.join(", "), skip.reason);
        }
    }
    println!();
    Ok(())
}

fn settings(run: &Run) -> String {
    run.settings.iter().map(|(name, value)| format!(" {name}={value}")).collect()
}
