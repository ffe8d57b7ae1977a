use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why an engine cannot be made, or cannot run the module.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The module implements another revision of the contract.
    #[error("the module is for another version of this library ({0}): build both from one source")]
    AbiMismatch(String),

    /// The precompiled module is damaged, or was made by another wasmtime, from another module or for another CPU.
    #[error("the precompiled module cannot be used ({0}): delete it and compile the module again")]
    BadPrecompiled(String),

    /// The system denies executable memory to this process.
    #[error(
        "the system refuses executable memory to this process: allow it (SELinux, seccomp, MDWE), or run elsewhere"
    )]
    NoExecutableMemory,

    /// The system has no more address space for this process.
    #[error(
        "the system refuses address space to this process: each database reserves 4 GiB of it, though not of memory; \
         raise the limit (`ulimit -v`), or have fewer databases open"
    )]
    NoAddressSpace,

    /// The system refuses a thread, which an engine with time limits needs.
    #[error("the system refuses a thread, which time limits need ({0}): raise the limit, or have fewer threads")]
    NoThread(io::Error),

    /// wasmtime cannot compile or start the module.
    #[error("wasmtime cannot run the module: {0}")]
    Wasmtime(String),

    /// The file of a precompiled module cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Why a guest could not be started, or was ended by a call.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine cannot run the module.
    #[error(transparent)]
    Engine(#[from] EngineError),

    /// The guest stopped because its memory could not grow.
    #[error("the memory limit of {limit} bytes was reached")]
    MemoryLimit {
        /// The limit in bytes.
        limit: usize,
    },

    /// The call was interrupted at its deadline.
    #[error("the time limit of {limit:?} was reached")]
    TimeLimit {
        /// The time that the call had.
        limit: Duration,
    },

    /// The guest trapped: a panic, an exhausted stack, an access out of bounds.
    #[error("{reason}")]
    Trap {
        /// The guest's panic message, or wasmtime's.
        reason: String,
    },
}
