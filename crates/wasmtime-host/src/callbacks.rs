//! The imports that call the application. The embedder answers them.

use wasmtime::{Caller, Error, Result};

use crate::call::Call;
use crate::state::State;
use crate::types;

/// Answers the callbacks of a guest.
pub trait Callbacks: Sized + 'static {
    /// Calls the application. The result of a callback without one is ignored. An error ends the guest.
    fn invoke(guest: &mut Caller<'_, State<Self>>, callback: Callback, arguments: &[i32]) -> Result<i32>;
}

/// For embedders that register nothing: every callback is an error.
pub struct NoCallbacks;

impl Callbacks for NoCallbacks {
    fn invoke(_: &mut Caller<'_, State<Self>>, callback: Callback, _: &[i32]) -> Result<i32> {
        Err(Error::msg(format!("the guest called {}, but nothing is registered", callback.name())))
    }
}

/// A callback of the contract: its position in `abi::CALLBACKS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callback(usize);

impl Callback {
    /// Returns the position in `abi::CALLBACKS`.
    pub const fn index(self) -> usize {
        self.0
    }

    /// Returns the name of the import.
    pub const fn name(self) -> &'static str {
        abi::CALLBACKS[self.0].name
    }

    /// Finds a callback by its name, at compile time: the evaluation fails for a name that the contract does not have.
    const fn named(name: &str) -> Self {
        let mut index = 0;
        while !equal(abi::CALLBACKS[index].name.as_bytes(), name.as_bytes()) {
            index += 1;
        }
        Self(index)
    }
}

/// Compares strings; `==` is not const yet.
const fn equal(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Defines one method of [`Call`] for each callback of the contract.
macro_rules! define {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        impl<C: Callbacks> Call<'_, C> {
            $($(#[doc = $doc])+
            pub fn $name(&mut self, $($param: types::$kind),*) -> Result<define!(@type $($result)?)> {
                const CALLBACK: Callback = Callback::named(stringify!($name));
                // Addresses keep their bits when they are passed as signed integers.
                let result = C::invoke(&mut self.0, CALLBACK, &[$($param as i32),*])?;
                Ok(define!(@result result $($result)?))
            })+
        }
    };
    (@type) => { () };
    (@type $result:ident) => { types::$result };
    (@result $value:ident) => { { let _: i32 = $value; } };
    (@result $value:ident $result:ident) => { $value };
}
abi::for_each_callback!(define);
