//! What is printed of the steps: the output of each when it has ended, and a table of all at the end.

use std::time::Duration;

use super::counts::Counts;
use super::schedule::Outcome;

/// The heading above what Node's runner prints again of the tests that failed.
const FAILURES: &str = "✖ failing tests:";

/// How many lines of a failed step are printed again if its runner has no list of failures.
const LAST_LINES: usize = 60;

/// Prints the output of a step that has ended.
pub fn print_whole(outcome: &Outcome) {
    let state = if outcome.success { "" } else { " FAILED" };
    println!("\n━━━ {}{state} ({})\n{}", outcome.name, clock(outcome.time), outcome.output.trim_end());
}

/// Prints the failures again, the time of each step, and the numbers of tests, on a last line of their own.
pub fn print_summary(outcomes: &[Outcome], elapsed: Duration) {
    for outcome in outcomes.iter().filter(|outcome| !outcome.success) {
        println!("\n━━━ {} FAILED\n{}", outcome.name, failures(&outcome.output));
    }
    println!("\n{:<38} {:>6} {:>7} {:>7} {:>8}", "", "time", "passed", "failed", "skipped");
    outcomes.iter().for_each(|outcome| print_row(&outcome.name, outcome.time, outcome.counts));
    let total: Counts = outcomes.iter().map(|outcome| outcome.counts).sum();
    print_row("in all", elapsed, total);
    println!("\n{total}");
}

fn print_row(name: &str, time: Duration, Counts { passed, failed, skipped }: Counts) {
    println!("{name:<38} {:>6} {passed:>7} {failed:>7} {skipped:>8}", clock(time));
}

fn failures(output: &str) -> String {
    if let Some(start) = output.rfind(FAILURES) {
        return output[start..].trim_end().to_owned();
    }
    let lines: Vec<_> = output.lines().collect();
    lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")
}

fn clock(time: Duration) -> String {
    let seconds = (time.as_secs_f64()).round() as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
