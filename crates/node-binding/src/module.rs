//! What the addon exports to JavaScript: `instantiate`, `version` and `mapsFiles`.

use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use napi_sys::{napi_env, napi_value};
use wasmtime_host::{Engine, MAPS_FILES, Settings};

use crate::callbacks::Functions;
use crate::exports;
use crate::guest::{self, Guest};
use crate::node_api::{Arguments, Callable, Env, Failure, Result, UNDEFINED};
use crate::shared::Shared;

/// The precompiled module, which `cargo xtask addon` makes first.
const PRECOMPILED: &[u8] = include_bytes!(env!("SQLITE_PRECOMPILED"));

/// Returns the engine that all threads of the process share.
fn engine() -> Result<Engine> {
    static ENGINE: Mutex<Option<Engine>> = Mutex::new(None);
    // No thread panics while it holds the mutex, so it is never poisoned.
    let mut engine = ENGINE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(engine) = &*engine {
        return Ok(engine.clone());
    }
    // SAFETY: the precompiled module is part of this addon.
    let loaded = unsafe { Engine::load(PRECOMPILED, Settings { interruptible: false, portable: true }) };
    loaded.map(|loaded| engine.insert(loaded).clone()).map_err(|error| Failure::Error(error.to_string()))
}

/// `instantiate(callbacks, locks, thread, maps)`
struct Instantiate;

impl Callable for Instantiate {
    fn call(&self, env: Env, arguments: &Arguments) -> Result<napi_value> {
        let [callbacks, locks, thread, maps, ..] = *arguments;
        let shared = Rc::new(Shared::new(env, Functions::of(env, callbacks)?));
        let (locks, thread, maps) = (env.to_bool(locks), env.to_number(thread) as i32, env.to_bool(maps));
        let guest = Guest::start(&engine()?, shared, guest::Settings { locks, thread, maps })?;
        let guest = Rc::new(guest);

        let instance = env.object()?;
        env.set(instance, c"exports", exports::object(env, &guest)?)?;
        let memory = env.object()?;
        env.set(memory, c"lend", env.function("lend", Lend(Rc::clone(&guest)))?)?;
        env.set(instance, c"memory", memory)?;
        env.set(instance, c"dispose", env.function("dispose", Dispose(guest))?)?;
        Ok(instance)
    }
}

/// `memory.lend()`
struct Lend(Rc<Guest>);

impl Callable for Lend {
    fn call(&self, _env: Env, _arguments: &Arguments) -> Result<napi_value> {
        self.0.buffer()
    }
}

/// `dispose()`
struct Dispose(Rc<Guest>);

impl Callable for Dispose {
    fn call(&self, _env: Env, _arguments: &Arguments) -> Result<napi_value> {
        self.0.dispose().map(|()| UNDEFINED)
    }
}

fn register(env: Env, exports: napi_value) -> Result<()> {
    env.set(exports, c"instantiate", env.function("instantiate", Instantiate)?)?;
    env.set(exports, c"mapsFiles", env.boolean(MAPS_FILES)?)?;
    env.set(exports, c"version", env.text(env!("CARGO_PKG_VERSION"))?)
}

/// Node calls it in each thread that loads the addon.
///
/// # Safety
/// The handles must be Node-API's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: napi_env, exports: napi_value) -> napi_value {
    // SAFETY: the handle is Node-API's, by the caller's promise, and is used on this thread only.
    let env = unsafe { Env::new(env) };
    // If this fails, the addon has no functions, and the package reports that.
    let _ = register(env, exports);
    exports
}

/// Returns the version of Node-API that the addon uses.
#[unsafe(no_mangle)]
pub const extern "C" fn node_api_module_get_api_version_v1() -> i32 {
    8
}
