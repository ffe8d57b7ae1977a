//! `cargo xtask test --list`: the tables in words.

use anyhow::Result;

use super::files;
use super::suite::{Run, Runner, Suite};
use super::suites::{SOAKS, SUITES};

/// Prints every suite and every soak.
pub fn print() -> Result<()> {
    println!("cargo xtask test [SUITE…] [FILE…] [--on ENGINE] [--node RELEASE]");
    for suite in SUITES {
        print_suite(suite)?;
    }
    println!("\ncargo xtask soak [SUITE…]");
    for soak in SOAKS {
        println!("\n{}{}{}", soak.suite, soak.run.name(), settings(&soak.run));
        println!("    {}", soak.reason);
    }
    Ok(())
}

fn print_suite(suite: &Suite) -> Result<()> {
    println!("\n{}", suite.name);
    println!("    proves   {}", suite.proves);
    match suite.runner {
        Runner::Node { .. } => println!("    files    {} in {}", files::files_of(suite, None)?.len(), suite.folder),
        Runner::Cargo(arguments) => println!("    cargo    test {}", arguments.join(" ")),
    }
    let runs = suite.runs.iter().filter(|run| run.on.is_some());
    let names: Vec<_> = runs.map(|run| format!("{}{}", run.name().trim_start(), settings(run))).collect();
    if !names.is_empty() {
        println!("    on       {}", names.join(", "));
    }
    for run in suite.runs {
        if let Some(skip) = run.skip {
            println!("    skips   {}: {}, since {}", run.name(), skip.tests.join(", "), skip.reason);
        }
    }
    Ok(())
}

fn settings(run: &Run) -> String {
    run.settings.iter().map(|(name, value)| format!(" {name}={value}")).collect()
}
