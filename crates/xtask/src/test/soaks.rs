//! The table of the soaks: long runs of test suites.

use super::skips::NOT_ON_WINDOWS;
use super::suite::Engine::{Reference, V8};
use super::suite::{Run, Setting, Soak};
use super::suites::{on, on_node, on_windows};

/// Why conformance on Node 20 and 22 repeats other runs.
const BETWEEN_RELEASES: &str = "the package has no branch that only this release takes; `cargo xtask test` makes \
    this run on older and newer ones, and `portability` shares a database with native SQLite on this one";

/// Why conformance on Node 26 with the tier `shim` repeats other runs.
const OTHER_TIER: &str = "`cargo xtask test` runs the same tests on this release with the tier `ffi`, and with the \
    tier `shim` on others; `portability` locks with the tier `shim` on this one";

/// Why conformance on Node 18 for Windows repeats another run.
const OLD_NODE_ON_WINDOWS: &str = "`cargo xtask test` runs the same tests on Node 22 for Windows, and on Node 18 for \
    Linux";

/// Why the example of a Home Assistant app is executed on more runtimes.
const OTHER_IMAGES: &str = "emulation is slow: the same tests with glibc, and on arm64 with glibc and musl";

/// Every run of `cargo xtask soak`.
pub const SOAKS: &[Soak] = &[
    long("differential", &[("ANYSQLITE_DIFFERENTIAL_STATEMENTS", "1200000")]),
    long("sharing", &[("ANYSQLITE_SOAK_SECONDS", "600"), ("ANYSQLITE_SOAK_ROUNDS", "500")]),
    long("replication", &[("ANYSQLITE_SOAK_ROUNDS", "200")]),
    long("sqlite-vec", &[("ANYSQLITE_VECTOR_CALLS", "10000"), ("ANYSQLITE_VECTOR_TABLES", "2000")]),
    long("sessions", &[("ANYSQLITE_SESSION_CASES", "5000"), ("ANYSQLITE_SESSION_MALFORMED_CASES", "20000")]),
    long("crash", &[("ANYSQLITE_CRASH_CASES", "10000"), ("ANYSQLITE_CRASH_MALFORMED_CASES", "50000")]),
    long(
        "doctor",
        &[
            ("ANYSQLITE_TARGETS", "node20,node22,node26,arm64,musl-arm64,ia32,s390x,bun,deno,win-x64-22"),
            ("ANYSQLITE_DOCTOR_FILES", "1000000"),
        ],
    ),
    Soak { suite: "conformance", run: on_node(20, V8), reason: BETWEEN_RELEASES },
    Soak { suite: "conformance", run: on_node(22, V8), reason: BETWEEN_RELEASES },
    Soak { suite: "conformance", run: on_node(26, V8), reason: OTHER_TIER },
    Soak { suite: "conformance", run: on_windows(18, V8), reason: OLD_NODE_ON_WINDOWS },
    Soak {
        suite: "sharing",
        run: Run {
            skip: Some(NOT_ON_WINDOWS),
            settings: &[("ANYSQLITE_SOAK_SECONDS", "1200"), ("ANYSQLITE_SOAK_ROUNDS", "150")],
            ..on_windows(22, V8)
        },
        reason: "under Wine it takes long: every test that Windows can run, five minutes in each kind of journal mode",
    },
    Soak {
        suite: "home-assistant",
        run: Run { settings: &[("ANYSQLITE_TARGETS", "node24,arm64,musl-arm64")], ..on(Reference) },
        reason: OTHER_IMAGES,
    },
];

const fn long(suite: &'static str, settings: &'static [Setting]) -> Soak {
    Soak { suite, run: Run { settings, ..on(V8) }, reason: "it takes long: the same tests with more random cases" }
}

#[cfg(test)]
mod tests {
    use super::super::suites::SUITES;
    use super::SOAKS;

    #[test]
    fn every_soak_is_of_a_suite() {
        assert!(SOAKS.iter().all(|soak| SUITES.iter().any(|suite| suite.name == soak.suite)));
    }
}
