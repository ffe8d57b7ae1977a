use std::io;
use std::path::PathBuf;
use std::time::Duration;

use wasmtime_host::EngineError;

/// Why an operation failed.
///
/// The database file is sound in any case: committed transactions are in it, others are rolled back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// SQLite returned a result code other than success.
    #[error("{message} (SQLite code {extended})")]
    Sqlite {
        /// Primary [result code](https://sqlite.org/rescode.html), for example 5 for `SQLITE_BUSY`.
        code: i32,
        /// Extended result code, for example 2067 for `SQLITE_CONSTRAINT_UNIQUE`.
        extended: i32,
        /// SQLite's message.
        message: String,
    },

    /// The SQL of a statement contains none: it is empty or a comment.
    #[error("the SQL has no statement")]
    NoStatement,

    /// The SQL of a statement contains more than one.
    #[error("the SQL has more than one statement: use `execute_script` for several")]
    SeveralStatements,

    /// The number of values is not the number of the statement's parameters.
    #[error("the statement has {expected} parameters, but {bound} values were bound")]
    Parameters {
        /// Number of the statement's parameters.
        expected: usize,
        /// Number of values.
        bound: usize,
    },

    /// A query for one row returned none.
    #[error("the query returned no row")]
    NoRow,

    /// The row has no such column.
    #[error("the row has no column {0}")]
    NoColumn(String),

    /// The value of a column is not of the requested type.
    #[error("column {column} is {found}, not {expected}")]
    Type {
        /// The column, as the caller selected it: a position or a quoted name.
        column: String,
        /// The requested type.
        expected: &'static str,
        /// The type of the value.
        found: &'static str,
    },

    /// The row cannot be deserialized to the requested type.
    #[error("the row does not fit: {0}")]
    Deserialize(String),

    /// The database needs more memory than [`Options::memory_limit`](crate::Options::memory_limit). It is closed if
    /// SQLite could not continue without that memory, and open otherwise.
    #[error("the memory limit of {limit} bytes was reached: use a higher one, or ask for less at once")]
    MemoryLimit {
        /// The limit in bytes.
        limit: usize,
    },

    /// The files of the database need more space than [`Options::file_size_limit`](crate::Options::file_size_limit).
    /// SQLite has rolled the statement back, or the whole transaction, and the database stays open.
    #[error(
        "the limit of {limit} bytes for the database's files was reached: delete rows, use a higher limit, or write less \
         at once"
    )]
    FileSizeLimit {
        /// The limit in bytes.
        limit: u64,
    },

    /// An execution took longer than [`Options::time_limit`](crate::Options::time_limit). The database is closed. If
    /// the limit interrupted a COMMIT, the transaction is either committed or rolled back.
    #[error("the time limit of {limit:?} was reached, and the database was closed: open it again to go on")]
    TimeLimit {
        /// The limit.
        limit: Duration,
    },

    /// SQLite stopped in its sandbox: a panic, an exhausted stack, an access beyond its memory. The database is closed.
    #[error("SQLite stopped unexpectedly ({reason}), and the database was closed: open it again to go on")]
    Trap {
        /// The message of the panic or of the engine.
        reason: String,
    },

    /// An earlier [`Error::TimeLimit`], [`Error::MemoryLimit`] or [`Error::Trap`] closed the database.
    #[error("the database was closed by an earlier failure: open it again")]
    Closed,

    /// The engine cannot be made, or cannot run SQLite.
    #[error(transparent)]
    Engine(#[from] EngineError),

    /// A time limit was set together with an engine whose code cannot be interrupted
    /// ([`Settings::interruptible`](crate::Settings::interruptible)).
    #[error("a time limit needs an engine that is interruptible")]
    NotInterruptible,

    /// The path of a [confined](crate::Options::confined) database cannot be resolved.
    #[error("{path}: {source}")]
    File {
        /// The path.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl Error {
    /// Converts an error of the host, whose type is not part of this library.
    pub(crate) fn of_host(error: wasmtime_host::Error) -> Self {
        match error {
            wasmtime_host::Error::Engine(error) => Self::Engine(error),
            wasmtime_host::Error::MemoryLimit { limit } => Self::MemoryLimit { limit },
            wasmtime_host::Error::TimeLimit { limit } => Self::TimeLimit { limit },
            wasmtime_host::Error::Trap { reason } => Self::Trap { reason },
        }
    }
}

/// The result of an operation on a database.
pub type Result<T, E = Error> = std::result::Result<T, E>;
