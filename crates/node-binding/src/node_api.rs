//! Node-API as far as it is needed, with results instead of status codes.

use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{null, null_mut};

use napi_sys::{
    Status, ValueType, napi_add_finalizer, napi_callback_info, napi_create_double, napi_create_error,
    napi_create_function, napi_create_int32, napi_create_object, napi_create_range_error, napi_create_reference,
    napi_create_string_utf8, napi_delete_reference, napi_env, napi_get_and_clear_last_exception, napi_get_cb_info,
    napi_get_named_property, napi_get_reference_value, napi_get_undefined, napi_get_value_bool, napi_get_value_double,
    napi_is_exception_pending, napi_ref, napi_set_named_property, napi_status, napi_throw, napi_typeof, napi_value,
};

/// Why a call of Node-API, or of the guest, did not succeed.
pub enum Failure {
    /// JavaScript has thrown this.
    Thrown(Held),
    /// To be thrown as an Error.
    Error(String),
    /// To be thrown as a RangeError.
    Range(&'static str),
}

pub type Result<T> = std::result::Result<T, Failure>;

/// The thread's JavaScript, and the values of one call: a thing of the thread, valid while native code is called by it.
#[derive(Clone, Copy)]
pub struct Env(napi_env);

/// What is kept beyond a call. It is let go when it is dropped, on the same thread.
pub struct Held {
    env: Env,
    reference: napi_ref,
}

/// The most numbers that a function of either side takes.
pub const MOST: usize = {
    let (export, import) = (abi::EXPORT_MAX_PARAMETERS, abi::IMPORT_MAX_PARAMETERS);
    (if export > import { export } else { import }) as usize
};

/// The name under which a value that is no object is held.
const HELD: &CStr = c"value";

impl Env {
    /// # Safety
    /// It is Node-API's own, and is used on its thread alone.
    pub const unsafe fn new(env: napi_env) -> Self {
        Self(env)
    }

    pub const fn raw(self) -> napi_env {
        self.0
    }

    /// Makes a failure of a status, with what JavaScript has thrown if it has.
    pub fn check(self, status: napi_status) -> Result<()> {
        if status == Status::napi_ok {
            return Ok(());
        }
        let (mut pending, mut thrown) = (false, null_mut());
        // SAFETY: both results are written before they are read.
        unsafe {
            napi_is_exception_pending(self.0, &raw mut pending);
            if pending && napi_get_and_clear_last_exception(self.0, &raw mut thrown) == Status::napi_ok {
                return Err(Failure::Thrown(self.hold_any(thrown)?));
            }
        }
        Err(Failure::Error(format!("Node-API failed (status {status})")))
    }

    /// Keeps a function or an object.
    pub fn hold(self, value: napi_value) -> Result<Held> {
        let mut reference = null_mut();
        // SAFETY: the value is one of this call.
        self.check(unsafe { napi_create_reference(self.0, value, 1, &raw mut reference) })?;
        Ok(Held { env: self, reference })
    }

    /// Keeps any value: what is no object in an object.
    fn hold_any(self, value: napi_value) -> Result<Held> {
        let holder = self.object()?;
        self.set(holder, HELD, value)?;
        self.hold(holder)
    }

    pub fn object(self) -> Result<napi_value> {
        let mut object = null_mut();
        // SAFETY: the result is written.
        self.check(unsafe { napi_create_object(self.0, &raw mut object) })?;
        Ok(object)
    }

    pub fn set(self, object: napi_value, name: &CStr, value: napi_value) -> Result<()> {
        // SAFETY: the name ends in a NUL, the values are of this call.
        self.check(unsafe { napi_set_named_property(self.0, object, name.as_ptr(), value) })
    }

    pub fn get(self, object: napi_value, name: &CStr) -> Result<napi_value> {
        let mut value = null_mut();
        // SAFETY: the name ends in a NUL, the object is of this call.
        self.check(unsafe { napi_get_named_property(self.0, object, name.as_ptr(), &raw mut value) })?;
        Ok(value)
    }

    pub fn is_function(self, value: napi_value) -> Result<bool> {
        let mut kind = ValueType::napi_undefined;
        // SAFETY: the value is of this call.
        self.check(unsafe { napi_typeof(self.0, value, &raw mut kind) })?;
        Ok(kind == ValueType::napi_function)
    }

    pub fn integer(self, number: i32) -> Result<napi_value> {
        let mut value = null_mut();
        // SAFETY: the result is written.
        self.check(unsafe { napi_create_int32(self.0, number, &raw mut value) })?;
        Ok(value)
    }

    pub fn number(self, number: f64) -> Result<napi_value> {
        let mut value = null_mut();
        // SAFETY: the result is written.
        self.check(unsafe { napi_create_double(self.0, number, &raw mut value) })?;
        Ok(value)
    }

