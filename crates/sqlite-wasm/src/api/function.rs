//! User functions and aggregates.

use core::ffi::{c_char, c_int, c_void};
use core::mem::size_of;

use abi::*;

use super::connection::Connection;
use super::function_result::{set_out_of_memory, set_result, set_thrown};
use super::pack::pack_arguments;
use crate::ffi::*;
use crate::host::callbacks::{self, Thrown};
use crate::value::RawValue;

/// A registered function or aggregate: the user data that SQLite keeps for it.
struct Function {
    number: i32,
    safe_integers: bool,
}

impl Drop for Function {
    fn drop(&mut self) {
        callbacks::handler_release(self.number);
    }
}

impl Function {
    /// Returns the user data of a new function. SQLite passes it to `x_destroy` in the end.
    fn leak(number: i32, flags: c_int) -> *mut c_void {
        Box::into_raw(Box::new(Self { number, safe_integers: flags & FUNCTION_SAFE_INTEGERS != 0 })).cast()
    }

    /// Returns the function that SQLite is calling.
    ///
    /// # Safety
    /// SQLite is calling the function of `context`, which was registered by this file.
    unsafe fn called<'a>(context: *mut sqlite3_context) -> &'a Self {
        // SAFETY: the user data of the functions of this file came from `leak`. It lives as long as the function is
        // registered.
        unsafe { &*sqlite3_user_data(context).cast::<Self>() }
    }
}

fn sqlite_flags(flags: c_int) -> c_int {
    let bit = |ours: c_int, sqlite: c_int| if flags & ours != 0 { sqlite } else { 0 };
    SQLITE_UTF8 | bit(FUNCTION_DETERMINISTIC, SQLITE_DETERMINISTIC) | bit(FUNCTION_DIRECT_ONLY, SQLITE_DIRECTONLY)
}

impl Connection {
    /// Registers a function; see `db_create_function` of the abi crate. Returns a result code.
    ///
    /// # Safety
    /// `name` ends in a NUL.
    pub unsafe fn create_function(&mut self, name: *const c_char, count: c_int, flags: c_int, number: i32) -> c_int {
        let function = Function::leak(number, flags);
        let flags = sqlite_flags(flags);
        // SAFETY: the handle is open, and the caller passes a name with a NUL. SQLite calls `x_destroy` also on
        // failure.
        unsafe {
            sqlite3_create_function_v2(self.db, name, count, flags, function, Some(x_func), None, None, Some(x_destroy))
        }
    }

    /// Registers an aggregate; with `inverse` it is a window function, too. Returns a result code.
    ///
    /// # Safety
    /// `name` ends in a NUL.
    pub unsafe fn create_aggregate(
        &mut self,
        name: *const c_char,
        count: c_int,
        flags: c_int,
        number: i32,
        inverse: bool,
    ) -> c_int {
        let aggregate = Function::leak(number, flags);
        let flags = sqlite_flags(flags);
        let value = inverse.then_some(x_value as unsafe extern "C" fn(_));
        let remove = inverse.then_some(x_inverse as unsafe extern "C" fn(_, _, _));
        // SAFETY: the handle is open, and the caller passes a name with a NUL. SQLite calls `x_destroy` also on
        // failure.
        unsafe {
            sqlite3_create_window_function(
                self.db,
                name,
                count,
                flags,
                aggregate,
                Some(x_step),
                Some(x_final),
                value,
                remove,
                Some(x_destroy),
            )
        }
    }
}

unsafe extern "C" fn x_destroy(function: *mut c_void) {
    // SAFETY: SQLite passes, once, the user data that `leak` returned.
    drop(unsafe { Box::from_raw(function.cast::<Function>()) });
}

unsafe extern "C" fn x_func(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value) {
    // SAFETY: SQLite is calling a function of this file with `count` values at `values`, which live until this returns.
    unsafe {
        let function = Function::called(context);
        let Ok(arguments) = pack_arguments(values, count, function.safe_integers) else {
            return set_out_of_memory(context);
        };
        let _ = call_for_result(context, |result| callbacks::function_call(function.number, &arguments, result));
    }
}

/// Sets the result of a function to the value that a callback fills in, or to an error if the callback throws.
///
/// # Safety
/// SQLite is calling the function of `context`.
unsafe fn call_for_result(
    context: *mut sqlite3_context,
    callback: impl FnOnce(&mut RawValue) -> Result<(), Thrown>,
) -> Result<(), Thrown> {
    let mut result = RawValue::NULL;
    let called = callback(&mut result);
    // SAFETY: the caller passes the context of a running call. A host fills in well-formed values.
    unsafe {
        match called {
            Ok(()) => set_result(context, &result),
            Err(Thrown) => set_thrown(context),
        }
    }
    called
}

