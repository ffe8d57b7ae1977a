//! The table of all test suites.

use std::collections::BTreeSet;

use super::need::Need;
use super::schedule::Load;
use super::skips::{
    ENGINE_INDEPENDENT, KILLED_IN_NODE_FS, MACHINE_CODE, NO_NODE_SQLITE, NO_SHARING, SLOW_UNDER_WINE, V8_LOCKS,
};
use super::suite::Engine::{self, Exclusive, Ffi, Reference, V8, Wasmtime};
use super::suite::{Run, Runner, Setting, Suite};
use crate::node::{self, Node};

const ONE_FILE: Runner = Runner::Node { files_at_once: 1 };
const TWO_FILES: Runner = Runner::Node { files_at_once: 2 };

/// The crates that are no part of the Rust host or its tests; debug assertions are on.
const UNIT: &[&str] = &[
    "--workspace",
    "--exclude=wasmtime-host",
    "--exclude=anysqlite",
    "--exclude=node-binding",
    "--exclude=benches",
    "--exclude=tests",
    "--exclude=xtask",
    "--target-dir=target/native",
];
/// In the folder of the alias `cargo xtask`, where the dependencies are built.
const XTASK: &[&str] = &["--package=xtask", "--target-dir=target/xtask"];
const CONTRACT: &[&str] =
    &["--package=tests", "--profile=addon", "--target-dir=target/native", "--test=abi", "--test=lock_shims"];
const INTEROP: &[&str] = &["--package=tests", "--profile=addon", "--target-dir=target/native", "--test=interop"];
// Both at once, so that they share one build of wasmtime.
const HOST: &[&str] =
    &["--package=wasmtime-host", "--package=anysqlite", "--profile=addon", "--target-dir=target/native"];

