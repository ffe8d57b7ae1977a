//! wasmtime, set up for this guest, and the guest's code.

use std::sync::Arc;
#[cfg(feature = "compiler")]
use std::sync::{Mutex, PoisonError};
#[cfg(feature = "compiler")]
use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

#[cfg(feature = "compiler")]
use wasmtime::OptLevel;
use wasmtime::{Config, Module};

use super::artefact;
use super::ticker::Ticker;
use crate::error::{Error, Result};

/// `npm/wasm/sqlite.wasm`, the very bytes of the npm package.
pub const MODULE: &[u8] = include_bytes!(env!("SQLITE_WASM"));

/// All that 32-bit addresses reach: memory that never moves needs no look at where it is, nor at its size.
const RESERVED: u64 = 4 << 30;

/// The guest's own stack for what has an address is as large.
const STACK: usize = 1 << 20;

/// For what the guest is compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// A call can be ended by a deadline. It costs some speed.
    pub interruptible: bool,
    /// For every CPU of the architecture rather than for this one.
    pub portable: bool,
}

/// The guest's code, ready to run. Clones share it.
#[derive(Clone)]
pub struct Engine {
    pub(super) engine: wasmtime::Engine,
    pub(super) module: Module,
    pub(super) ticker: Option<Arc<Ticker>>,
}

impl Engine {
    /// Compiles the module, which takes about a second.
    ///
    /// # Errors
    /// If wasmtime cannot run here.
    #[cfg(feature = "compiler")]
    pub fn compile(settings: Settings) -> Result<Self> {
        let engine = start(settings)?;
        let module = Module::new(&engine, MODULE).map_err(refused(Error::Engine))?;
        Ok(Self::new(engine, module, settings))
    }

    /// Loads what [`Engine::artefact`] gave.
    ///
    /// # Safety
    /// It holds machine code, which is run: it has to come from who is trusted.
    ///
    /// # Errors
    /// If it is damaged, or was made by another wasmtime, for another module, another CPU or other settings.
    pub unsafe fn load(artefact: &[u8], settings: Settings) -> Result<Self> {
        let engine = start(settings)?;
        let code = artefact::open(MODULE, artefact)?;
        // SAFETY: it is as it was made, by whom the caller trusts; wasmtime looks whether it was itself.
        let module = unsafe { Module::deserialize(&engine, code) }.map_err(refused(Error::BadArtefact))?;
        Ok(Self::new(engine, module, settings))
    }

    /// The compiled code, for [`Engine::load`].
    ///
    /// # Errors
    /// If there is no memory for it.
    #[cfg(feature = "compiler")]
    pub fn artefact(&self) -> Result<Vec<u8>> {
        let code = self.module.serialize().map_err(refused(Error::Engine))?;
        Ok(artefact::seal(MODULE, &code))
    }

    /// The compiled code for another machine: `target` is its target triple, as Rust has them. wasmtime's feature `all-arch` has
    /// to be on for CPUs of another architecture.
    ///
    /// # Errors
    /// If wasmtime knows no such target.
    #[cfg(feature = "compiler")]
    pub fn artefact_for(target: &str, interruptible: bool) -> Result<Vec<u8>> {
        let engine = start_for(Some(target), interruptible)?;
        let code = engine.precompile_module(MODULE).map_err(refused(Error::Engine))?;
        Ok(artefact::seal(MODULE, &code))
    }

    /// Loads the compiled code from a file or, where it is missing or cannot be used, compiles and writes it there.
    ///
    /// # Safety
    /// As for [`Engine::load`]: nobody else may be able to write to the file.
    ///
    /// # Errors
    /// If wasmtime cannot run here, or the file cannot be written.
    #[cfg(feature = "compiler")]
    pub unsafe fn cached(file: &Path, settings: Settings) -> Result<Self> {
        // SAFETY: the caller's promise.
        match fs::read(file).ok().map(|artefact| unsafe { Self::load(&artefact, settings) }) {
            Some(Ok(engine)) => Ok(engine),
            Some(Err(error @ Error::NoExecutableMemory)) => Err(error),
            _ => {
                let engine = Self::compile(settings)?;
                replace(file, &engine.artefact()?).map_err(|source| Error::File { path: file.to_owned(), source })?;
                Ok(engine)
            }
        }
    }

    /// The engine of the whole process, compiled at its first use.
    #[cfg(feature = "compiler")]
    pub(crate) fn shared(interruptible: bool) -> Result<Self> {
        static ENGINES: [Mutex<Option<Engine>>; 2] = [const { Mutex::new(None) }; 2];
        // Nothing panics while it holds the lock.
        let mut engine = ENGINES[usize::from(interruptible)].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = &*engine {
            return Ok(engine.clone());
        }
        Ok(engine.insert(Self::compile(Settings { interruptible, portable: false })?).clone())
    }

    /// There is no compiler.
    #[cfg(not(feature = "compiler"))]
    pub(crate) fn shared(_interruptible: bool) -> Result<Self> {
        Err(Error::Engine("this library was built without a compiler: give an engine that was loaded".into()))
    }

    /// Whether a call can be ended by a deadline.
    #[must_use]
    pub fn is_interruptible(&self) -> bool {
        self.ticker.is_some()
    }

    pub(super) fn new(engine: wasmtime::Engine, module: Module, settings: Settings) -> Self {
        let ticker = settings.interruptible.then(|| Arc::new(Ticker::new(engine.clone())));
        Self { engine, module, ticker }
    }
}

/// Writes a file whole or not at all, for whoever reads it at the same time.
#[cfg(feature = "compiler")]
fn replace(file: &Path, content: &[u8]) -> std::io::Result<()> {
    let draft = file.with_added_extension(format!("{:016x}", getrandom::u64()?));
    let mut options = fs::File::options();
    // What is in it will be run: nobody else may have a hand in it.
    let mut made = options.write(true).create_new(true).mode(0o600).open(&draft)?;
    made.write_all(content).and_then(|()| fs::rename(&draft, file)).inspect_err(|_| {
        // What is left of it is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&draft);
    })
}

pub(super) fn start(settings: Settings) -> Result<wasmtime::Engine> {
    start_for(settings.portable.then_some(TARGET), settings.interruptible)
}

/// Without a target it is this very CPU.
fn start_for(target: Option<&str>, interruptible: bool) -> Result<wasmtime::Engine> {
    let mut config = Config::new();
    config.memory_reservation(RESERVED).memory_may_move(false).max_wasm_stack(STACK);
    // What failed is said by the guest's last words; addresses would only make the code larger.
    config.wasm_backtrace_max_frames(None).native_unwind_info(false).generate_address_map(false);
    config.epoch_interruption(interruptible).concurrency_support(false);
    #[cfg(feature = "compiler")]
    config.cranelift_opt_level(OptLevel::Speed);
    if let Some(target) = target {
        config.target(target).map_err(refused(Error::Engine))?;
    }
    wasmtime::Engine::new(&config).map_err(refused(Error::Engine))
}

/// What this library is compiled for. It names the architecture without any ability that not every CPU of it has.
const TARGET: &str = env!("TARGET_TRIPLE");

/// Makes an error of wasmtime's one of ours.
fn refused(kind: impl FnOnce(String) -> Error) -> impl FnOnce(wasmtime::Error) -> Error {
    |error| {
        let of_system = error.downcast_ref::<rustix::io::Errno>();
        match of_system {
            Some(&rustix::io::Errno::ACCESS | &rustix::io::Errno::PERM) => Error::NoExecutableMemory,
            _ => kind(format!("{error:#}")),
        }
    }
}
