//! Functions and aggregates of the application.

use core::ffi::{c_char, c_int, c_void};
use core::mem::size_of;

use abi::*;

use super::connection::Connection;
use super::values::{describe_all, give, give_out_of_memory, give_thrown};
use crate::ffi::*;
use crate::host::callbacks::{self, Thrown};
use crate::value::RawValue;

/// What SQLite knows a function or aggregate by.
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
    /// Makes what SQLite keeps, and gives back to `x_destroy`.
    fn leak(number: i32, flags: c_int) -> *mut c_void {
        Box::into_raw(Box::new(Self { number, safe_integers: flags & FUNCTION_SAFE_INTEGERS != 0 })).cast()
    }

    /// The function that SQLite is calling.
    ///
    /// # Safety
    /// `context` is that of a function registered here.
    unsafe fn called<'a>(context: *mut sqlite3_context) -> &'a Self {
        // SAFETY: the caller's promise: the user data is a box that lives as long as the function is registered.
        unsafe { &*sqlite3_user_data(context).cast::<Self>() }
    }
}

fn sqlite_flags(flags: c_int) -> c_int {
    let bit = |ours: c_int, sqlite: c_int| if flags & ours != 0 { sqlite } else { 0 };
    SQLITE_UTF8 | bit(FUNCTION_DETERMINISTIC, SQLITE_DETERMINISTIC) | bit(FUNCTION_DIRECT_ONLY, SQLITE_DIRECTONLY)
}

impl Connection {
    /// Defines a function.
    ///
    /// # Safety
    /// `name` is NUL-terminated.
    pub unsafe fn create_function(&mut self, name: *const c_char, count: c_int, flags: c_int, number: i32) -> c_int {
        let function = Function::leak(number, flags);
        let flags = sqlite_flags(flags);
        // SAFETY: the caller's promise; SQLite calls x_destroy also when it fails.
        unsafe {
            sqlite3_create_function_v2(self.db, name, count, flags, function, Some(x_func), None, None, Some(x_destroy))
        }
    }

    /// Defines an aggregate, a window function too if it can take rows out.
    ///
    /// # Safety
    /// `name` is NUL-terminated.
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
        let take_out = inverse.then_some(x_inverse as unsafe extern "C" fn(_, _, _));
        // SAFETY: as above.
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
                take_out,
                Some(x_destroy),
            )
        }
    }
}

// SAFETY, for all functions below: SQLite passes the context of a call of a function registered here, and its arguments.

unsafe extern "C" fn x_destroy(function: *mut c_void) {
    // SAFETY: SQLite gives back, once, what `leak` made.
    drop(unsafe { Box::from_raw(function.cast::<Function>()) });
}

unsafe extern "C" fn x_func(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value) {
    // SAFETY: see above.
    unsafe {
        let function = Function::called(context);
        let Ok(arguments) = describe_all(values, count, function.safe_integers) else {
            return give_out_of_memory(context);
        };
        give_result(context, |result| callbacks::function_call(function.number, &arguments, result));
    }
}

/// Gives SQLite what the application gives.
///
/// # Safety
/// `context` is that of the call under way.
unsafe fn give_result(context: *mut sqlite3_context, ask: impl FnOnce(&mut RawValue) -> Result<(), Thrown>) {
    let mut result = RawValue::NULL;
    // SAFETY: the caller's promise; the host has filled the cell.
    unsafe {
        match ask(&mut result) {
            Ok(()) => give(context, &result),
            Err(Thrown) => give_thrown(context),
        }
    }
}

/// One aggregation under way, in memory that SQLite zeroes.
#[repr(C)]
struct Aggregation {
    state: State,
    number: i32,
    /// Its value was asked for row by row.
    is_window: bool,
}

#[repr(i32)]
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// As SQLite's zeros.
    New = 0,
    Running,
    /// Something was thrown, or it is over: nothing of the application is called any more.
    Ended,
}

impl Aggregation {
    /// The aggregation of a call, begun if it is new. `None` when it has ended, or cannot begin.
    ///
    /// # Safety
    /// `context` is that of the call under way.
    unsafe fn running<'a>(context: *mut sqlite3_context, aggregate: i32) -> Option<&'a mut Self> {
        // SAFETY: SQLite gives zeroed memory, a valid value, that lives until the last call; null when it has none.
        let aggregation =
            unsafe { sqlite3_aggregate_context(context, size_of::<Self>() as c_int).cast::<Self>().as_mut() };
        let Some(aggregation) = aggregation else {
            // SAFETY: the caller's promise.
            unsafe { give_out_of_memory(context) };
            return None;
        };
        if aggregation.state == State::New {
            match callbacks::aggregate_begin(aggregate) {
                Ok(number) => (aggregation.number, aggregation.state) = (number, State::Running),
                Err(Thrown) => {
                    aggregation.state = State::Ended;
                    // SAFETY: the caller's promise.
                    unsafe { give_thrown(context) };
                }
            }
        }
        (aggregation.state == State::Running).then_some(aggregation)
    }

    fn end(&mut self) {
        self.state = State::Ended;
        callbacks::aggregate_end(self.number);
    }
}

/// # Safety
/// SQLite's, for a step or its inverse.
unsafe fn change(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value, inverse: bool) {
    // SAFETY: see above.
    unsafe {
        let function = Function::called(context);
        let Some(aggregation) = Aggregation::running(context, function.number) else { return };
        let Ok(arguments) = describe_all(values, count, function.safe_integers) else {
            return give_out_of_memory(context);
        };
        if callbacks::aggregate_step(function.number, aggregation.number, &arguments, inverse).is_err() {
            aggregation.end();
            give_thrown(context);
        }
    }
}

unsafe extern "C" fn x_step(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value) {
    // SAFETY: see above.
    unsafe { change(context, count, values, false) };
}

unsafe extern "C" fn x_inverse(context: *mut sqlite3_context, count: c_int, values: *mut *mut sqlite3_value) {
    // SAFETY: see above.
    unsafe { change(context, count, values, true) };
}

/// # Safety
/// SQLite's, for the value of an aggregation.
unsafe fn evaluate(context: *mut sqlite3_context, aggregate: i32, aggregation: &mut Aggregation) {
    let mut threw = false;
    // SAFETY: see above.
    unsafe {
        give_result(context, |result| {
            let outcome = callbacks::aggregate_value(aggregate, aggregation.number, result);
            threw = outcome.is_err();
            outcome
        });
    }
    if threw {
        aggregation.end();
    }
}

unsafe extern "C" fn x_value(context: *mut sqlite3_context) {
    // SAFETY: see above.
    unsafe {
        let function = Function::called(context);
        if let Some(aggregation) = Aggregation::running(context, function.number) {
            aggregation.is_window = true;
            evaluate(context, function.number, aggregation);
        }
    }
}

unsafe extern "C" fn x_final(context: *mut sqlite3_context) {
    // SAFETY: see above.
    unsafe {
        let function = Function::called(context);
        let Some(aggregation) = Aggregation::running(context, function.number) else { return };
        if !aggregation.is_window {
            evaluate(context, function.number, aggregation);
        }
        if aggregation.state == State::Running {
            aggregation.end();
        }
    }
}
