use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wasmtime_host::{Access, Engine};

use crate::connection::{Connection, Limits, OpenTarget};
use crate::database::Database;
use crate::engine;
use crate::error::{Error, Result};

/// How a database is opened. By default for reading and writing, without limits.
///
/// # What is promised
///
/// Whatever SQL and the database file contain, and even if they take over SQLite in its sandbox:
///
/// - **Always**, the code reaches the sandbox's memory, files and nothing else: no memory of the process, no network,
///   no other program. Without [`confined`](Self::confined), files are all that the process may open, and the code can
///   end the process, by cutting a file that it has mapped.
/// - **[`confined`](Self::confined)**: of files, it reaches the database and `-journal`, `-wal`, `-shm`, `-lock` beside
///   it, follows no link there, and sees of other paths only the folders that lead to the database. It sets no
///   permissions except those of the database, on files that are new and empty. It sees no environment variable; it
///   learns the time, the time zone's offset and the number of the process.
/// - **[`confined`](Self::confined) and [`read_only`](Self::read_only)**: it also writes nothing but the WAL index
///   (`-shm`), where a reader of a database in WAL mode has to take its locks; if `-wal` is missing, it creates an
///   empty one. Other connections trust the index. If they must not depend on this one, open a copy of the database.
/// - **The limits**: no call takes more [time](Self::time_limit), [memory](Self::memory_limit) or
///   [disk space](Self::file_size_limit), except for what each of them says.
///
/// ```
/// # fn main() -> anysqlite::Result<()> {
/// use anysqlite::Options;
///
/// let db = Options::new().confined(true).memory_limit(64 << 20).open_in_memory()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Options {
    read_only: bool,
    create: bool,
    confined: bool,
    busy_timeout: Duration,
    memory_limit: Option<usize>,
    time_limit: Option<Duration>,
    file_size_limit: Option<u64>,
    engine: Option<Engine>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            read_only: false,
            create: true,
            confined: false,
            busy_timeout: Duration::from_secs(5),
            memory_limit: None,
            time_limit: None,
            file_size_limit: None,
            engine: None,
        }
    }
}

impl Options {
    /// Returns the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether the database is opened for reading only. The default is `false`.
    #[must_use]
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Sets whether a missing file is created. The default is `true`.
    #[must_use]
    pub fn create(mut self, create: bool) -> Self {
        self.create = create;
        self
    }

    /// Sets whether SQL is confined to this database: it cannot attach or create another file, uses memory for
    /// temporary data, and sees no environment variable. Meant for SQL or files that are not trusted. The default is
    /// `false`.
    ///
    /// An interrupted transaction over several attached databases leaves a super-journal, which a confined database
    /// cannot see. Reading fails with `SQLITE_IOERR_ACCESS` until each of those databases has been opened without this
    /// option, and so recovered.
    #[must_use]
    pub fn confined(mut self, confined: bool) -> Self {
        self.confined = confined;
        self
    }

