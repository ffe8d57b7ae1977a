//! One connection in a guest of its own: calls of the guest, and its memory.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use wasmtime_host::{
    Access, DiskLimiter, Engine, Exports, Instance, MemoryLimiter, NoCallbacks, State, TypedFunc, WasmParams,
    WasmResults,
};

use crate::error::{Error, Result};
use crate::value::Value;
use crate::values;

/// SQLITE_NOMEM and SQLITE_IOERR_NOMEM.
const NOMEM: [i32; 2] = [7, 10 | 12 << 8];

/// SQLITE_FULL, and SQLITE_IOERR with any extension: a file could not grow.
const DISK: [i32; 2] = [13, 10];

/// Bytes of stack that a call needs: the guest's own, and what the host's functions take.
const CALL_STACK: usize = wasmtime_host::STACK + (256 << 10);

/// What a connection may use.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Bytes of memory.
    pub memory: Option<usize>,
    /// Time of one execution.
    pub time: Option<Duration>,
    /// Bytes of files.
    pub files: Option<u64>,
}

/// The time that is left of one execution. Only the time within calls of the guest counts.
pub struct Budget(Option<Duration>);

/// What is opened, and how.
pub struct OpenTarget {
    pub path: PathBuf,
    /// The files that the connection may open.
    pub access: Access,
    /// SQLITE_OPEN_* flags.
    pub flags: i32,
    /// Busy timeout in milliseconds.
    pub busy_timeout: i32,
}

pub struct Connection {
    /// `None` after a failure that ended the guest, and after [`Connection::close`].
    guest: Option<Instance<NoCallbacks>>,
    /// Address of the connection in the guest, where its result record is.
    address: u32,
    limits: Limits,
}

impl Connection {
    pub fn open(engine: &Engine, target: OpenTarget, limits: Limits) -> Result<Self> {
        let mut state = State::new(NoCallbacks);
        state.access = target.access;
        state.disk_limiter = limits.files.map(DiskLimiter::new);
        state.memory_limiter = MemoryLimiter::new(limits.memory.unwrap_or(usize::MAX));
        let mut guest = Instance::start(engine, state).map_err(Error::of_host)?;
        guest.initialize().map_err(Error::of_host)?;
        let mut connection = Self { guest: Some(guest), address: 0, limits };
        let path = target.path.into_os_string().into_encoded_bytes();
        let at = connection.place(&path)?;
        // The path was placed in the guest's memory, so its length fits 32 bits.
        let arguments = (at, path.len() as u32, target.flags, target.busy_timeout);
        let address = connection.call(|guest| &guest.db_open, arguments)?;
        connection.free(at)?;
        if address == 0 {
            return Err(connection.out_of_memory());
        }
        connection.address = address;
        let code = connection.result(abi::RESULT_CODE)?;
        connection.check(code)?;
        Ok(connection)
    }

    pub fn address(&self) -> u32 {
        self.address
    }

    pub fn is_open(&self) -> bool {
        self.guest.is_some()
    }

    /// Closes the connection. The guest and its files are gone even if SQLite reports an error.
    pub fn close(&mut self) -> Result<()> {
        let address = self.address;
        let closed = self.call(|guest| &guest.db_close, (address,)).and_then(|code| self.check(code));
        self.guest = None;
        closed
    }

    /// Returns the time for one execution.
    pub fn budget(&self) -> Budget {
        Budget(self.limits.time)
    }

    /// Calls an export with the whole time of an execution. A failure that ends the guest closes the connection.
    pub fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        export: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        arguments: P,
    ) -> Result<R> {
        self.call_within(&mut self.budget(), export, arguments)
    }

    /// Calls an export with the time that is left, and subtracts the time of the call.
    pub fn call_within<P: WasmParams, R: WasmResults>(
        &mut self,
        Budget(left): &mut Budget,
        export: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        arguments: P,
    ) -> Result<R> {
        let guest = self.guest.as_mut().ok_or(Error::Closed)?;
        // Space that was refused to an earlier call does not explain a failure of this one.
        guest.take_refused_disk();
        let start = Instant::now();
        let result = match (*left, self.limits.time) {
            // A call shorter than the engine's tick would not be interrupted.
            (Some(Duration::ZERO), Some(limit)) => Err(Error::TimeLimit { limit }),
            // SQL can exhaust the guest's stack, which must not be more than the thread has: the process would end.
            (left, _) => stacker::maybe_grow(CALL_STACK, CALL_STACK, || guest.call(export, arguments, left))
                .map_err(Error::of_host),
        };
        *left = left.map(|left| left.saturating_sub(start.elapsed()));
        if result.is_err() {
            self.guest = None;
        }
        result.map_err(|error| match (error, self.limits.time) {
            (Error::TimeLimit { .. }, Some(limit)) => Error::TimeLimit { limit },
            (error, _) => error,
        })
    }

    /// Converts a result code to an error, with SQLite's message; 0 is success.
    pub fn check(&mut self, code: i32) -> Result<()> {
        if code == 0 {
            return Ok(());
        }
        if NOMEM.contains(&code) && self.was_refused_memory() {
            return Err(self.memory_limit());
        }
        if let Some(limit) = self.limits.files
            && DISK.contains(&(code & 0xff))
            && self.guest.as_mut().is_some_and(Instance::take_refused_disk)
        {
            self.shrink_wal()?;
            return Err(Error::FileSizeLimit { limit });
        }
        let address = self.address;
        self.call(|guest| &guest.db_error, (address,))?;
        let message = self.text()?.unwrap_or_else(|| "unknown error".into());
        Err(Error::Sqlite { code: code & 0xff, extended: code, message })
    }

    /// Writes the content of a WAL to the database and empties it, so that there is room for the next transaction. Does
    /// nothing if that cannot be done now.
    fn shrink_wal(&mut self) -> Result<()> {
        let (at, length) = self.place_sql("PRAGMA wal_checkpoint(TRUNCATE)")?;
        let statement = self.call(|guest| &guest.stmt_prepare, (self.address, at, length, 0))?;
        if statement != 0 {
            self.call(|guest| &guest.stmt_drain, (statement,))?;
            self.call(|guest| &guest.stmt_finalize, (statement,))?;
        }
        self.free(at)
    }

    fn was_refused_memory(&mut self) -> bool {
        self.guest.as_mut().is_some_and(Instance::take_refused_memory)
    }

    /// Returns how many bytes of rows may be kept outside the guest.
    pub fn row_bytes(&self) -> usize {
        self.limits.memory.unwrap_or(usize::MAX)
    }

    /// Returns the error of a reached memory limit.
    pub fn memory_limit(&self) -> Error {
        Error::MemoryLimit { limit: self.limits.memory.unwrap_or(usize::MAX) }
    }

    fn out_of_memory(&mut self) -> Error {
        if self.was_refused_memory() {
            return self.memory_limit();
        }
        Error::Sqlite { code: NOMEM[0], extended: NOMEM[0], message: "out of memory".into() }
    }
}

