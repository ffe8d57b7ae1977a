//! Runs steps side by side, as far as the machine's cores and the order among them allow.

use std::io::{self, BufRead, BufReader, Write};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::counts::Counts;

/// What a step takes of the machine.
#[derive(Clone, Copy, PartialEq)]
pub struct Load {
    /// How many cores, about.
    cores: usize,
    /// What only one step at a time may use.
    resource: Option<Resource>,
}

#[derive(Clone, Copy, PartialEq)]
enum Resource {
    /// The folder target/native, which cargo locks while it builds.
    Cargo,
    /// Most of the memory.
    Memory,
}

impl Load {
    /// One core. Other steps run beside it.
    pub const ONE_CORE: Self = Self { cores: 1, resource: None };
    /// The whole machine: a step that measures time, or needs processes to run at the same time.
    pub const ALONE: Self = Self { cores: usize::MAX, resource: None };
    /// One core and most of the memory.
    pub const MEMORY: Self = Self { cores: 1, resource: Some(Resource::Memory) };
    /// One core, about, and cargo's folder target/native.
    pub const CARGO: Self = Self { cores: 1, resource: Some(Resource::Cargo) };

    fn has_room(self, cores: usize, running: &[Self]) -> bool {
        let taken: usize = running.iter().map(|load| load.cores.min(cores)).sum();
        let shared = self.resource.is_some() && running.iter().any(|load| load.resource == self.resource);
        taken + self.cores.min(cores) <= cores && !shared
    }
}

/// A program to be run, and when.
pub struct Step {
    /// Its name in the report.
    pub name: String,
    /// The program.
    pub command: Command,
    /// Names of the steps that must have succeeded.
    pub after: Vec<String>,
    /// What it takes of the machine.
    pub load: Load,
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

impl Outcome {
    /// What has no output and no tests, and succeeded.
    pub fn succeeded(name: &str, time: Duration) -> Self {
        Self { name: name.to_owned(), output: String::new(), time, counts: Counts::default(), success: true }
    }
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
    let mut running: Vec<Load> = Vec::new();
    thread::scope(|scope| {
        loop {
            while let Some(step) = next(&mut waiting, &outcomes, machine.cores, &running) {
                let (sender, load, live) = (sender.clone(), step.load, machine.live);
                running.push(load);
                scope.spawn(move || sender.send((load, execute(step, live))));
            }
            if running.is_empty() {
                break;
            }
            let (load, outcome) = ended.recv().expect("a step is running");
            let place = running.iter().position(|other| *other == load).expect("it was running");
            running.remove(place);
            report(&outcome);
            outcomes.push(outcome);
        }
    });
    for step in waiting {
        outcomes.push(not_run(step, &outcomes));
        report(outcomes.last().expect("it was just added"));
    }
    outcomes
}

/// Takes the first step that has room beside those that are running, and whose predecessors have succeeded.
fn next(waiting: &mut Vec<Step>, outcomes: &[Outcome], cores: usize, running: &[Load]) -> Option<Step> {
    let ready =
        |step: &Step| step.load.has_room(cores, running) && step.after.iter().all(|name| has_succeeded(name, outcomes));
    let place = waiting.iter().position(ready)?;
    Some(waiting.remove(place))
}

fn has_succeeded(name: &str, outcomes: &[Outcome]) -> bool {
    outcomes.iter().any(|outcome| outcome.success && outcome.name == name)
}

fn execute(step: Step, live: bool) -> Outcome {
    let Step { name, command, .. } = step;
    let start = Instant::now();
    let mut output = String::new();
    if live {
        println!("\n━━━ {name}");
    }
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

fn not_run(step: Step, outcomes: &[Outcome]) -> Outcome {
    let missing: Vec<_> = step.after.iter().filter(|name| !has_succeeded(name, outcomes)).map(String::as_str).collect();
    let output = format!("not run, because this failed: {}\n", missing.join(", "));
    Outcome { name: step.name, counts: Counts::of(&output, false), time: Duration::ZERO, output, success: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, script: &str, after: &[&str], load: Load) -> Step {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Step { name: name.to_owned(), command, after: after.iter().map(|name| (*name).to_owned()).collect(), load }
    }

    fn run_quietly(steps: Vec<Step>) -> Vec<Outcome> {
        run(&Machine { cores: 2, live: false }, steps, |_| {})
    }

    #[test]
    fn a_step_waits_for_its_predecessors() {
        let outcomes =
            run_quietly(vec![step("b", "true", &["a"], Load::ONE_CORE), step("a", "sleep 0.1", &[], Load::ONE_CORE)]);
        assert_eq!(outcomes.iter().map(|outcome| outcome.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_failure_stops_only_what_needs_it() {
        let steps = vec![
            step("a", "echo why >&2; exit 3", &[], Load::ONE_CORE),
            step("b", "true", &["a"], Load::ONE_CORE),
            step("c", "true", &[], Load::ONE_CORE),
        ];
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
        let steps = vec![
            step("a", &meet(&file("a"), &file("b")), &[], Load::ONE_CORE),
            step("b", &meet(&file("b"), &file("a")), &[], Load::ONE_CORE),
        ];
        assert!(run_quietly(steps).iter().all(|outcome| outcome.success));
        std::fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[test]
    fn steps_that_take_the_machine_or_the_same_thing_run_one_after_the_other() {
        for load in [Load::ALONE, Load::CARGO, Load::MEMORY] {
            assert_apart(load);
        }
    }

    fn assert_apart(load: Load) {
        let folder = std::env::temp_dir().join(format!("anysqlite-alone-{}", std::process::id()));
        let alone = format!("mkdir {0} && sleep 0.1 && rmdir {0}", folder.display());
        let steps = (0..3).map(|number| step(&number.to_string(), &alone, &[], load)).collect();
        assert!(run_quietly(steps).iter().all(|outcome| outcome.success));
    }
}
