//! Compiles the module, for this process or for later ones.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use wasmtime::Module;

use crate::engine::{Engine, MODULE, Settings, as_error, configure, configure_for};
use crate::error::EngineError;
use crate::precompiled;

impl Engine {
    /// Compiles the module, which takes about a second.
    ///
    /// # Errors
    /// If wasmtime cannot run here.
    pub fn compile(settings: Settings) -> Result<Self, EngineError> {
        let engine = configure(settings)?;
        let module = Module::new(&engine, MODULE).map_err(as_error(EngineError::Wasmtime))?;
        Self::new(engine, module, settings)
    }

    /// Returns the precompiled module, for [`Engine::load`].
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn precompiled(&self) -> Result<Vec<u8>, EngineError> {
        let code = self.module.serialize().map_err(as_error(EngineError::Wasmtime))?;
        Ok(precompiled::seal(MODULE, &code))
    }

    /// Returns a precompiled module for another machine, to be loaded with [`Settings::portable`]. `target` is a target
    /// triple of Rust. Other architectures need wasmtime's feature `all-arch`.
    ///
    /// # Errors
    /// If wasmtime does not know the target.
    pub fn precompile_for(target: &str, interruptible: bool) -> Result<Vec<u8>, EngineError> {
        let engine = configure_for(Some(target), interruptible)?;
        let code = engine.precompile_module(MODULE).map_err(as_error(EngineError::Wasmtime))?;
        Ok(precompiled::seal(MODULE, &code))
    }

    /// Loads a precompiled module from a file. If the file is missing or cannot be used, compiles the module and
    /// replaces the file, which other processes may read meanwhile.
    ///
    /// # Safety
    /// As for [`Engine::load`]: only trusted users may have write access to the file.
    ///
    /// # Errors
    /// If wasmtime cannot run here, or the file cannot be written.
    pub unsafe fn cached(file: &Path, settings: Settings) -> Result<Self, EngineError> {
        // SAFETY: only trusted users can write the file, by the caller's promise.
        match fs::read(file).ok().map(|precompiled| unsafe { Self::load(&precompiled, settings) }) {
            Some(Ok(engine)) => Ok(engine),
            Some(Err(error @ EngineError::NoExecutableMemory)) => Err(error),
            _ => {
                let engine = Self::compile(settings)?;
                replace(file, &engine.precompiled()?)
                    .map_err(|source| EngineError::File { path: file.to_owned(), source })?;
                Ok(engine)
            }
        }
    }
}

/// Replaces a file in one step, so that readers see the old content or the new.
fn replace(file: &Path, content: &[u8]) -> io::Result<()> {
    let draft = file.with_added_extension(format!("{:016x}", getrandom::u64()?));
    let mut options = fs::File::options();
    // The content will be run, so only this user may write it.
    let mut created = options.write(true).create_new(true).mode(0o600).open(&draft)?;
    created.write_all(content).and_then(|()| fs::rename(&draft, file)).inspect_err(|_| {
        // A draft that cannot be removed is useless but harmless.
        let _ = fs::remove_file(&draft);
    })
}
