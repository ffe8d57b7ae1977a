//! The part of Node-API that the addon needs, with results instead of status codes.

use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{null, null_mut};

use napi_sys::{
    Status, ValueType, napi_add_finalizer, napi_callback_info, napi_create_double, napi_create_error,
    napi_create_function, napi_create_int32, napi_create_object, napi_create_range_error, napi_create_reference,
    napi_create_string_utf8, napi_delete_reference, napi_env, napi_get_and_clear_last_exception, napi_get_boolean,
    napi_get_cb_info, napi_get_named_property, napi_get_reference_value, napi_get_undefined, napi_get_value_bool,
    napi_get_value_double, napi_is_exception_pending, napi_ref, napi_set_named_property, napi_status, napi_throw,
    napi_typeof, napi_value,
};

/// Why a call of Node-API, or of the guest, failed.
pub enum Failure {
    /// A value that JavaScript threw, to be thrown again. The reference is to a holder (see [`Env::hold_any`]).
    Thrown(Reference),
    /// The message of an Error.
    Error(String),
    /// The message of a RangeError.
    Range(&'static str),
}

pub type Result<T> = std::result::Result<T, Failure>;

/// The JavaScript environment of a thread. Values of it are valid until the native call that made them returns.
#[derive(Clone, Copy)]
pub struct Env(napi_env);

/// A strong reference to a function or an object. It must be dropped on the thread that made it.
pub struct Reference {
    env: Env,
    reference: napi_ref,
}

/// The most arguments of an export or a callback.
pub const MAX_ARGUMENTS: usize = {
    let (export, import) = (abi::EXPORT_MAX_PARAMETERS, abi::IMPORT_MAX_PARAMETERS);
    (if export > import { export } else { import }) as usize
};

/// The arguments of a call from JavaScript. Missing ones are undefined.
pub type Arguments = [napi_value; MAX_ARGUMENTS];

/// The JavaScript value of a function without a result: Node-API takes null for undefined.
pub const UNDEFINED: napi_value = null::<c_void>().cast_mut().cast();

/// The property of a holder that has the value.
const HELD: &CStr = c"value";

impl Env {
    /// # Safety
    /// `env` must come from Node-API, and the result must be used on its thread only.
    pub const unsafe fn new(env: napi_env) -> Self {
        Self(env)
    }

    pub const fn raw(self) -> napi_env {
        self.0
    }

    /// Converts a status to a result, and a pending exception to [`Failure::Thrown`].
    pub fn check(self, status: napi_status) -> Result<()> {
        if status == Status::napi_ok {
            return Ok(());
        }
        let (mut pending, mut thrown) = (false, null_mut());
        // SAFETY: Node-API writes to the two variables, and `thrown` is used only if it was written.
        unsafe {
            napi_is_exception_pending(self.0, &raw mut pending);
            if pending && napi_get_and_clear_last_exception(self.0, &raw mut thrown) == Status::napi_ok {
                return Err(Failure::Thrown(self.hold_any(thrown)?));
            }
        }
        Err(Failure::Error(format!("Node-API failed (status {status})")))
    }

    /// Makes a value with a function of Node-API, which is passed the address of the result.
    fn make(self, create: impl FnOnce(*mut napi_value) -> napi_status) -> Result<napi_value> {
        let mut value = null_mut();
        self.check(create(&raw mut value))?;
        Ok(value)
    }

    /// Returns a reference to a function or an object.
    pub fn hold(self, value: napi_value) -> Result<Reference> {
        let mut reference = null_mut();
        // SAFETY: the value belongs to this native call; Node-API writes the reference.
        self.check(unsafe { napi_create_reference(self.0, value, 1, &raw mut reference) })?;
        Ok(Reference { env: self, reference })
    }

    /// Returns a reference to a new object, the holder, that has the value in the property `HELD`: only functions and
    /// objects can be referred to directly.
    fn hold_any(self, value: napi_value) -> Result<Reference> {
        let holder = self.object()?;
        self.set(holder, HELD, value)?;
        self.hold(holder)
    }

    pub fn object(self) -> Result<napi_value> {
        // SAFETY: `result` is a variable for the value.
        self.make(|result| unsafe { napi_create_object(self.0, result) })
    }

    pub fn set(self, object: napi_value, name: &CStr, value: napi_value) -> Result<()> {
        // SAFETY: the name is NUL-terminated; both values belong to this native call.
        self.check(unsafe { napi_set_named_property(self.0, object, name.as_ptr(), value) })
    }

    pub fn get(self, object: napi_value, name: &CStr) -> Result<napi_value> {
        // SAFETY: the name is NUL-terminated; the object belongs to this native call; `result` is a variable for the
        // value.
        self.make(|result| unsafe { napi_get_named_property(self.0, object, name.as_ptr(), result) })
    }

    pub fn is_function(self, value: napi_value) -> Result<bool> {
        let mut kind = ValueType::napi_undefined;
        // SAFETY: the value belongs to this native call; Node-API writes `kind`.
        self.check(unsafe { napi_typeof(self.0, value, &raw mut kind) })?;
        Ok(kind == ValueType::napi_function)
    }

    pub fn integer(self, number: i32) -> Result<napi_value> {
        // SAFETY: `result` is a variable for the value.
        self.make(|result| unsafe { napi_create_int32(self.0, number, result) })
    }

    pub fn number(self, number: f64) -> Result<napi_value> {
        // SAFETY: `result` is a variable for the value.
        self.make(|result| unsafe { napi_create_double(self.0, number, result) })
    }