/// Every suite.
pub const SUITES: &[Suite] = &[
    Suite {
        name: "unit",
        proves: "the rules of the guest's VFS and heap, apart from system calls",
        folder: "crates",
        runner: Runner::Cargo(UNIT),
        needs: &[],
        starts: &[],
        load: Load::CARGO,
        runs: &[without_engine()],
    },
    Suite {
        name: "xtask",
        proves: "this table is consistent, and steps are selected, ordered and counted right",
        folder: "crates/xtask",
        runner: Runner::Cargo(XTASK),
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[without_engine()],
    },
    Suite {
        name: "contract",
        proves: "the built module and the lock addons import and export what crates/abi says, and nothing else",
        folder: "tests/native",
        runner: Runner::Cargo(CONTRACT),
        needs: &[Need::Module, Need::Shims],
        starts: &[],
        load: Load::CARGO,
        runs: &[without_engine()],
    },
    Suite {
        name: "interop",
        proves: "native SQLite and the package take turns on the same files: content, crashes, journals, locks",
        folder: "tests/native",
        runner: Runner::Cargo(INTEROP),
        needs: &[],
        starts: &[],
        load: Load::CARGO,
        runs: &[on(V8), Run { skip: Some(KILLED_IN_NODE_FS), ..on(Wasmtime) }],
    },
    Suite {
        name: "host",
        proves: "the Rust library and its host: API, limits, confinement, precompiled modules, locks",
        folder: "crates/anysqlite",
        runner: Runner::Cargo(HOST),
        needs: &[Need::Module],
        starts: &[],
        load: Load::CARGO,
        runs: &[without_engine()],
    },
    Suite {
        name: "conformance",
        proves: "the package does what native better-sqlite3 does, call by call",
        folder: "tests/conformance",
        runner: TWO_FILES,
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[
            on(Reference),
            on(V8),
            Run { settings: WITHOUT_ADDON_CALLS, ..on_node(18, V8) },
            on_node(26, Ffi),
            on(Wasmtime),
            Run { skip: Some(NO_SHARING), ..on(Exclusive) },
            on_windows(22, Reference),
            on_windows(22, V8),
        ],
    },
    Suite {
        name: "compat",
        proves: "every difference from native that docs/COMPAT.md lists",
        folder: "tests/compat",
        runner: ONE_FILE,
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "hooks",
        proves: "update, commit and rollback hooks are called as SQLite says, and keep better-sqlite3's manners",
        folder: "tests/hooks",
        runner: ONE_FILE,
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8), on(Wasmtime)],
    },
    Suite {
        name: "sessions",
        proves: "changesets are those of node:sqlite, and damaged ones do no harm",
        folder: "tests/sessions",
        runner: ONE_FILE,
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8), Run { skip: Some(NO_NODE_SQLITE), ..on_node(18, V8) }],
    },
    Suite {
        name: "extensions",
        proves: "the same extensions do the same here and in native, and modules that are none harm no connection",
        folder: "tests/extensions",
        runner: TWO_FILES,
        needs: &[Need::Extensions],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[
            Run { skip: Some(MACHINE_CODE), ..on(Reference) },
            on(V8),
            Run { skip: Some(ENGINE_INDEPENDENT), ..on_node(18, V8) },
            Run { skip: Some(ENGINE_INDEPENDENT), ..on_node(26, V8) },
        ],
    },
    Suite {
        name: "wasmtime",
        proves: "the engine wasmtime is chosen when it should be, and makes the same system calls as V8",
        folder: "tests/wasmtime",
        runner: ONE_FILE,
        needs: &[Need::Addon],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "differential",
        proves: "random programs have the same results on the package and on native better-sqlite3",
        folder: "tests/differential",
        runner: ONE_FILE,
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "sqlite-vec",
        proves: "sqlite-vec as WebAssembly, with and without SIMD, has the results of its native binary",
        folder: "tests/sqlite-vec",
        runner: TWO_FILES,
        needs: &[Need::SqliteVec],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "package",
        proves: "the packed package works in bundlers, test runners, executables and other runtimes",
        folder: "tests/package",
        runner: ONE_FILE,
        needs: &[Need::Package],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "doctor",
        proves: "the doctor's verdicts on addons are what happens on these runtimes, and it changes nothing",
        folder: "tests/doctor",
        runner: ONE_FILE,
        needs: &[Need::Cli],
        starts: &[Node::Own(18)],
        load: Load::ONE_CORE,
        runs: &[Run { settings: &[("ANYSQLITE_TARGETS", "node18,node24,musl-x64")], ..on(V8) }],
    },
    Suite {
        name: "shell",
        proves: "the command anysqlite: rows, dumps that restore, backups, imports, the terminal, signals, bad input",
        folder: "tests/shell",
        runner: TWO_FILES,
        needs: &[Need::Module, Need::Shims, Need::Cli],
        starts: &[Node::Own(18), Node::Own(20), Node::Own(22), Node::Own(26)],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "prefer-native",
        proves: "native better-sqlite3 is used where it answers, and one that crashes or hangs harms no program",
        folder: "tests/prefer-native",
        runner: TWO_FILES,
        needs: &[Need::Module, Need::Shims, Need::Cli],
        starts: &[Node::Own(18), Node::Own(20), Node::Own(22), Node::Own(26)],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "dependants",
        proves: "libraries that depend on better-sqlite3 do the same on the packed package and on native",
        folder: "tests/dependants",
        runner: ONE_FILE,
        needs: &[Need::Dependants],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "sharing",
        proves: "processes, threads and native SQLite use the same files at the same time without damage",
        folder: "tests/sharing",
        runner: ONE_FILE,
        needs: &[],
        starts: &[Node::Own(26)],
        load: Load::ALONE,
        runs: &[
            on(V8),
            Run { skip: Some(V8_LOCKS), ..on(Wasmtime) },
            Run { skip: Some(SLOW_UNDER_WINE), settings: &[("ANYSQLITE_SOAK_ROUNDS", "6")], ..on_windows(22, V8) },
        ],
    },
    Suite {
        name: "replication",
        proves: "Litestream and followers have every row, whichever process is killed, and their failures do no harm",
        folder: "tests/replication",
        runner: TWO_FILES,
        needs: &[Need::Module, Need::Shims],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "crash",
        proves: "a simulated disk that loses power, and failing host calls, lose no committed transaction",
        folder: "tests/crash",
        runner: ONE_FILE,
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "limits",
        proves: "the ends of memory, stack and sizes are errors, and a trap ends one instance only",
        folder: "tests/limits",
        runner: ONE_FILE,
        needs: &[],
        starts: &[],
        load: Load::MEMORY,
        runs: &[on(V8), on(Wasmtime)],
    },
    Suite {
        name: "costs",
        proves: "no operation makes more calls of the guest, copies more bytes or compiles more code than recorded",
        folder: "tests/costs",
        runner: ONE_FILE,
        needs: &[],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[on(V8)],
    },
    Suite {
        name: "home-assistant",
        proves: "the example of a Home Assistant app is built, killed, updated and restored as its guide says",
        folder: "tests/home-assistant",
        runner: ONE_FILE,
        needs: &[Need::Package],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[Run { settings: &[("ANYSQLITE_TARGETS", "musl-x64")], ..on(Reference) }],
    },
    Suite {
        name: "portability",
        proves: "the package has native's results and keeps its locks on other runtimes, beside any damaged addon",
        folder: "tests/portability",
        runner: ONE_FILE,
        needs: &[Need::SqliteVec],
        starts: &[],
        load: Load::ONE_CORE,
        runs: &[Run { settings: &[("ANYSQLITE_TARGETS", "node18,node20,node22,node24,node26,bun,deno")], ..on(V8) }],
    },
];

/// The ways to files and to the WAL index that the package takes where its addon has not been tested.
const WITHOUT_ADDON_CALLS: &[Setting] = &[("ANYSQLITE_FILES", "node"), ("ANYSQLITE_WAL_INDEX", "copied")];

/// Returns every release of Node that a suite runs on.
pub fn releases() -> Vec<Node> {
    let runs =
        SUITES.iter().flat_map(|suite| suite.runs.iter().map(|run| run.node).chain(suite.starts.iter().copied()));
    runs.collect::<BTreeSet<_>>().into_iter().collect()
}

pub(super) const fn on(engine: Engine) -> Run {
    Run { on: Some(engine), ..without_engine() }
}

pub(super) const fn on_node(release: u32, engine: Engine) -> Run {
    Run { node: Node::Own(release), ..on(engine) }
}

pub(super) const fn on_windows(release: u32, engine: Engine) -> Run {
    Run { node: Node::Windows(release), ..on(engine) }
}

const fn without_engine() -> Run {
    Run { on: None, node: node::REFERENCE, settings: &[], skip: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_has_a_name_of_its_own() {
        let mut names: Vec<_> = SUITES
            .iter()
            .flat_map(|suite| suite.runs.iter().map(|run| format!("{}{}", suite.name, run.name())))
            .collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
