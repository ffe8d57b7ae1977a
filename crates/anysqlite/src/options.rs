use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::connection::{Connection, Limits, Place};
use super::database::Database;
use crate::error::{Error, Result};
use crate::host::{Access, Engine};

/// How a database is opened.
#[derive(Clone)]
pub struct Options {
    read_only: bool,
    create: bool,
    confined: bool,
    busy_timeout: Duration,
    memory_limit: Option<usize>,
    time_limit: Option<Duration>,
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
            engine: None,
        }
    }
}

impl Options {
    /// For reading and writing, without limits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// For reading only.
    #[must_use]
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Whether the file is made if it is not there, which it is by default.
    #[must_use]
    pub fn create(mut self, create: bool) -> Self {
        self.create = create;
        self
    }

    /// Whether SQL has this database and nothing else: no other file can be attached, no temporary file made, and no
    /// environment variable seen. For SQL that is not trusted.
    ///
    /// A transaction over several attached databases that was interrupted leaves a super-journal, which cannot be seen from
    /// here. Then reading fails (`SQLITE_IOERR_ACCESS`) until each of the databases was opened without this, and recovered.
    #[must_use]
    pub fn confined(mut self, confined: bool) -> Self {
        self.confined = confined;
        self
    }

    /// How long to wait for another connection's lock.
    #[must_use]
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// How much memory the database may use in bytes, its 3 MB of stack and constants included. Rows that were fetched
    /// are in the caller's memory, and not counted.
    #[must_use]
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory_limit = Some(bytes);
        self
    }

    /// How long SQLite may work: on compiling a statement, on executing it from its start to its last row, on a whole
    /// script. Waiting for locks counts, too; what the application does between rows does not.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }

    /// The engine to run on. By default it is one for the whole process, compiled at its first use.
    #[must_use]
    pub fn engine(mut self, engine: &Engine) -> Self {
        self.engine = Some(engine.clone());
        self
    }

    /// Opens a file.
    ///
    /// # Errors
    /// If SQLite cannot open it, or the engine cannot start.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Database> {
        let path = path.as_ref();
        let (path, access) = if self.confined {
            let real = real_path(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
            let access = Access::to_database(&real, self.read_only);
            (real, access)
        } else {
            (path.to_owned(), Access::Everything)
        };
        self.open_place(Place { path, access })
    }

    /// Opens a database in memory.
    ///
    /// # Errors
    /// If the engine cannot start.
    pub fn open_in_memory(&self) -> Result<Database> {
        let access = if self.confined { Access::nothing() } else { Access::Everything };
        self.open_place(Place { path: ":memory:".into(), access })
    }

    fn open_place(&self, place: Place) -> Result<Database> {
        let limits = Limits { memory: self.memory_limit, time: self.time_limit };
        let engine = match &self.engine {
            Some(engine) if engine.is_interruptible() || limits.time.is_none() => engine.clone(),
            Some(_) => return Err(Error::Engine("a time limit needs an engine that is interruptible".into())),
            None => Engine::shared(limits.time.is_some())?,
        };
        let flags = match (self.read_only, self.create) {
            (true, _) => OPEN_READONLY,
            (false, false) => OPEN_READWRITE,
            (false, true) => OPEN_READWRITE | OPEN_CREATE,
        };
        let confined = self.confined;
        let busy = i32::try_from(self.busy_timeout.as_millis()).unwrap_or(i32::MAX);
        let database = Database::new(Connection::open(&engine, place, flags, busy, limits)?);
        if confined {
            // Temporary tables and sorts have no file to go to.
            database.execute_script("PRAGMA temp_store = MEMORY")?;
        }
        Ok(database)
    }
}

const OPEN_READONLY: i32 = 1;
const OPEN_READWRITE: i32 = 2;
const OPEN_CREATE: i32 = 4;

/// The absolute path of a file, which need not be there, without links.
fn real_path(path: &Path) -> std::io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            let name = path.file_name().ok_or(error)?;
            Ok(fs::canonicalize(folder)?.join(name))
        }
        found => found,
    }
}