    pub fn boolean(self, truth: bool) -> Result<napi_value> {
        // SAFETY: `result` is a variable for the value.
        self.make(|result| unsafe { napi_get_boolean(self.0, truth, result) })
    }

    pub fn text(self, text: &str) -> Result<napi_value> {
        // SAFETY: address and length are those of a UTF-8 text; `result` is a variable for the value.
        self.make(|result| unsafe {
            napi_create_string_utf8(self.0, text.as_ptr().cast(), text.len() as isize, result)
        })
    }

    pub fn undefined(self) -> Result<napi_value> {
        // SAFETY: `result` is a variable for the value.
        self.make(|result| unsafe { napi_get_undefined(self.0, result) })
    }

    /// Returns a number; 0 for a value that is not a number.
    pub fn to_number(self, value: napi_value) -> f64 {
        let mut number = 0.0;
        // SAFETY: the value belongs to this native call. Node-API writes `number` only if the value is a number.
        unsafe { napi_get_value_double(self.0, value, &raw mut number) };
        number
    }

    /// Returns a boolean; false for a value that is not a boolean.
    pub fn to_bool(self, value: napi_value) -> bool {
        let mut truth = false;
        // SAFETY: the value belongs to this native call. Node-API writes `truth` only if the value is a boolean.
        unsafe { napi_get_value_bool(self.0, value, &raw mut truth) };
        truth
    }

    /// Makes a JavaScript function that calls `callable`, and drops it when the function is collected.
    pub fn function<T: Callable>(self, name: &str, callable: T) -> Result<napi_value> {
        let data = Box::into_raw(Box::new(callable)).cast::<c_void>();
        let (name, length) = (name.as_ptr().cast(), name.len() as isize);
        // SAFETY: `name` and `length` are those of a text; `data` is a `T`, as `call::<T>` requires.
        let made =
            self.make(|result| unsafe { napi_create_function(self.0, name, length, Some(call::<T>), data, result) });
        let function = made.inspect_err(|_| {
            // SAFETY: `data` was made from a box above, and no function owns it.
            drop(unsafe { Box::from_raw(data.cast::<T>()) });
        })?;
        // SAFETY: `data` is a boxed `T`, as `finalize::<T>` requires, and is dropped there only.
        self.check(unsafe { napi_add_finalizer(self.0, function, data, Some(finalize::<T>), null_mut(), null_mut()) })?;
        Ok(function)
    }

    /// Throws a failure in JavaScript.
    fn throw(self, failure: Failure) {
        let value = match failure {
            Failure::Thrown(reference) => reference.get().and_then(|holder| self.get(holder, HELD)),
            Failure::Error(message) => self.text(&message).and_then(|text| {
                // SAFETY: the text belongs to this native call; `result` is a variable for the value.
                self.make(|result| unsafe { napi_create_error(self.0, null_mut(), text, result) })
            }),
            Failure::Range(message) => self.text(message).and_then(|text| {
                // SAFETY: the text belongs to this native call; `result` is a variable for the value.
                self.make(|result| unsafe { napi_create_range_error(self.0, null_mut(), text, result) })
            }),
        };
        if let Ok(value) = value {
            // SAFETY: the value belongs to this native call. If JavaScript is terminating, Node-API ignores the call.
            unsafe { napi_throw(self.0, value) };
        }
    }
}

impl Reference {
    /// Returns the value, for this native call.
    pub fn get(&self) -> Result<napi_value> {
        // SAFETY: the reference exists until it is dropped; `result` is a variable for the value.
        self.env.make(|result| unsafe { napi_get_reference_value(self.env.0, self.reference, result) })
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // SAFETY: the reference exists, and dropping it is its last use.
        unsafe { napi_delete_reference(self.env.0, self.reference) };
    }
}

/// What a JavaScript function made by [`Env::function`] does.
pub trait Callable: 'static {
    /// Performs one call.
    fn call(&self, env: Env, arguments: &Arguments) -> Result<napi_value>;
}

/// The native side of every function: JavaScript calls it.
///
/// # Safety
/// Node-API calls it with its own handles, for a function whose data is a `T`.
unsafe extern "C" fn call<T: Callable>(env: napi_env, info: napi_callback_info) -> napi_value {
    let (mut argc, mut arguments, mut data) = (MAX_ARGUMENTS, [null_mut(); MAX_ARGUMENTS], null_mut());
    // SAFETY: the handles are Node-API's. It writes at most `argc` arguments, fills missing ones with undefined, and
    // writes the function's data, which is a `T` that lives as long as the function.
    let (env, callable) = unsafe {
        let status = napi_get_cb_info(env, info, &raw mut argc, arguments.as_mut_ptr(), null_mut(), &raw mut data);
        if status != Status::napi_ok {
            return null_mut();
        }
        (Env::new(env), &*data.cast::<T>())
    };
    // A panic must not unwind through JavaScript's frames.
    let result = catch_unwind(AssertUnwindSafe(|| callable.call(env, &arguments)));
    result.unwrap_or_else(|_| Err(Failure::Error("the wasmtime addon panicked".into()))).unwrap_or_else(|failure| {
        env.throw(failure);
        null_mut()
    })
}

/// Node-API calls it when a function was collected.
///
/// # Safety
/// `data` is a boxed `T` that is not used any more.
unsafe extern "C" fn finalize<T>(_env: napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: `Env::function` made `data` from a box, and its function is gone.
    drop(unsafe { Box::from_raw(data.cast::<T>()) });
}
