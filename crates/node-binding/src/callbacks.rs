//! The JavaScript functions that answer callbacks.

use std::cell::RefCell;
use std::ffi::CString;
use std::ptr::null_mut;

use napi_sys::{napi_call_function, napi_value};
use wasmtime_host::Callback;

use crate::node_api::{Env, Failure, MAX_ARGUMENTS, Reference, Result};

/// The functions, in the order of `abi::CALLBACKS`. Empty after [`Functions::release`].
pub struct Functions(RefCell<Vec<Reference>>);

impl Functions {
    /// Finds the functions in an object.
    pub fn of(env: Env, object: napi_value) -> Result<Self> {
        let find = |callback: &abi::Signature| {
            let name = CString::new(callback.name).expect("names have no NUL");
            let function = env.get(object, &name)?;
            if !env.is_function(function)? {
                return Err(Failure::Error(format!("the callback {:?} is missing", callback.name)));
            }
            env.hold(function)
        };
        abi::CALLBACKS.iter().map(find).collect::<Result<_>>().map(RefCell::new).map(Self)
    }

    /// Releases the functions. They refer to the guest, so the guest would otherwise never be collected.
    pub fn release(&self) {
        self.0.take();
    }

    /// Returns the function of a callback; `None` after [`Functions::release`].
    pub fn get(&self, callback: Callback) -> Option<Result<napi_value>> {
        self.0.borrow().get(callback.index()).map(Reference::get)
    }
}

/// Calls a function with numbers. A result that is not a number counts as 0.
pub fn call(env: Env, function: napi_value, arguments: &[i32]) -> Result<i32> {
    let mut values = [null_mut(); MAX_ARGUMENTS];
    for (value, number) in values.iter_mut().zip(arguments) {
        *value = env.integer(*number)?;
    }
    let (this, count) = (env.undefined()?, arguments.len());
    let mut result = null_mut();
    // SAFETY: all values belong to this native call, and `values` has `count` of them: no callback has more parameters
    // than `MAX_ARGUMENTS`.
    env.check(unsafe { napi_call_function(env.raw(), this, function, count, values.as_ptr(), &raw mut result) })?;
    Ok(env.to_number(result) as i32)
}
