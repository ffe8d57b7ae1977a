//! The imports that call the application: by functions of JavaScript.

use std::cell::RefCell;
use std::ptr::null_mut;
use std::rc::Rc;

use napi_sys::{napi_call_function, napi_close_handle_scope, napi_open_handle_scope, napi_value};
use wasmtime::Caller;

use super::guest::{Shared, disposed_of};
use super::value::{Env, Failure, Held, MOST, Result};
use crate::host::{Callback, Callbacks, State};

/// The functions, in the order of `abi::CALLBACKS`; none once the guest was disposed of, which they refer to themselves.
pub struct Functions(RefCell<Vec<Held>>);

impl Functions {
    /// Finds them in an object.
    pub fn of(env: Env, object: napi_value) -> Result<Self> {
        let find = |callback: &abi::Signature| {
            let name = std::ffi::CString::new(callback.name).expect("names have no NUL");
            let function = env.get(object, &name)?;
            if !env.is_function(function)? {
                return Err(Failure::Error(format!("the callback {:?} is missing", callback.name)));
            }
            env.hold(function)
        };
        abi::CALLBACKS.iter().map(find).collect::<Result<_>>().map(RefCell::new).map(Self)
    }

    /// Lets go of them.
    pub fn release(&self) {
        self.0.take();
    }

    fn get(&self, what: Callback) -> Result<napi_value> {
        self.0.borrow().get(what.index()).ok_or_else(disposed_of)?.get()
    }

    /// Calls one. What is no number counts as 0.
    fn call(&self, env: Env, what: Callback, arguments: &[i32]) -> Result<i32> {
        let function = self.get(what)?;
        let mut values = [null_mut(); MOST];
        for (value, number) in values.iter_mut().zip(arguments) {
            *value = env.integer(*number)?;
        }
        let mut result = null_mut();
        // SAFETY: the values are of this call, and there are as many as is said.
        env.check(unsafe {
            napi_call_function(env.raw(), env.undefined()?, function, arguments.len(), values.as_ptr(), &raw mut result)
        })?;
        Ok(env.to_number(result) as i32)
    }
}

/// Answers by JavaScript.
pub struct JavaScript(pub Rc<Shared>);

impl Callbacks for JavaScript {
    fn invoke(guest: &mut Caller<'_, State<Self>>, what: Callback, arguments: &[i32]) -> wasmtime::Result<i32> {
        let shared = Rc::clone(&guest.data().callbacks.0);
        let env = shared.env;
        let length = guest.data().memory.map_or(0, |memory| memory.data_size(&*guest));
        let result = scoped(env, || {
            shared.lent.settle(env, length)?;
            let answer = shared.while_inside(guest, || shared.functions.call(env, what, arguments))?;
            // Its files are closed: it must not run on.
            if shared.ended.get() { Err(disposed_of()) } else { Ok(answer) }
        });
        result.map_err(|failure| {
            // It goes on its way to JavaScript when the guest has been left.
            shared.failure.set(Some(failure));
            wasmtime::Error::msg("the application has ended the guest")
        })
    }
}

/// Lets go of the values of each callback at its end: one call of the guest can make millions.
fn scoped<T>(env: Env, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let mut scope = null_mut();
    // SAFETY: the scope is closed below, and no value of it leaves `work` but those that are held.
    env.check(unsafe { napi_open_handle_scope(env.raw(), &raw mut scope) })?;
    let result = work();
    // SAFETY: as above.
    unsafe { napi_close_handle_scope(env.raw(), scope) };
    result
}
