//! One running guest.

use std::collections::BTreeSet;
use std::os::fd::RawFd;
use std::sync::Arc;
use std::time::Duration;

use wasmtime::{Linker, Memory, ResourceLimiter, Store, Trap, TypedFunc, WasmParams, WasmResults};

use super::access::Access;
use super::callbacks::Callbacks;
use super::engine::Engine;
use super::errno::Errno;
use super::exports::Exports;
use super::imports;
use super::locks;
use super::ticker::Ticker;
use crate::error::{Error, Result};

/// What belongs to one guest.
pub struct State<C> {
    /// Its memory, once it is there.
    pub memory: Option<Memory>,
    /// The descriptors that it has open.
    pub files: BTreeSet<RawFd>,
    /// The files that it may touch.
    pub access: Access,
    /// Whether it may share files by byte-range locks; otherwise it owns them whole.
    pub byte_range_locks: bool,
    /// Number of its thread, 0 for the main thread.
    pub thread: i32,
    /// How much memory it may use.
    pub allowance: Allowance,
    /// What it said when it panicked.
    pub last_words: String,
    /// Whoever answers for the application.
    #[cfg_attr(not(feature = "napi"), expect(dead_code, reason = "who cannot be called is not asked"))]
    pub callbacks: C,
}

impl<C> State<C> {
    /// A guest's state at its start, without limits.
    pub fn new(callbacks: C) -> Self {
        Self {
            memory: None,
            files: BTreeSet::new(),
            access: Access::Everything,
            byte_range_locks: locks::AVAILABLE,
            thread: 0,
            allowance: Allowance::of(usize::MAX),
            last_words: String::new(),
            callbacks,
        }
    }

    /// Whether the guest may use a descriptor: only those that it has opened.
    pub fn may_use(&self, file: RawFd) -> Result<(), Errno> {
        if self.files.contains(&file) { Ok(()) } else { Err(Errno(abi::EBADF)) }
    }

    /// Whether the guest may look at a descriptor. Databases are given to it as descriptors, which it opens again.
    pub fn may_look_at(&self, file: RawFd) -> Result<(), Errno> {
        if self.access.is_everything() { Ok(()) } else { self.may_use(file) }
    }

    /// Closes what is open. Its locks go with it.
    pub fn close_files(&mut self) {
        for file in std::mem::take(&mut self.files) {
            // SAFETY: the guest has opened it, and it is not used again.
            unsafe { rustix::io::close(file) };
        }
    }
}

impl<C> Drop for State<C> {
    fn drop(&mut self) {
        self.close_files();
    }
}

/// How much memory a guest may use.
pub struct Allowance {
    /// How large its memory may grow in bytes.
    pub memory: usize,
    /// It was refused memory since this was last looked at.
    refused: bool,
}

impl Allowance {
    /// So many bytes.
    pub const fn of(memory: usize) -> Self {
        Self { memory, refused: false }
    }
}

