//! Native SQLite's retries on Windows: a virus scanner or an indexer may have a file open just now.

use abi::{EBUSY, EPERM, ETIMEDOUT};

/// How often a call is repeated.
const RETRIES: u32 = 10;

/// The first pause. Each further one is longer by as much.
const PAUSE_MILLISECONDS: u32 = 25;

/// Returns whether a call that failed with an errno may succeed later.
#[must_use]
pub fn is_transient(errno: i32) -> bool {
    // Access denied, a sharing violation or a lock violation, a network that does not answer: as node:fs reports them.
    // EACCES is the refusal of Node's permission model, which stays.
    matches!(errno, EPERM | EBUSY | ETIMEDOUT)
}

/// Calls `attempt` until it succeeds, fails for good, or has been repeated ten times in 1.4 seconds. `pause` waits for
/// milliseconds.
pub fn retried<T>(mut attempt: impl FnMut() -> Result<T, i32>, mut pause: impl FnMut(u32)) -> Result<T, i32> {
    for retry in 1..=RETRIES {
        match attempt() {
            Err(errno) if is_transient(errno) => pause(PAUSE_MILLISECONDS * retry),
            result => return result,
        }
    }
    attempt()
}

#[cfg(test)]
mod tests {
    use abi::{EACCES, ENOENT};

    use super::*;

    /// Returns the result of a call that fails `failures` times, and the pauses before its repetitions.
    fn call(failures: usize, errno: i32) -> (Result<(), i32>, Vec<u32>) {
        let mut pauses = Vec::new();
        let mut left = failures;
        let result = retried(
            || {
                if left == 0 {
                    return Ok(());
                }
                left -= 1;
                Err(errno)
            },
            |milliseconds| pauses.push(milliseconds),
        );
        (result, pauses)
    }

    #[test]
    fn a_call_that_another_program_is_in_the_way_of_is_repeated_after_longer_and_longer_pauses() {
        assert_eq!(call(0, EBUSY), (Ok(()), vec![]));
        assert_eq!(call(3, EBUSY), (Ok(()), vec![25, 50, 75]));
        assert_eq!(call(10, EPERM).0, Ok(()));
        let (result, pauses) = call(11, EPERM);
        assert_eq!((result, pauses.len(), pauses.iter().sum()), (Err(EPERM), 10, 1375));
    }

    #[test]
    fn a_call_that_fails_for_good_is_not_repeated() {
        assert_eq!(call(1, ENOENT), (Err(ENOENT), vec![]));
        assert_eq!(call(1, EACCES), (Err(EACCES), vec![]));
    }
}
