//! The guest's memory as an ArrayBuffer, without copying.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;

use napi_sys::{Status, napi_create_external_arraybuffer, napi_detach_arraybuffer, napi_env, napi_value};

use crate::node_api::{Env, Failure, Reference, Result};

const NOT_ALLOWED: &str = "the engine \"wasmtime\" cannot be used: this runtime, like Electron, allows no ArrayBuffer \
                           over memory that is not its own. Use the engine \"v8\".";

/// The ArrayBuffer over the guest's memory, if JavaScript has one.
#[derive(Default)]
pub struct ExternalBuffer {
    buffer: RefCell<Option<Reference>>,
    length: Cell<usize>,
}

impl ExternalBuffer {
    /// Returns the ArrayBuffer over `length` bytes at `start`, and makes it if there is none. The buffer owns `keeper`.
    ///
    /// # Safety While `keeper` lives, the memory must neither move nor shrink, and native code must not use it while
    /// JavaScript runs.
    pub unsafe fn get(&self, env: Env, keeper: Rc<dyn Any>, start: *mut u8, length: usize) -> Result<napi_value> {
        if let Some(buffer) = &*self.buffer.borrow() {
            return buffer.get();
        }
        let keeper = Box::into_raw(Box::new(keeper)).cast::<c_void>();
        let mut buffer = null_mut();
        // SAFETY: the memory is valid while `keeper` lives, by the caller's promise; `release` drops `keeper` when
        // JavaScript has no use for the memory any more.
        let status = unsafe {
            napi_create_external_arraybuffer(env.raw(), start.cast(), length, Some(release), keeper, &raw mut buffer)
        };
        env.check(status).map_err(|failure| {
            // SAFETY: `keeper` was made from a box above, and no buffer owns it.
            drop(unsafe { Box::from_raw(keeper.cast::<Rc<dyn Any>>()) });
            if status == Status::napi_no_external_buffers_allowed {
                Failure::Error(NOT_ALLOWED.into())
            } else {
                failure
            }
        })?;
        *self.buffer.borrow_mut() = Some(env.hold(buffer)?);
        self.length.set(length);
        Ok(buffer)
    }

    /// Detaches the buffer if the memory has grown to `length` bytes: its length becomes 0, as with WebAssembly.
    pub fn sync(&self, env: Env, length: usize) -> Result<()> {
        if self.length.get() == length { Ok(()) } else { self.detach(env) }
    }

    /// Detaches the buffer.
    pub fn detach(&self, env: Env) -> Result<()> {
        self.length.set(0);
        let Some(reference) = self.buffer.take() else { return Ok(()) };
        let buffer = reference.get()?;
        // SAFETY: the value is an ArrayBuffer and belongs to this native call.
        env.check(unsafe { napi_detach_arraybuffer(env.raw(), buffer) })
    }
}

/// Node-API calls it when a buffer was collected or detached.
///
/// # Safety
/// `keeper` is the box that `ExternalBuffer::get` made for this buffer.
unsafe extern "C" fn release(_env: napi_env, _start: *mut c_void, keeper: *mut c_void) {
    // SAFETY: `ExternalBuffer::get` made `keeper` from a box, and its buffer does not refer to the memory any more.
    drop(unsafe { Box::from_raw(keeper.cast::<Rc<dyn Any>>()) });
}
