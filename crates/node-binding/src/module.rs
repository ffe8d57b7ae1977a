//! What the addon exports to JavaScript.

use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use napi_sys::{napi_env, napi_value};

use super::callbacks::Functions;
use super::exports;
use super::guest::{Guest, Shared};
use super::value::{Answering, Env, Failure, MOST, NOTHING, Result};
use crate::error::Error;
use crate::host::{Engine, Settings};

/// The compiled module, which `cargo xtask addon` makes first.
const ARTEFACT: &[u8] = include_bytes!(env!("SQLITE_ARTEFACT"));

/// The guest's code, for all threads of the process.
fn engine() -> Result<Engine> {
    static ENGINE: Mutex<Option<Engine>> = Mutex::new(None);
    // Nothing panics while it holds the lock.
    let mut engine = ENGINE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(engine) = &*engine {
        return Ok(engine.clone());
    }
    // SAFETY: the artefact is part of this addon.
    let loaded = unsafe { Engine::load(ARTEFACT, Settings { interruptible: false, portable: true }) };
    loaded.map(|loaded| engine.insert(loaded).clone()).map_err(|error: Error| Failure::Error(error.to_string()))
}

/// `instantiate(callbacks, locks, thread)`.
struct Instantiate;

impl Answering for Instantiate {
    fn answer(&self, env: Env, arguments: &[napi_value; MOST]) -> Result<napi_value> {
        let [callbacks, locks, thread, ..] = *arguments;
        let shared = Rc::new(Shared::new(env, Functions::of(env, callbacks)?));
        let guest = Guest::start(&engine()?, shared, env.to_bool(locks), env.to_number(thread) as i32)?;
        let guest = Rc::new(guest);

        let instance = env.object()?;
        env.set(instance, c"exports", exports::object(env, &guest)?)?;
        let memory = env.object()?;
        env.set(memory, c"lend", env.function("lend", Buffer(Rc::clone(&guest)))?)?;
        env.set(instance, c"memory", memory)?;
        env.set(instance, c"dispose", env.function("dispose", Dispose(guest))?)?;
        Ok(instance)
    }
}

struct Buffer(Rc<Guest>);

impl Answering for Buffer {
    fn answer(&self, _env: Env, _arguments: &[napi_value; MOST]) -> Result<napi_value> {
        self.0.buffer()
    }
}

struct Dispose(Rc<Guest>);

impl Answering for Dispose {
    fn answer(&self, _env: Env, _arguments: &[napi_value; MOST]) -> Result<napi_value> {
        self.0.dispose().map(|()| NOTHING)
    }
}

fn register(env: Env, exports: napi_value) -> Result<()> {
    env.set(exports, c"instantiate", env.function("instantiate", Instantiate)?)?;
    env.set(exports, c"version", env.text(env!("CARGO_PKG_VERSION"))?)
}

/// Called by Node when the addon is loaded by a thread.
///
/// # Safety
/// The handles are Node-API's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: napi_env, exports: napi_value) -> napi_value {
    // SAFETY: the caller's promise.
    let env = unsafe { Env::new(env) };
    // Without its functions JavaScript says that the addon is a wrong one.
    let _ = register(env, exports);
    exports
}

/// The version of Node-API that is used.
#[unsafe(no_mangle)]
pub const extern "C" fn node_api_module_get_api_version_v1() -> i32 {
    8
}