/// Memory of the guest.
impl Connection {
    /// Copies bytes to newly allocated memory. Returns its address, to be freed by [`Connection::free`].
    pub fn place(&mut self, bytes: &[u8]) -> Result<u32> {
        // An allocation of no bytes would return 0, as a failed one does.
        let at = self.allocate(bytes.len().max(1))?;
        self.write(at, bytes)?;
        Ok(at)
    }

    /// Copies SQL to newly allocated memory, followed by a NUL, which SQLite needs. Returns its address and its length
    /// without the NUL.
    pub fn place_sql(&mut self, sql: &str) -> Result<(u32, u32)> {
        let at = self.place(&[sql.as_bytes(), b"\0"].concat())?;
        // The SQL was placed, so its length fits 32 bits.
        Ok((at, sql.len() as u32))
    }

    /// Writes values to newly allocated memory. Returns its address.
    pub fn place_values(&mut self, values: &[Value]) -> Result<u32> {
        let at = self.allocate(values::size(values).max(1))?;
        self.write(at, &values::write(values, at))?;
        Ok(at)
    }

    pub fn free(&mut self, at: u32) -> Result<()> {
        self.call(|guest| &guest.free, (at,))
    }

    fn allocate(&mut self, size: usize) -> Result<u32> {
        let Ok(size) = u32::try_from(size) else { return Err(self.out_of_memory()) };
        match self.call(|guest| &guest.alloc, (size,))? {
            0 => Err(self.out_of_memory()),
            at => Ok(at),
        }
    }

    fn write(&mut self, at: u32, bytes: &[u8]) -> Result<()> {
        let memory = self.guest.as_mut().ok_or(Error::Closed)?.memory_mut();
        let at = at as usize;
        match memory.get_mut(at..at + bytes.len()) {
            Some(room) => room.copy_from_slice(bytes),
            None => return Err(self.bad_address()),
        }
        Ok(())
    }

    fn memory(&self) -> Result<&[u8]> {
        Ok(self.guest.as_ref().ok_or(Error::Closed)?.memory())
    }

    fn bytes<const N: usize>(&mut self, record: u32, offset: i32) -> Result<[u8; N]> {
        let at = record as usize + offset as usize;
        let found = self.memory()?.get(at..).and_then(|rest| rest.first_chunk()).copied();
        found.ok_or_else(|| self.bad_address())
    }

    /// Returns a number of a record.
    pub fn number(&mut self, record: u32, offset: i32) -> Result<i32> {
        self.bytes(record, offset).map(i32::from_le_bytes)
    }

    /// Returns a number of the result record (`RESULT_*`), which the last call filled.
    pub fn result(&mut self, offset: i32) -> Result<i32> {
        self.number(self.address, offset)
    }

    /// Returns a 64-bit number of the result record.
    pub fn result64(&mut self, offset: i32) -> Result<i64> {
        self.bytes(self.address, offset).map(i64::from_le_bytes)
    }

    /// Returns the text of the result record.
    pub fn text(&mut self) -> Result<Option<String>> {
        let (at, length) = (self.result(abi::RESULT_TEXT)? as u32, self.result(abi::RESULT_TEXT_LEN)? as u32);
        if at == 0 {
            return Ok(None);
        }
        let found = self.memory()?.get(at as usize..at as usize + length as usize);
        let text = found.map(|text| String::from_utf8_lossy(text).into_owned());
        text.ok_or_else(|| self.bad_address()).map(Some)
    }

    /// Returns the value whose record is at `at`.
    pub fn value(&mut self, at: usize) -> Result<Value> {
        values::read(self.memory()?, at).ok_or_else(|| self.bad_address())
    }

    /// The guest returned an address that is not in its memory.
    fn bad_address(&mut self) -> Error {
        self.corrupt("it returned an address beyond its memory".into())
    }

    /// Ends a guest that has returned what it cannot have meant. Returns the error.
    pub fn corrupt(&mut self, reason: String) -> Error {
        self.guest = None;
        Error::Trap { reason }
    }
}
