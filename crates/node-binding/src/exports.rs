//! The guest's functions for JavaScript, made from the contract's list.

use std::ffi::CString;
use std::rc::Rc;

use napi_sys::napi_value;
use wasmtime_host::types;

use crate::guest::Guest;
use crate::node_api::{Arguments, Callable, Env, Result, UNDEFINED};

/// Converts a number of JavaScript to a parameter of the guest, as WebAssembly does.
trait FromNumber {
    fn from_number(number: f64) -> Self;
}

impl FromNumber for i32 {
    fn from_number(number: f64) -> Self {
        // Modulo 2^32: whole numbers up to 2^53 are exact in 64 bits.
        number as i64 as Self
    }
}

impl FromNumber for u32 {
    fn from_number(number: f64) -> Self {
        number as i64 as Self
    }
}

impl FromNumber for f64 {
    fn from_number(number: f64) -> Self {
        number
    }
}

/// Converts a result of the guest to a value of JavaScript, as WebAssembly does: integers are signed.
trait ToValue {
    fn to_value(self, env: Env) -> Result<napi_value>;
}

impl ToValue for () {
    fn to_value(self, _env: Env) -> Result<napi_value> {
        Ok(UNDEFINED)
    }
}

impl ToValue for i32 {
    fn to_value(self, env: Env) -> Result<napi_value> {
        env.integer(self)
    }
}

impl ToValue for u32 {
    fn to_value(self, env: Env) -> Result<napi_value> {
        env.integer(self.cast_signed())
    }
}

impl ToValue for f64 {
    fn to_value(self, env: Env) -> Result<napi_value> {
        env.number(self)
    }
}

type Entry = fn(&Guest, Env, &Arguments) -> Result<napi_value>;

macro_rules! table {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        /// Every export: its name, and the function that converts its arguments, calls it and converts its result.
        const TABLE: &[(&str, Entry)] = &[$((stringify!($name), |guest, env, arguments| {
            let [$($param,)* ..] = *arguments;
            let arguments = ($(types::$kind::from_number(env.to_number($param)),)*);
            guest.call(&guest.exports.$name, arguments)?.to_value(env)
        })),+];
    };
}
abi::for_each_export!(table);

struct Export {
    guest: Rc<Guest>,
    entry: Entry,
}

impl Callable for Export {
    fn call(&self, env: Env, arguments: &Arguments) -> Result<napi_value> {
        (self.entry)(&self.guest, env, arguments)
    }
}

/// Returns an object with a function for each export.
pub fn object(env: Env, guest: &Rc<Guest>) -> Result<napi_value> {
    let exports = env.object()?;
    for (name, entry) in TABLE {
        let function = env.function(name, Export { guest: Rc::clone(guest), entry: *entry })?;
        let name = CString::new(*name).expect("names have no NUL");
        env.set(exports, &name, function)?;
    }
    Ok(exports)
}
