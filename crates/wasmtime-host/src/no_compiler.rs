//! Stands in for the compiler in builds without it.

use crate::engine::{Engine, Settings};
use crate::error::EngineError;

impl Engine {
    /// Fails, since this build has no compiler.
    ///
    /// # Errors
    /// Always.
    pub fn compile(_settings: Settings) -> Result<Self, EngineError> {
        let reason = "this library was built without a compiler: load a precompiled module (`Engine::load`)";
        Err(EngineError::Wasmtime(reason.into()))
    }
}
