//! Runs steps side by side, as far as the machine's cores and the order among them allow.

use std::io::{self, BufRead, BufReader, Write};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::counts::Counts;

/// A program to be run, and when.
pub struct Step {
    /// Its name in the report.
    pub name: String,
    /// The program.
    pub command: Command,
    /// Names of the steps that must have succeeded.
    pub after: Vec<String>,
    /// How many cores it takes.
    pub cores: usize,
}

/// How a step ended.
pub struct Outcome {
    /// Name of the step.
    pub name: String,
    /// Everything that the program wrote to stdout and stderr.
    pub output: String,
    /// How long it ran.
    pub time: Duration,
    /// The tests that it reports. A program that fails without a failed test counts as one.
    pub counts: Counts,
    /// Whether the program succeeded.
    pub success: bool,
}

/// How much of the machine the steps have, and whether their output is shown as it comes.
pub struct Machine {
    /// How many cores may be taken at once. A step that takes more runs alone.
    pub cores: usize,
    /// Shows the output of a step while it runs; otherwise `report` may show it whole.
    pub live: bool,
}

/// Runs all steps: the first of the list that can be run is run next. `report` is called as each of them ends.
pub fn run(machine: &Machine, steps: Vec<Step>, mut report: impl FnMut(&Outcome)) -> Vec<Outcome> {
    let (sender, ended) = mpsc::channel();
    let mut waiting = steps;
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut free = machine.cores;
    let mut running = 0;
    thread::scope(|scope| {
        loop {
            while let Some(step) = next(&mut waiting, &outcomes, machine.cores, free) {
                let cores = step.cores.min(machine.cores);
                (free, running) = (free - cores, running + 1);
                let (sender, live) = (sender.clone(), machine.live);
                scope.spawn(move || sender.send((cores, execute(step, live))));
            }
            if running == 0 {
                break;
            }
            let (cores, outcome) = ended.recv().expect("a step is running");
            (free, running) = (free + cores, running - 1);
            report(&outcome);
            outcomes.push(outcome);
        }
    });
    for step in waiting {
        outcomes.push(not_run(step));
        report(outcomes.last().expect("it was just added"));
    }
    outcomes
}

/// Takes the first step whose cores are free and whose predecessors have succeeded.
fn next(waiting: &mut Vec<Step>, outcomes: &[Outcome], all: usize, free: usize) -> Option<Step> {
    let succeeded = |name: &String| outcomes.iter().any(|outcome| outcome.success && outcome.name == *name);
    let place = waiting.iter().position(|step| step.cores.min(all) <= free && step.after.iter().all(succeeded))?;
    Some(waiting.remove(place))
}

fn execute(step: Step, live: bool) -> Outcome {
    let Step { name, command, .. } = step;
    let start = Instant::now();
    let mut output = String::new();
    let ended = collect(command, &mut output, live);
    if let Err(error) = &ended {
        output.push_str(&format!("{error:#}\n"));
    }
    let success = ended.is_ok();
    Outcome { name, counts: Counts::of(&output, success), time: start.elapsed(), output, success }
}

/// Runs a program, and fails unless it succeeds. Its output is collected up to its end.
fn collect(mut command: Command, output: &mut String, live: bool) -> Result<()> {
    let (reader, writer) = io::pipe()?;
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(std::process::Stdio::null()).stdout(writer.try_clone()?).stderr(writer).spawn();
    let mut child = child.with_context(|| format!("{program} cannot be started"))?;
    // It holds our ends of the pipe, which must be closed for the output to end.
    drop(command);
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        if live {
            io::stdout().write_all(&line)?;
        }
        output.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    let status = child.wait()?;
    ensure!(status.success(), "{program} failed: {status}");
    Ok(())
}

fn not_run(step: Step) -> Outcome {
    let output = format!("not run, because one of these failed: {}\n", step.after.join(", "));
    Outcome { name: step.name, counts: Counts::of(&output, false), time: Duration::ZERO, output, success: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, script: &str, after: &[&str], cores: usize) -> Step {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Step { name: name.to_owned(), command, after: after.iter().map(|name| (*name).to_owned()).collect(), cores }
    }

    fn run_quietly(steps: Vec<Step>) -> Vec<Outcome> {
        run(&Machine { cores: 2, live: false }, steps, |_| {})
    }

    #[test]
    fn a_step_waits_for_its_predecessors() {
        let outcomes = run_quietly(vec![step("b", "true", &["a"], 1), step("a", "sleep 0.1", &[], 1)]);
        assert_eq!(outcomes.iter().map(|outcome| outcome.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_failure_stops_only_what_needs_it() {
        let steps =
            vec![step("a", "echo why >&2; exit 3", &[], 1), step("b", "true", &["a"], 1), step("c", "true", &[], 1)];
        let outcomes = run_quietly(steps);
        let failed = |name: &str| outcomes.iter().any(|outcome| outcome.name == name && !outcome.success);
        assert!(failed("a") && failed("b") && !failed("c"));
        let output = &outcomes.iter().find(|outcome| outcome.name == "a").expect("it was run").output;
        assert!(output.contains("why") && output.contains("exit status: 3"), "{output}");
    }

    #[test]
    fn steps_of_one_core_run_side_by_side() {
        let meet = |own: &str, other: &str| format!("touch {own}; until [ -e {other} ]; do sleep 0.01; done");
        let folder = std::env::temp_dir().join(format!("anysqlite-schedule-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("it can be made");
        let file = |name: &str| folder.join(name).display().to_string();
        let steps =
            vec![step("a", &meet(&file("a"), &file("b")), &[], 1), step("b", &meet(&file("b"), &file("a")), &[], 1)];
        assert!(run_quietly(steps).iter().all(|outcome| outcome.success));
        std::fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[test]
    fn a_step_that_takes_every_core_runs_alone() {
        let folder = std::env::temp_dir().join(format!("anysqlite-alone-{}", std::process::id()));
        let alone = format!("mkdir {0} && sleep 0.1 && rmdir {0}", folder.display());
        let steps = (0..3).map(|number| step(&number.to_string(), &alone, &[], 2)).collect();
        assert!(run_quietly(steps).iter().all(|outcome| outcome.success));
    }
}
