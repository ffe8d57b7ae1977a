//! The guest's memory as an ArrayBuffer, without copying.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;

use napi_sys::{Status, napi_create_external_arraybuffer, napi_detach_arraybuffer, napi_env, napi_value};

use super::guest::Guest;
use super::value::{Env, Failure, Held, Result};

const NOT_ALLOWED: &str = "the engine \"wasmtime\" cannot be used: this runtime, like Electron, allows no ArrayBuffer over \
                           memory that is not its own. Use the engine \"v8\".";

/// The ArrayBuffer that JavaScript has, if any.
#[derive(Default)]
pub struct Lent {
    buffer: RefCell<Option<Held>>,
    length: Cell<usize>,
}

impl Lent {
    /// Lends memory of a guest, or gives what is lent already.
    pub fn lend(&self, env: Env, guest: &Rc<Guest>, start: *mut u8, length: usize) -> Result<napi_value> {
        if let Some(held) = &*self.buffer.borrow() {
            return held.get();
        }
        let keeper = Rc::into_raw(Rc::clone(guest)).cast_mut().cast::<c_void>();
        let mut buffer = null_mut();
        // SAFETY: the memory stays where it is and does not shrink while the guest lives, which the buffer keeps alive.
        // JavaScript and the guest take turns on one thread.
        let made = unsafe {
            napi_create_external_arraybuffer(env.raw(), start.cast(), length, Some(forget), keeper, &raw mut buffer)
        };
        env.check(made).map_err(|failure| {
            // SAFETY: nobody else has taken it.
            drop(unsafe { Rc::from_raw(keeper.cast::<Guest>()) });
            if made == Status::napi_no_external_buffers_allowed { Failure::Error(NOT_ALLOWED.into()) } else { failure }
        })?;
        *self.buffer.borrow_mut() = Some(env.hold(buffer)?);
        self.length.set(length);
        Ok(buffer)
    }

    /// Takes the buffer back if the memory has grown: as with WebAssembly its length becomes 0.
    pub fn settle(&self, env: Env, length: usize) -> Result<()> {
        if self.length.get() == length { Ok(()) } else { self.take_back(env) }
    }

    /// Takes the buffer back.
    pub fn take_back(&self, env: Env) -> Result<()> {
        self.length.set(0);
        let Some(held) = self.buffer.take() else { return Ok(()) };
        let buffer = held.get()?;
        // SAFETY: the value is of this call.
        env.check(unsafe { napi_detach_arraybuffer(env.raw(), buffer) })
    }
}

/// Called when a buffer is collected or was taken back.
unsafe extern "C" fn forget(_env: napi_env, _start: *mut c_void, keeper: *mut c_void) {
    // SAFETY: it came from the Rc that was made for this buffer.
    drop(unsafe { Rc::from_raw(keeper.cast_const().cast::<Guest>()) });
}