    pub fn text(self, text: &str) -> Result<napi_value> {
        let mut value = null_mut();
        // SAFETY: so many bytes are at this address, and they are UTF-8.
        self.check(unsafe {
            napi_create_string_utf8(self.0, text.as_ptr().cast(), text.len() as isize, &raw mut value)
        })?;
        Ok(value)
    }

    pub fn undefined(self) -> Result<napi_value> {
        let mut value = null_mut();
        // SAFETY: the result is written.
        self.check(unsafe { napi_get_undefined(self.0, &raw mut value) })?;
        Ok(value)
    }

    /// Reads a number; what is none counts as 0.
    pub fn to_number(self, value: napi_value) -> f64 {
        let mut number = 0.0;
        // SAFETY: the value is of this call. A value that is no number leaves the result alone.
        unsafe { napi_get_value_double(self.0, value, &raw mut number) };
        number
    }

    /// Reads a boolean; what is none counts as false.
    pub fn to_bool(self, value: napi_value) -> bool {
        let mut truth = false;
        // SAFETY: as above.
        unsafe { napi_get_value_bool(self.0, value, &raw mut truth) };
        truth
    }

    /// Makes a function that calls `work` with what belongs to it. That is dropped when the function is collected.
    pub fn function<T: Answering>(self, name: &str, own: T) -> Result<napi_value> {
        let own = Box::into_raw(Box::new(own)).cast::<c_void>();
        let (mut function, length) = (null_mut(), name.len() as isize);
        // SAFETY: so many bytes are at this address. `own` is what the callback and the finalizer take it for, and the
        // finalizer is its end.
        unsafe {
            let created =
                napi_create_function(self.0, name.as_ptr().cast(), length, Some(call::<T>), own, &raw mut function);
            self.check(created).inspect_err(|_| drop(Box::from_raw(own.cast::<T>())))?;
            self.check(napi_add_finalizer(self.0, function, own, Some(end::<T>), null_mut(), null_mut()))?;
        }
        Ok(function)
    }

    /// Throws a failure in JavaScript.
    fn throw(self, failure: Failure) {
        let value = match failure {
            Failure::Thrown(held) => held.get().and_then(|holder| self.get(holder, HELD)),
            Failure::Error(message) => self.text(&message).and_then(|text| {
                let mut error = null_mut();
                // SAFETY: the text is of this call.
                self.check(unsafe { napi_create_error(self.0, null_mut(), text, &raw mut error) }).map(|()| error)
            }),
            Failure::Range(message) => self.text(message).and_then(|text| {
                let mut error = null_mut();
                // SAFETY: the text is of this call.
                self.check(unsafe { napi_create_range_error(self.0, null_mut(), text, &raw mut error) }).map(|()| error)
            }),
        };
        if let Ok(value) = value {
            // SAFETY: the value is of this call. JavaScript that has been ended takes no exception, and needs none.
            unsafe { napi_throw(self.0, value) };
        }
    }
}

impl Held {
    /// The value, for this call.
    pub fn get(&self) -> Result<napi_value> {
        let mut value = null_mut();
        // SAFETY: the reference is a living one.
        self.env.check(unsafe { napi_get_reference_value(self.env.0, self.reference, &raw mut value) })?;
        Ok(value)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: the reference is a living one and not used again.
        unsafe { napi_delete_reference(self.env.0, self.reference) };
    }
}

/// What is behind a function.
pub trait Answering: 'static {
    /// Answers a call. Arguments that were not given are undefined.
    fn answer(&self, env: Env, arguments: &[napi_value; MOST]) -> Result<napi_value>;
}

/// Called by JavaScript.
unsafe extern "C" fn call<T: Answering>(env: napi_env, info: napi_callback_info) -> napi_value {
    let (mut argc, mut arguments, mut own) = (MOST, [null_mut(); MOST], null_mut());
    // SAFETY: Node-API passes its own handles, fills the arguments, and gives back what the function was made with.
    let (env, own) = unsafe {
        let status = napi_get_cb_info(env, info, &raw mut argc, arguments.as_mut_ptr(), null_mut(), &raw mut own);
        if status != Status::napi_ok {
            return null_mut();
        }
        (Env::new(env), &*own.cast::<T>())
    };
    // A panic must not go through JavaScript's frames.
    let answer = catch_unwind(AssertUnwindSafe(|| own.answer(env, &arguments)));
    answer.unwrap_or_else(|_| Err(Failure::Error("the wasmtime addon panicked".into()))).unwrap_or_else(|failure| {
        env.throw(failure);
        null_mut()
    })
}

/// Called when a function is collected.
unsafe extern "C" fn end<T>(_env: napi_env, own: *mut c_void, _hint: *mut c_void) {
    // SAFETY: it was made so by `function`, and nobody calls that function any more.
    drop(unsafe { Box::from_raw(own.cast::<T>()) });
}

/// No value: what a function without a result gives.
pub const NOTHING: napi_value = null::<c_void>().cast_mut().cast();