/// A running aggregation, in memory that SQLite provides filled with zeros.
#[repr(C)]
struct Aggregation {
    state: State,
    number: i32,
    /// `x_value` was called: this is a window function.
    is_window: bool,
}

#[repr(i32)]
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The state that SQLite's zeros stand for.
    New = 0,
    Running,
    /// The aggregation is over, or a callback threw. No more callbacks follow.
    Ended,
}

impl Aggregation {
    /// Returns the aggregation of a call and begins it if it is new. Returns `None` if it has ended or cannot begin.
    ///
    /// # Safety
    /// SQLite is calling the aggregate of `context`, and the previous result for it is no longer used.
    unsafe fn running<'a>(context: *mut sqlite3_context, aggregate: i32) -> Option<&'a mut Self> {
        // SAFETY: SQLite returns null or memory that lives until the last call of the aggregation. Its first content,
        // zeros, is a valid aggregation.
        let aggregation =
            unsafe { sqlite3_aggregate_context(context, size_of::<Self>() as c_int).cast::<Self>().as_mut() };
        let Some(aggregation) = aggregation else {
            // SAFETY: the caller passes the context of a running call.
            unsafe { set_out_of_memory(context) };
            return None;
        };
        if aggregation.state == State::New {
            match callbacks::aggregate_begin(aggregate) {
                Ok(number) => (aggregation.number, aggregation.state) = (number, State::Running),
                Err(Thrown) => {
                    aggregation.state = State::Ended;
                    // SAFETY: the caller passes the context of a running call.
                    unsafe { set_thrown(context) };
                }
            }
        }
        (aggregation.state == State::Running).then_some(aggregation)
    }

    /// Sets the result of a call to the aggregation's current value.
    ///
    /// # Safety
    /// SQLite is calling the aggregate of `context`.
    unsafe fn evaluate(&mut self, context: *mut sqlite3_context, aggregate: i32) {
        // SAFETY: the caller passes the context of a running call.
        let evaluated =
            unsafe { call_for_result(context, |result| callbacks::aggregate_value(aggregate, self.number, result)) };
        if evaluated.is_err() {
            self.end();
        }
    }

    fn end(&mut self) {
        self.state = State::Ended;
        callbacks::aggregate_end(self.number);
    }
}

/// Adds a row to an aggregation or, with `inverse`, removes one.
///
/// # Safety
/// SQLite is calling the aggregate of `context` with `count` values at `values`.
unsafe fn step(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value, inverse: bool) {
    // SAFETY: the caller passes what SQLite passed: the context of a running call, and `count` values that live until
    // it returns.
    unsafe {
        let function = Function::called(context);
        let Some(aggregation) = Aggregation::running(context, function.number) else { return };
        let Ok(arguments) = pack_arguments(values, count, function.safe_integers) else {
            return set_out_of_memory(context);
        };
        if callbacks::aggregate_step(function.number, aggregation.number, &arguments, inverse).is_err() {
            aggregation.end();
            set_thrown(context);
        }
    }
}

unsafe extern "C" fn x_step(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value) {
    // SAFETY: SQLite is calling an aggregate of this file with `count` values at `values`.
    unsafe { step(context, count, values, false) };
}

unsafe extern "C" fn x_inverse(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value) {
    // SAFETY: SQLite is calling an aggregate of this file with `count` values at `values`.
    unsafe { step(context, count, values, true) };
}

unsafe extern "C" fn x_value(context: *mut sqlite3_context) {
    // SAFETY: SQLite is calling an aggregate of this file.
    unsafe {
        let function = Function::called(context);
        if let Some(aggregation) = Aggregation::running(context, function.number) {
            aggregation.is_window = true;
            aggregation.evaluate(context, function.number);
        }
    }
}

unsafe extern "C" fn x_final(context: *mut sqlite3_context) {
    // SAFETY: SQLite is calling an aggregate of this file.
    unsafe {
        let function = Function::called(context);
        let Some(aggregation) = Aggregation::running(context, function.number) else { return };
        if !aggregation.is_window {
            aggregation.evaluate(context, function.number);
        }
        if aggregation.state == State::Running {
            aggregation.end();
        }
    }
}
