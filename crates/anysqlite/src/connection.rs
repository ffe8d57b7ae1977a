//! One connection in a guest of its own, and the record through which it gives results.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use wasmtime::{Caller, TypedFunc, WasmParams, WasmResults};

use super::cells;
use super::value::Value;
use crate::error::{Error, Result};
use crate::host::{Access, Allowance, Callback, Callbacks, Engine, Exports, Instance, State};

/// What SQLite says when there was no memory.
const NOMEM: [i32; 2] = [7, 10 | 12 << 8];

/// No application functions can be defined, so none is ever called.
pub struct NoCallbacks;

impl Callbacks for NoCallbacks {
    fn invoke(_: &mut Caller<'_, State<Self>>, what: Callback, _: &[i32]) -> wasmtime::Result<i32> {
        Err(wasmtime::Error::msg(format!("the guest called {}, but nothing is registered", what.name())))
    }
}

/// What a connection may use.
#[derive(Clone, Copy)]
pub struct Limits {
    pub memory: Option<usize>,
    pub time: Option<Duration>,
}

/// The time that is left for an execution. Only what its calls of SQLite take counts.
pub struct Budget(Option<Duration>);

/// What is opened, and what may be touched for it.
pub struct Place {
    pub path: PathBuf,
    pub access: Access,
}

pub struct Connection {
    /// Gone after a failure that it does not survive.
    guest: Option<Instance<NoCallbacks>>,
    address: u32,
    limits: Limits,
}

impl Connection {
    pub fn open(engine: &Engine, place: Place, flags: i32, busy: i32, limits: Limits) -> Result<Self> {
        let mut state = State::new(NoCallbacks);
        state.access = place.access;
        state.thread = thread_number();
        state.allowance = Allowance::of(limits.memory.unwrap_or(usize::MAX));
        let mut guest = Instance::start(engine, state)?;
        guest.initialize()?;
        let mut connection = Self { guest: Some(guest), address: 0, limits };
        let path = place.path.into_os_string().into_encoded_bytes();
        let at = connection.place(&path)?;
        // A path is shorter than an address is wide, or it could not have been placed.
        let address = connection.call(|guest| &guest.db_open, (at, path.len() as u32, flags, busy))?;
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

    /// The time for one execution.
    pub fn budget(&self) -> Budget {
        Budget(self.limits.time)
    }

    /// Calls the guest. A failure that it does not survive closes the connection.
    pub fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        function: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        arguments: P,
    ) -> Result<R> {
        self.call_within(&mut self.budget(), function, arguments)
    }

