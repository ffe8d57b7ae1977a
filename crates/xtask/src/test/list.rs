//! `cargo xtask test --list`: the tables in words.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use anyhow::Result;

use super::files;
use super::soaks::SOAKS;
use super::suite::{Run, Runner, Soak, Suite};
use super::suites::SUITES;

/// Prints every suite and every soak.
pub fn print() -> Result<()> {
    // A reader such as `head` may have closed the pipe.
    let _ = io::stdout().write_all(text()?.as_bytes());
    Ok(())
}

fn text() -> Result<String> {
    let mut text = String::from("cargo xtask test [SUITE…] [FILE…] [--on ENGINE] [--node RELEASE]\n");
    for suite in SUITES {
        write_suite(&mut text, suite)?;
    }
    text.push_str("\ncargo xtask soak [SUITE…]\n");
    for soak in SOAKS {
        let Soak { suite, run, reason } = soak;
        write!(text, "\n{suite}{}{}\n    {reason}\n", run.name(), settings(run))?;
    }
    Ok(text)
}

fn write_suite(text: &mut String, suite: &Suite) -> Result<()> {
    writeln!(text, "\n{}\n    proves   {}", suite.name, suite.proves)?;
    match suite.runner {
        Runner::Node { .. } => {
            writeln!(text, "    files    {} in {}", files::files_of(suite, None)?.len(), suite.folder)?;
        }
        Runner::Cargo(arguments) => writeln!(text, "    cargo    test {}", arguments.join(" "))?,
    }
    let runs = suite.runs.iter().filter(|run| run.on.is_some());
    let names: Vec<_> = runs.map(|run| format!("{}{}", run.name().trim_start(), settings(run))).collect();
    if !names.is_empty() {
        writeln!(text, "    on       {}", names.join(", "))?;
    }
    for run in suite.runs {
        if let Some(skip) = run.skip {
            writeln!(text, "    skips   {}: {}, since {}", run.name(), skip.tests.join(", "), skip.reason)?;
        }
    }
    Ok(())
}

fn settings(run: &Run) -> String {
    run.settings.iter().map(|(name, value)| format!(" {name}={value}")).collect()
}
