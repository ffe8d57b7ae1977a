//! The engines of databases that are opened without one.

use std::sync::{Mutex, PoisonError};

use wasmtime_host::{Engine, EngineError, Settings};

/// Returns the engine that the databases of this process share, compiled at its first use.
pub fn shared(interruptible: bool) -> Result<Engine, EngineError> {
    static ENGINES: [Mutex<Option<Engine>>; 2] = [const { Mutex::new(None) }; 2];
    // No thread panics while it holds the mutex, so it is never poisoned.
    let mut engine = ENGINES[usize::from(interruptible)].lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(engine) = &*engine {
        return Ok(engine.clone());
    }
    Ok(engine.insert(Engine::compile(Settings { interruptible, portable: false })?).clone())
}