    /// Calls the guest in the time that is left.
    pub fn call_within<P: WasmParams, R: WasmResults>(
        &mut self,
        Budget(left): &mut Budget,
        function: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        arguments: P,
    ) -> Result<R> {
        let guest = self.guest.as_mut().ok_or(Error::Closed)?;
        let start = Instant::now();
        let result = match (*left, self.limits.time) {
            // A call that is shorter than the clock's tick would not be cut.
            (Some(Duration::ZERO), Some(limit)) => Err(Error::TimeLimit { limit }),
            (left, _) => guest.call(function, arguments, left),
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

    /// Makes an error of a code, unless it is none.
    pub fn check(&mut self, code: i32) -> Result<()> {
        if code == 0 {
            return Ok(());
        }
        if NOMEM.contains(&code) && self.was_refused_memory() {
            return Err(self.memory_limit());
        }
        let address = self.address;
        self.call(|guest| &guest.db_error, (address,))?;
        let message = self.text()?.unwrap_or_else(|| "unknown error".into());
        Err(Error::Sqlite { code: code & 0xff, extended: code, message })
    }

    fn was_refused_memory(&mut self) -> bool {
        self.guest.as_mut().is_some_and(Instance::take_refused_memory)
    }

    fn memory_limit(&self) -> Error {
        Error::MemoryLimit { limit: self.limits.memory.unwrap_or(usize::MAX) }
    }

    fn out_of_memory(&mut self) -> Error {
        if self.was_refused_memory() {
            return self.memory_limit();
        }
        Error::Sqlite { code: NOMEM[0], extended: NOMEM[0], message: "out of memory".into() }
    }

    /// Puts bytes into memory of the guest.
    pub fn place(&mut self, bytes: &[u8]) -> Result<u32> {
        // Empty memory has no address.
        let at = self.reserve(bytes.len().max(1))?;
        self.fill(at, bytes)?;
        Ok(at)
    }

    fn reserve(&mut self, size: usize) -> Result<u32> {
        let Ok(size) = u32::try_from(size) else { return Err(self.out_of_memory()) };
        match self.call(|guest| &guest.alloc, (size,))? {
            0 => Err(self.out_of_memory()),
            at => Ok(at),
        }
    }

    fn fill(&mut self, at: u32, bytes: &[u8]) -> Result<()> {
        let memory = self.guest.as_mut().ok_or(Error::Closed)?.memory_mut();
        let at = at as usize;
        memory.get_mut(at..at + bytes.len()).ok_or_else(astray)?.copy_from_slice(bytes);
        Ok(())
    }

    pub fn free(&mut self, at: u32) -> Result<()> {
        self.call(|guest| &guest.free, (at,))
    }

    /// Writes parameters to memory of the guest. Gives its address.
    pub fn place_values(&mut self, values: &[Value]) -> Result<u32> {
        let at = self.reserve(cells::size(values).max(1))?;
        self.fill(at, &cells::write(values, at))?;
        Ok(at)
    }

    fn memory(&self) -> Result<&[u8]> {
        Ok(self.guest.as_ref().ok_or(Error::Closed)?.memory())
    }

    fn bytes<const N: usize>(&self, at: u32, offset: i32) -> Result<[u8; N]> {
        let at = at as usize + offset as usize;
        self.memory()?.get(at..).and_then(|rest| rest.first_chunk()).copied().ok_or_else(astray)
    }

    /// A number in a record of the guest.
    pub fn number(&self, record: u32, offset: i32) -> Result<i32> {
        self.bytes(record, offset).map(i32::from_le_bytes)
    }

    /// A number that the last call gave: one of `RESULT_*`.
    pub fn result(&self, offset: i32) -> Result<i32> {
        self.number(self.address, offset)
    }

    /// Likewise of 64 bits.
    pub fn result64(&self, offset: i32) -> Result<i64> {
        self.bytes(self.address, offset).map(i64::from_le_bytes)
    }

    /// The text that the last call gave.
    pub fn text(&self) -> Result<Option<String>> {
        let (at, length) = (self.result(abi::RESULT_TEXT)? as u32, self.result(abi::RESULT_TEXT_LEN)? as u32);
        if at == 0 {
            return Ok(None);
        }
        let text = self.memory()?.get(at as usize..at as usize + length as usize).ok_or_else(astray)?;
        Ok(Some(String::from_utf8_lossy(text).into_owned()))
    }

    /// A packed value.
    pub fn cell(&self, at: usize) -> Result<Value> {
        cells::read(self.memory()?, at).ok_or_else(astray)
    }

    /// Ends the connection. What it had open is closed in any case.
    pub fn close(&mut self) -> Result<()> {
        let address = self.address;
        let closed = self.call(|guest| &guest.db_close, (address,)).and_then(|code| self.check(code));
        self.guest = None;
        closed
    }

    pub fn is_open(&self) -> bool {
        self.guest.is_some()
    }
}

/// The guest gave an address that is not in its memory.
fn astray() -> Error {
    Error::Trap { reason: "it gave an address beyond its memory".into() }
}

/// Number of this thread, 0 for the main thread.
fn thread_number() -> i32 {
    #[cfg(target_os = "linux")]
    {
        let (thread, process) = (rustix::thread::gettid(), rustix::process::getpid());
        if thread == process { 0 } else { thread.as_raw_nonzero().get() }
    }
    #[cfg(not(target_os = "linux"))]
    0
}
