use anysqlite::{Database, EngineError, Error, Options};

use crate::support::{in_child, is_child};

#[test]
fn local_time_follows_the_time_zone_of_the_environment() {
    in_child("environment::child_in_new_york", &[("TZ", "America/New_York")]);
    in_child("environment::child_in_kathmandu", &[("TZ", "NPT-5:45")]);
}

/// Returns the local time of a moment, which a confined guest has to ask for and another one computes.
fn local(moment: &str) -> String {
    let [computed, asked] = [false, true].map(|confined| {
        let db = Options::new().confined(confined).open_in_memory().expect("the engine runs");
        db.query_one::<String>(&format!("SELECT datetime('{moment}', 'localtime')"), &[]).expect("it runs")
    });
    assert_eq!(computed, asked);
    computed
}

#[test]
fn child_in_new_york() {
    if is_child() {
        assert_eq!(local("2024-07-01 12:00:00"), "2024-07-01 08:00:00");
        assert_eq!(local("2024-01-01 12:00:00"), "2024-01-01 07:00:00");
    }
}

#[test]
fn child_in_kathmandu() {
    if is_child() {
        assert_eq!(local("2024-07-01 12:00:00"), "2024-07-01 17:45:00");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_is_denied_executable_memory_gets_its_own_error() {
    in_child("environment::child_without_executable_memory", &[]);
}

#[cfg(target_os = "linux")]
#[test]
fn child_without_executable_memory() {
    if !is_child() {
        return;
    }
    // From linux/prctl.h. Linux before 6.3 does not know the option; there is nothing to test then.
    const PR_SET_MDWE: i32 = 65;
    const PR_MDWE_REFUSE_EXEC_GAIN: u64 = 1;
    // SAFETY: the call takes numbers only, and affects this process alone, which was started for this test.
    let refused = unsafe { libc::prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0_u64, 0_u64, 0_u64) } == 0;
    if refused {
        let error = Database::open_in_memory().err().expect("code cannot be run");
        assert!(matches!(error, Error::Engine(EngineError::NoExecutableMemory)), "{error:?}");
    }
}
