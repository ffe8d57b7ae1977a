use std::time::Duration;

/// Why something failed. Whatever it is, the database file is as SQLite promises: what was committed is there, what
/// was not is rolled back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// SQLite refused.
    #[error("{message} (SQLite code {extended})")]
    Sqlite {
        /// Primary result code.
        code: i32,
        /// Extended result code.
        extended: i32,
        /// SQLite's message.
        message: String,
    },

    /// A text that was to be a statement has none.
    #[error("the SQL has no statement")]
    NoStatement,

    /// A text that was to be one statement has more.
    #[error("the SQL has more than one statement: use `execute_script` for several")]
    SeveralStatements,

    /// As many values have to be given as there are parameters.
    #[error("the statement has {wanted} parameters, but {given} values were given")]
    Parameters {
        /// What the statement has.
        wanted: usize,
        /// What was given.
        given: usize,
    },

    /// A query that was to give a row gave none.
    #[error("the query gave no row")]
    NoRow,

    /// A row has no such column.
    #[error("the row has no column {0}")]
    NoColumn(String),

    /// A value is not of the type that was asked for.
    #[error("column {column} is {found}, not {wanted}")]
    Type {
        /// Name of the column.
        column: String,
        /// What was asked for.
        wanted: &'static str,
        /// What is there.
        found: &'static str,
    },

    /// A row does not fit the structure it was to become.
    #[error("the row does not fit: {0}")]
    Deserialize(String),

    /// The database needs more memory than it was given. Where SQLite could not go on without it the database is closed.
    #[error("the memory limit of {limit} bytes was reached: use a higher one, or ask for less at once")]
    MemoryLimit {
        /// The limit in bytes.
        limit: usize,
    },

    /// An execution took longer than it was given. The database is closed. A COMMIT that was cut may have happened.
    #[error("the time limit of {limit:?} was reached, and the database was closed: open it again to go on")]
    TimeLimit {
        /// The limit.
        limit: Duration,
    },

    /// The guest failed: a panic, an exhausted stack, memory that is not its own. The database is closed.
    #[error("SQLite stopped unexpectedly ({reason}), and the database was closed: open it again to go on")]
    Trap {
        /// What the guest or the engine said.
        reason: String,
    },

    /// The database was closed by a trap or a time limit.
    #[error("the database was closed by an earlier failure: open it again")]
    Closed,

    /// The module is not the one that this library was written for.
    #[error("the module is for another version of this library ({0}): build both from one source")]
    AbiMismatch(String),

    /// A precompiled module is damaged, or made by another version, for another module or for another CPU.
    #[error("the precompiled module cannot be used ({0}): delete it and compile the module again")]
    BadArtefact(String),

    /// The system does not let this process have executable memory.
    #[error(
        "the system refuses executable memory to this process: allow it (SELinux, seccomp, MDWE), or run elsewhere"
    )]
    NoExecutableMemory,

    /// The engine cannot run here.
    #[error("wasmtime cannot run the module: {0}")]
    Engine(String),

    /// A file that holds a precompiled module cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;
