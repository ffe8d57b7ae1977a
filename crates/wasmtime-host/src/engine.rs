//! wasmtime, configured for the guest, and the guest's compiled code.

use std::sync::Arc;

use rustix::io::Errno;
use wasmtime::{Config, Module};

use crate::error::EngineError;
use crate::precompiled;
use crate::ticker::Ticker;

/// `npm/wasm/sqlite.wasm`, the same bytes as in the npm package.
pub const MODULE: &[u8] = include_bytes!(env!("SQLITE_WASM"));

/// The target that this crate is compiled for. It names an architecture without the abilities of single CPUs.
const TARGET: &str = env!("TARGET_TRIPLE");

/// Address space for the guest's memory in bytes: all that 32-bit addresses reach, so the memory never moves and
/// wasmtime checks no bounds.
const MEMORY_RESERVATION: u64 = 4 << 30;

/// How much of a thread's stack the guest's calls may take, in bytes: as much as its stack in linear memory.
pub const STACK: usize = 1 << 20;

/// How the module is compiled. A precompiled module is loaded with the settings that it was compiled with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whether calls can have a time limit. The code is slightly slower.
    pub interruptible: bool,
    /// Whether the code runs on every CPU of the architecture; otherwise it uses the abilities of this machine's CPU.
    pub portable: bool,
}

/// The module, compiled and ready to run. Clones share it.
#[derive(Clone)]
pub struct Engine {
    pub(crate) engine: wasmtime::Engine,
    pub(crate) module: Module,
    pub(crate) ticker: Option<Arc<Ticker>>,
}

impl Engine {
    /// Loads a precompiled module.
    ///
    /// # Safety
    /// A precompiled module holds machine code, which is run: it must come from a trusted source, and unchanged.
    ///
    /// # Errors
    /// [`EngineError::BadPrecompiled`] if it is damaged, or was made by another wasmtime, from another module, for
    /// another CPU or with other settings; [`EngineError::NoExecutableMemory`], [`EngineError::NoAddressSpace`] and
    /// [`EngineError::NoThread`] if the system denies what the engine needs.
    pub unsafe fn load(precompiled: &[u8], settings: Settings) -> Result<Self, EngineError> {
        let engine = configure(settings)?;
        let code = precompiled::open(MODULE, precompiled)?;
        // SAFETY: the caller trusts the source, and the digest in the header matches; wasmtime compares its version,
        // settings and the CPU by itself.
        let module = unsafe { Module::deserialize(&engine, code) }.map_err(as_error(EngineError::BadPrecompiled))?;
        Self::new(engine, module, settings)
    }

    /// Returns whether calls can have a time limit ([`Settings::interruptible`]).
    #[must_use]
    pub fn is_interruptible(&self) -> bool {
        self.ticker.is_some()
    }

    pub(crate) fn new(engine: wasmtime::Engine, module: Module, settings: Settings) -> Result<Self, EngineError> {
        let ticker = settings.interruptible.then(|| Ticker::new(engine.clone())).transpose();
        let ticker = ticker.map_err(EngineError::NoThread)?.map(Arc::new);
        Ok(Self { engine, module, ticker })
    }
}

/// Configures wasmtime for this machine.
pub fn configure(settings: Settings) -> Result<wasmtime::Engine, EngineError> {
    configure_for(settings.portable.then_some(TARGET), settings.interruptible)
}

/// Configures wasmtime for a target triple, or for this machine's CPU.
pub fn configure_for(target: Option<&str>, interruptible: bool) -> Result<wasmtime::Engine, EngineError> {
    let mut config = Config::new();
    config.memory_reservation(MEMORY_RESERVATION).memory_may_move(false).max_wasm_stack(STACK);
    // The guest's panic message says what failed; backtraces would only make the code larger.
    config.wasm_backtrace_max_frames(None).native_unwind_info(false).generate_address_map(false);
    config.epoch_interruption(interruptible).concurrency_support(false);
    if let Some(target) = target {
        config.target(target).map_err(as_error(EngineError::Wasmtime))?;
    }
    wasmtime::Engine::new(&config).map_err(as_error(EngineError::Wasmtime))
}

/// Converts wasmtime's errors: a denial of executable memory to [`EngineError::NoExecutableMemory`], of other memory to
/// [`EngineError::NoAddressSpace`], others by `kind`.
pub fn as_error(kind: impl FnOnce(String) -> EngineError) -> impl FnOnce(wasmtime::Error) -> EngineError {
    |error| match error.downcast_ref::<Errno>() {
        Some(&Errno::ACCESS | &Errno::PERM) => EngineError::NoExecutableMemory,
        Some(&Errno::NOMEM) => EngineError::NoAddressSpace,
        _ => kind(format!("{error:#}")),
    }
}
