//! A running guest.

use std::sync::Arc;
use std::time::Duration;

use wasmtime::{Linker, Memory, Store, Trap, TypedFunc, WasmParams, WasmResults};

use crate::callbacks::Callbacks;
use crate::disk::DiskLimiter;
use crate::engine::{Engine, as_error};
use crate::error::{EngineError, Error};
use crate::exports::Exports;
use crate::imports;
use crate::limiter::MemoryLimiter;
use crate::mappings::close_files;
use crate::state::State;
use crate::ticker::{self, Ticker, Watch};

/// One running guest.
pub struct Instance<C: Callbacks> {
    store: Store<State<C>>,
    exports: Arc<Exports>,
    memory: Memory,
    ticker: Option<Arc<Ticker>>,
}

impl<C: Callbacks> Instance<C> {
    /// Starts a guest. [`Instance::initialize`] has to be called next.
    ///
    /// # Errors
    /// [`EngineError::AbiMismatch`] if the module is of another contract, [`Error::MemoryLimit`] if its memory does not
    /// fit the limit, [`EngineError::NoAddressSpace`] if there is none, [`EngineError::Wasmtime`] for all other
    /// reasons.
    pub fn start(engine: &Engine, state: State<C>) -> Result<Self, Error> {
        let mut store = Store::try_new(&engine.engine, state).map_err(as_error(EngineError::Wasmtime))?;
        store.limiter(|state| &mut state.memory_limiter);
        // A new store's deadline has passed already, which interruptible code would notice while it starts.
        if engine.ticker.is_some() {
            store.set_epoch_deadline(ticker::NO_DEADLINE);
        }
        let mut linker = Linker::new(&engine.engine);
        imports::define(&mut linker).map_err(as_error(EngineError::Wasmtime))?;
        let instance =
            linker.instantiate(&mut store, &engine.module).map_err(|error| match store.data().memory_limiter {
                MemoryLimiter { limit, refused: true } => Error::MemoryLimit { limit },
                _ => as_error(EngineError::Wasmtime)(error).into(),
            })?;
        let exports = Arc::new(Exports::of(&instance, &mut store)?);
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| EngineError::AbiMismatch("no export memory".into()))?;
        store.data_mut().memory = Some(memory);
        Ok(Self { store, exports, memory, ticker: engine.ticker.clone() })
    }

    /// Checks the contract's revision and initializes SQLite.
    ///
    /// # Errors
    /// If the module is of another revision, or SQLite cannot be initialized.
    pub fn initialize(&mut self) -> Result<(), Error> {
        let version = self.call(|guest| &guest.abi_version, (), None)?;
        if version != abi::ABI_VERSION {
            let reason = format!("its ABI is {version}, not {}", abi::ABI_VERSION);
            return Err(EngineError::AbiMismatch(reason).into());
        }
        match self.call(|guest| &guest.initialize, (), None)? {
            0 => Ok(()),
            code => Err(EngineError::Wasmtime(format!("SQLite could not be initialized (code {code})")).into()),
        }
    }

    /// Calls an export. `time` limits the call if the engine is interruptible.
    ///
    /// # Errors
    /// If the guest traps or its time is over. Its files are closed then, and it must not be called again.
    pub fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        export: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        arguments: P,
        time: Option<Duration>,
    ) -> Result<R, Error> {
        let watch = self.set_deadline(time);
        // Memory that was refused to earlier calls does not explain a failure of this one.
        let refused_before = self.take_refused_memory();
        let result = export(&self.exports).call(&mut self.store, arguments);
        drop(watch);
        let result = result.map_err(|error| self.failure(&error, time));
        self.store.data_mut().memory_limiter.refused |= refused_before;
        result
    }

    /// Calls an export without a time limit and returns wasmtime's own error. The guest's files stay open.
    ///
    /// # Errors
    /// If the guest traps, or a callback fails.
    pub fn call_raw<P: WasmParams, R: WasmResults>(
        &mut self,
        export: &TypedFunc<P, R>,
        arguments: P,
    ) -> wasmtime::Result<R> {
        export.call(&mut self.store, arguments)
    }

    /// Returns the guest's exports.
    pub fn exports(&self) -> Arc<Exports> {
        Arc::clone(&self.exports)
    }

    /// Returns the guest's message if it has panicked, otherwise an empty text, and forgets it.
    pub fn take_panic_message(&mut self) -> String {
        std::mem::take(&mut self.store.data_mut().panic_message)
    }

    /// Returns the guest's memory.
    pub fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    /// Returns the guest's memory for writing.
    pub fn memory_mut(&mut self) -> &mut [u8] {
        self.memory.data_mut(&mut self.store)
    }

    /// Returns whether the guest was refused memory since the last call of this method.
    pub fn take_refused_memory(&mut self) -> bool {
        self.store.data_mut().memory_limiter.take_refused()
    }

    /// Returns whether the guest was refused disk space since the last call of this method.
    pub fn take_refused_disk(&mut self) -> bool {
        self.store.data_mut().disk_limiter.as_mut().is_some_and(DiskLimiter::take_refused)
    }

    /// Sets the deadline of the next call. The ticker runs until the result is dropped.
    fn set_deadline(&mut self, time: Option<Duration>) -> Option<Watch> {
        let ticker = self.ticker.as_ref()?;
        self.store.set_epoch_deadline(time.map_or(ticker::NO_DEADLINE, ticker::ticks));
        time.map(|_| ticker.watch())
    }

    fn failure(&mut self, error: &wasmtime::Error, time: Option<Duration>) -> Error {
        let trap = error.downcast_ref::<Trap>();
        close_files(&mut self.store);
        let state = self.store.data_mut();
        match (trap, time) {
            (Some(Trap::Interrupt), Some(limit)) => Error::TimeLimit { limit },
            // The memory limit ends a guest only by a panic (`unreachable`). Other traps have other causes, even if
            // memory was refused before.
            (Some(Trap::UnreachableCodeReached), _) if state.memory_limiter.refused => {
                Error::MemoryLimit { limit: state.memory_limiter.limit }
            }
            _ if !state.panic_message.is_empty() => Error::Trap { reason: std::mem::take(&mut state.panic_message) },
            _ => Error::Trap { reason: format!("{error:#}") },
        }
    }
}
