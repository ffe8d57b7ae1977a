//! What runs of suites leave out, and why.

use super::suite::Skip;

/// What the tier `exclusive` cannot run.
pub const NO_SHARING: Skip = Skip {
    tests: &[
        "files/fd-database.test.js",
        "locks/between-processes.test.js",
        "locks/fd-database-shared.test.js",
        "locks/foreign-lock-file.test.js",
        "locks/wal-index-file.test.js",
    ],
    reason: "the tier `exclusive` refuses databases that are shared between processes, opened by descriptors, or \
    without room for a lock file",
};

/// What the engine wasmtime cannot run of `sharing`.
pub const V8_LOCKS: Skip = Skip {
    tests: &[
        "broken.test.js",
        "owner.test.js",
        "self-test.test.js",
        "stale-lock-files.test.js",
        "tiers.test.js",
        "views.test.js",
        "windows-self-test.test.js",
    ],
    reason: "they are about lock tiers that only V8 has, or replace functions of node:fs",
};

/// What Windows cannot run of `sharing`.
pub const NOT_ON_WINDOWS: Skip = Skip {
    tests: &[
        "broken.test.js",
        "descriptors.test.js",
        "owner.test.js",
        "self-test.test.js",
        "stale-lock-files.test.js",
        "tiers.test.js",
        "views.test.js",
        "windows-self-test.test.js",
    ],
    reason: "they need /proc, other system calls, or a choice that Windows does not have",
};

/// What only a soak runs of `sharing` on Windows.
pub const SLOW_UNDER_WINE: Skip = Skip {
    tests: &[
        "broken.test.js",
        "client-script.test.js",
        "descriptors.test.js",
        "owner.test.js",
        "self-test.test.js",
        "stale-lock-files.test.js",
        "threads.test.js",
        "tiers.test.js",
        "views.test.js",
        "waiting.test.js",
        "wal-index.test.js",
        "windows-self-test.test.js",
    ],
    reason: "under Wine the rest takes minutes: `cargo xtask soak` runs what Windows can",
};

/// What needs node:sqlite.
pub const NO_NODE_SQLITE: Skip = Skip { tests: &["node-sqlite.test.js"], reason: "Node 18 has no node:sqlite" };

/// What needs calls of node:fs.
pub const KILLED_IN_NODE_FS: Skip = Skip {
    tests: &["a_crash_at_the_commit_over_two_files_is_recovered"],
    reason: "it ends the process in a call of node:fs, which wasmtime does not make",
};

/// What native better-sqlite3, which runs any machine code, cannot run of `extensions`.
pub const MACHINE_CODE: Skip = Skip {
    tests: &[
        "clang.test.js",
        "damaged.test.js",
        "no-compiler.test.js",
        "process.test.js",
        "refused.test.js",
        "release.test.js",
    ],
    reason: "they are about WebAssembly",
};

/// What other releases of Node need not repeat of `extensions`.
pub const ENGINE_INDEPENDENT: Skip = Skip {
    tests: &["clang.test.js", "damaged.test.js"],
    reason: "what is compiled and what is refused depends on no engine",
};
