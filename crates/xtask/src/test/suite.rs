//! What a row of the table of suites says.

use std::fmt;

use super::need::Need;
use super::schedule::Load;
use crate::node::Node;

/// What runs the guest, and with which lock tier; or native better-sqlite3 in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// The WebAssembly of the JavaScript engine, with the best lock tier of the machine.
    V8,
    /// The addon with wasmtime.
    Wasmtime,
    /// Native better-sqlite3.
    Reference,
    /// V8 with the lock tier `ffi`.
    Ffi,
    /// V8 with the lock tier `exclusive`.
    Exclusive,
}

impl Engine {
    const ALL: [Self; 5] = [Self::V8, Self::Wasmtime, Self::Reference, Self::Ffi, Self::Exclusive];

    /// Returns the engine that `--on` names.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.name() == name)
    }

    /// Returns the names of all engines.
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    const fn name(self) -> &'static str {
        match self {
            Self::V8 => "v8",
            Self::Wasmtime => "wasmtime",
            Self::Reference => "reference",
            Self::Ffi => "ffi",
            Self::Exclusive => "exclusive",
        }
    }

    /// Returns the environment variables by which the tests select the engine.
    pub const fn settings(self) -> &'static [Setting] {
        match self {
            Self::V8 => &[("SQLITE_ENGINE", "v8")],
            Self::Wasmtime => &[("SQLITE_ENGINE", "wasmtime"), ("ANYSQLITE_ENGINE", "wasmtime")],
            Self::Reference => &[("SQLITE_ENGINE", "reference")],
            Self::Ffi => &[("SQLITE_ENGINE", "v8"), ("ANYSQLITE_LOCKS", "ffi")],
            Self::Exclusive => &[("SQLITE_ENGINE", "v8"), ("ANYSQLITE_LOCKS", "exclusive")],
        }
    }

    /// Returns what the engine needs to be built.
    pub const fn needs(self) -> &'static [Need] {
        match self {
            Self::V8 | Self::Ffi | Self::Exclusive => &[Need::Module, Need::Shims],
            Self::Wasmtime => &[Need::Module, Need::Shims, Need::Addon],
            Self::Reference => &[],
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An environment variable and its value.
pub type Setting = (&'static str, &'static str);

/// What runs the tests of a suite.
#[derive(Clone, Copy)]
pub enum Runner {
    /// Node's test runner, over the files `*.test.js` of the suite's folder.
    Node {
        /// How many files run at once when nothing else runs.
        files_at_once: usize,
    },
    /// `cargo test` with these arguments.
    Cargo(&'static [&'static str]),
}

/// Tests that cannot hold in a run.
#[derive(Clone, Copy)]
pub struct Skip {
    /// Files, relative to the suite's folder. Of a suite of `cargo test`: names of test functions.
    pub tests: &'static [&'static str],
    /// Why they cannot hold.
    pub reason: &'static str,
}

/// One run of a suite.
#[derive(Clone, Copy)]
pub struct Run {
    /// The engine under test; `None` if the tests use none.
    pub on: Option<Engine>,
    /// The release of Node.
    pub node: Node,
    /// Environment variables beyond the engine's.
    pub settings: &'static [Setting],
    /// What is left out.
    pub skip: Option<Skip>,
}

impl Run {
    /// Returns the engine and the release, as reports name them.
    pub fn name(&self) -> String {
        self.on.map_or_else(String::new, |engine| format!(" {engine} {}", self.node))
    }

    /// Returns every environment variable of the run.
    pub fn all_settings(&self) -> impl Iterator<Item = Setting> {
        self.on.map_or(&[][..], Engine::settings).iter().chain(self.settings).copied()
    }
}

/// A row of the table.
pub struct Suite {
    /// The name by which `cargo xtask test` selects it.
    pub name: &'static str,
    /// What its tests prove.
    pub proves: &'static str,
    /// Where its tests are.
    pub folder: &'static str,
    /// What runs them.
    pub runner: Runner,
    /// What must be built for them, beyond the needs of their engine.
    pub needs: &'static [Need],
    /// Releases of Node that its tests start, beyond that of the run.
    pub starts: &'static [Node],
    /// What a run takes of the machine.
    pub load: Load,
    /// The runs of `cargo xtask test`.
    pub runs: &'static [Run],
}

/// A run that is too long, or repeats too much, for every change.
pub struct Soak {
    /// Name of the suite.
    pub suite: &'static str,
    /// How it is run.
    pub run: Run,
    /// Why `cargo xtask test` does without it.
    pub reason: &'static str,
}
