//! How many tests a runner reports.

use std::fmt;
use std::iter::Sum;

/// Numbers of tests.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Counts {
    /// Reads the summaries that Node's test runner and Rust's print. A program that fails without a failed test counts
    /// as one failure.
    pub fn of(output: &str, success: bool) -> Self {
        let mut counts: Self = output.lines().map(Self::of_line).sum();
        if !success && counts.failed == 0 {
            counts.failed = 1;
        }
        counts
    }

    fn of_line(line: &str) -> Self {
        if let Some(result) = line.strip_prefix("test result: ") {
            return Self::of_rust(result);
        }
        let Some(number) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
            return Self::default();
        };
        match number.split_once(' ').and_then(|(word, number)| Some((word, number.parse().ok()?))) {
            Some(("pass", passed)) => Self { passed, ..Self::default() },
            Some(("fail" | "cancelled", failed)) => Self { failed, ..Self::default() },
            Some(("skipped" | "todo", skipped)) => Self { skipped, ..Self::default() },
            _ => Self::default(),
        }
    }

    /// `ok. 22 passed; 0 failed; 1 ignored; …`
    fn of_rust(result: &str) -> Self {
        let words: Vec<_> = result.split_whitespace().collect();
        let number = |name: &str| {
            let pair = words.windows(2).find(|pair| pair[1] == name);
            pair.and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
        };
        Self { passed: number("passed;"), failed: number("failed;"), skipped: number("ignored;") }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, each| Self {
            passed: sum.passed + each.passed,
            failed: sum.failed + each.failed,
            skipped: sum.skipped + each.skipped,
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_s_summary_is_read() {
        let output = "✔ one (2ms)\nℹ node24: 5\nℹ tests 9\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 2\nℹ todo 0\n";
        assert_eq!(Counts::of(output, false), Counts { passed: 5, failed: 2, skipped: 2 });
    }

    #[test]
    fn every_summary_of_rust_is_read() {
        let output = "test result: ok. 22 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 1s\n\
                      test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s\n";
        assert_eq!(Counts::of(output, false), Counts { passed: 25, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_program_that_ends_without_a_summary_failed_once() {
        assert_eq!(Counts::of("Segmentation fault", false), Counts { failed: 1, ..Counts::default() });
        assert_eq!(Counts::of("built", true), Counts::default());
    }
}