impl ResourceLimiter for Allowance {
    fn memory_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let fits = desired <= self.memory;
        self.refused |= !fits;
        Ok(fits)
    }

    fn table_growing(&mut self, _current: usize, _desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

/// A running guest. It is entered by one call at a time.
pub struct Instance<C: Callbacks> {
    store: Store<State<C>>,
    exports: Arc<Exports>,
    memory: Memory,
    deadlines: Option<Arc<Ticker>>,
}

impl<C: Callbacks> Instance<C> {
    /// Starts a guest.
    pub fn start(engine: &Engine, state: State<C>) -> Result<Self> {
        let mut store = Store::new(&engine.engine, state);
        store.limiter(|state| &mut state.allowance);
        // Without a deadline there is none; the guest's first steps are not counted.
        if engine.ticker.is_some() {
            store.set_epoch_deadline(u64::MAX / 2);
        }
        let mut linker = Linker::new(&engine.engine);
        imports::define(&mut linker).map_err(|error| Error::Engine(format!("{error:#}")))?;
        let instance =
            linker.instantiate(&mut store, &engine.module).map_err(|error| match &store.data().allowance {
                Allowance { refused: true, memory } => Error::MemoryLimit { limit: *memory },
                _ => Error::Engine(format!("{error:#}")),
            })?;
        let exports = Arc::new(Exports::of(&instance, &mut store)?);
        let memory =
            instance.get_memory(&mut store, "memory").ok_or_else(|| Error::AbiMismatch("no export memory".into()))?;
        store.data_mut().memory = Some(memory);
        Ok(Self { store, exports, memory, deadlines: engine.ticker.clone() })
    }

    /// Prepares SQLite, once and before anything else is called.
    pub fn initialize(&mut self) -> Result<()> {
        let version = self.call(|guest| &guest.abi_version, (), None)?;
        if version != abi::ABI_VERSION {
            return Err(Error::AbiMismatch(format!("its ABI is {version}, not {}", abi::ABI_VERSION)));
        }
        match self.call(|guest| &guest.initialize, (), None)? {
            0 => Ok(()),
            code => Err(Error::Engine(format!("SQLite could not be initialized (code {code})"))),
        }
    }

    /// Calls the guest. After an error of this it must not be called again.
    pub fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        function: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        arguments: P,
        time: Option<Duration>,
    ) -> Result<R> {
        let watch = self.set_deadline(time);
        // What was refused to earlier calls did not end this one.
        let refused = self.take_refused_memory();
        let result = function(&self.exports).call(&mut self.store, arguments);
        drop(watch);
        let result = result.map_err(|error| self.failure(&error, time));
        self.store.data_mut().allowance.refused |= refused;
        result
    }

    /// Calls the guest without a deadline. Gives the engine's own error.
    #[cfg(feature = "napi")]
    pub fn call_raw<P: WasmParams, R: WasmResults>(
        &mut self,
        function: &TypedFunc<P, R>,
        arguments: P,
    ) -> wasmtime::Result<R> {
        function.call(&mut self.store, arguments)
    }

    /// The guest's functions.
    #[cfg(feature = "napi")]
    pub fn exports(&self) -> Arc<Exports> {
        Arc::clone(&self.exports)
    }

    /// What the guest said when it panicked.
    #[cfg(feature = "napi")]
    pub fn take_last_words(&mut self) -> String {
        std::mem::take(&mut self.store.data_mut().last_words)
    }

    fn set_deadline(&mut self, time: Option<Duration>) -> Option<super::ticker::Watch> {
        let ticker = self.deadlines.as_ref()?;
        self.store.set_epoch_deadline(time.map_or(u64::MAX / 2, Ticker::ticks));
        time.map(|_| ticker.watch())
    }

    fn failure(&mut self, error: &wasmtime::Error, time: Option<Duration>) -> Error {
        let trap = error.downcast_ref::<Trap>();
        let state = self.store.data_mut();
        state.close_files();
        match (trap, time) {
            (Some(Trap::Interrupt), Some(limit)) => Error::TimeLimit { limit },
            // A panic for want of memory: other traps have other causes, whatever was refused before.
            (Some(Trap::UnreachableCodeReached), _) if state.allowance.refused => {
                Error::MemoryLimit { limit: state.allowance.memory }
            }
            _ if !state.last_words.is_empty() => Error::Trap { reason: std::mem::take(&mut state.last_words) },
            _ => Error::Trap { reason: format!("{error:#}") },
        }
    }

    /// The guest's memory.
    pub fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    /// The guest's memory, to be written.
    pub fn memory_mut(&mut self) -> &mut [u8] {
        self.memory.data_mut(&mut self.store)
    }

    /// Whether the guest was refused memory since this was last asked.
    pub fn take_refused_memory(&mut self) -> bool {
        std::mem::take(&mut self.store.data_mut().allowance.refused)
    }
}