    /// Sets how long to wait for another connection's lock before `SQLITE_BUSY` is returned. The default is five
    /// seconds.
    #[must_use]
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// Limits the memory of the database in bytes, including 3 MB for SQLite's stack and constants.
    ///
    /// Rows may take as much again outside the sandbox: those that one call collects
    /// ([`Database::query`]), or one batch of those that are read one by one ([`Statement::query`](crate::Statement)).
    /// Not limited are what the caller keeps or makes of them, its SQL and parameters, 1 MiB of stack, and 4 GiB of
    /// address space that each database reserves. The limit is for each database, not for all of them together.
    #[must_use]
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory_limit = Some(bytes);
        self
    }

    /// Limits the time of each operation: opening, preparing a statement, executing it from its start to its last row,
    /// resetting or dropping it, a whole script, closing. Waiting for locks counts; the time that the caller spends
    /// between rows does not. Some methods are several operations: [`Database::execute`] prepares, executes and drops.
    ///
    /// A call of the operating system is not interrupted. Those that wait for another process are not made, but a read,
    /// a write or an `fsync` takes as long as the disk, and on a network or FUSE file system as its server wants. The
    /// limit is exact to a few milliseconds, or 100 while SQLite waits for a lock.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }

    /// Limits how many bytes the files take that this database writes: the database itself, its journal or WAL,
    /// attached databases, copies by `VACUUM INTO`, temporary files. A file counts with its whole size while it is open
    /// for writing, and afterwards if this database has extended it and not removed it. What would exceed the limit
    /// fails with [`Error::FileSizeLimit`]; SQLite rolls it back, and the database stays open: rows can be deleted, and
    /// what they took is free for others.
    ///
    /// - A sixteenth is kept for journals, because deleting needs one. A WAL needs room for its content twice, because
    ///   a checkpoint copies it to the database. If a transaction that deletes is too large, delete fewer rows at once;
    ///   in WAL mode, select another journal mode before.
    /// - The WAL index (`-shm`) does not count, because nobody could read without it: it has a 64th of the limit and
    ///   1 MiB. Empty files do not count, nor what other connections and processes write.
    #[must_use]
    pub fn file_size_limit(mut self, bytes: u64) -> Self {
        self.file_size_limit = Some(bytes);
        self
    }

    /// Sets the engine that runs SQLite. The default is an engine that all databases of the process share, compiled at
    /// its first use.
    #[must_use]
    pub fn engine(mut self, engine: &Engine) -> Self {
        self.engine = Some(engine.clone());
        self
    }

    /// Opens a database file.
    ///
    /// The same process must not have the file open with native SQLite; see [Sharing files](crate#sharing-files).
    ///
    /// # Errors
    /// [`Error::Sqlite`] if SQLite cannot open the file, [`Error::Engine`] if SQLite cannot run, [`Error::MemoryLimit`]
    /// if the limit is too low for SQLite to start, [`Error::NotInterruptible`] if a time limit is set but the engine
    /// cannot keep it, [`Error::File`] if the path of a confined database cannot be resolved.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Database> {
        let path = path.as_ref();
        if !self.confined {
            return self.open_with(path.to_owned(), Access::Unrestricted);
        }
        let real = real_path(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        let access = Access::to_database(&real, self.read_only);
        self.open_with(real, access)
    }

    /// Opens a database in memory.
    ///
    /// # Errors
    /// As for [`Options::open`], apart from those about the file.
    pub fn open_in_memory(&self) -> Result<Database> {
        let access = if self.confined { Access::none() } else { Access::Unrestricted };
        self.open_with(":memory:".into(), access)
    }

    fn open_with(&self, path: PathBuf, access: Access) -> Result<Database> {
        let flags = match (self.read_only, self.create) {
            (true, _) => OPEN_READONLY,
            (false, false) => OPEN_READWRITE,
            (false, true) => OPEN_READWRITE | OPEN_CREATE,
        };
        let busy_timeout = i32::try_from(self.busy_timeout.as_millis()).unwrap_or(i32::MAX);
        let target = OpenTarget { path, access, flags, busy_timeout };
        let limits = Limits { memory: self.memory_limit, time: self.time_limit, files: self.file_size_limit };
        let database = Database::new(Connection::open(&self.suitable_engine()?, target, limits)?);
        if self.confined {
            // Temporary tables and sorts cannot use files.
            database.execute_script("PRAGMA temp_store = MEMORY")?;
        }
        Ok(database)
    }

    fn suitable_engine(&self) -> Result<Engine> {
        match &self.engine {
            Some(engine) if engine.is_interruptible() || self.time_limit.is_none() => Ok(engine.clone()),
            Some(_) => Err(Error::NotInterruptible),
            None => Ok(engine::shared(self.time_limit.is_some())?),
        }
    }
}

// SQLITE_OPEN_* flags.
const OPEN_READONLY: i32 = 1;
const OPEN_READWRITE: i32 = 2;
const OPEN_CREATE: i32 = 4;

/// Returns the absolute path of a file without links. The file itself may be missing, its folder may not.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            let name = path.file_name().ok_or(error)?;
            Ok(fs::canonicalize(folder)?.join(name))
        }
        found => found,
    }
}
