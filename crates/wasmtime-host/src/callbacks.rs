//! The imports that call the application: they go to whoever embeds the guest.

use wasmtime::{Caller, Result};

use super::imports::{Call, types};
use super::instance::State;

/// A callback of the contract: its position in `abi::CALLBACKS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callback(usize);

impl Callback {
    /// Returns the position in `abi::CALLBACKS`.
    #[cfg(feature = "napi")]
    pub const fn index(self) -> usize {
        self.0
    }

    /// Returns the name of the import.
    pub const fn name(self) -> &'static str {
        abi::CALLBACKS[self.0].name
    }

    /// Finds a callback of the contract by its name, when the crate is compiled.
    const fn named(name: &str) -> Self {
        let mut index = 0;
        while !equal(abi::CALLBACKS[index].name.as_bytes(), name.as_bytes()) {
            index += 1;
        }
        Self(index)
    }
}

/// Comparison of strings is not yet const.
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

/// Defines the imports that lead to the embedder: one method of [`Call`] for each callback of the contract.
macro_rules! define {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        impl<C: Callbacks> Call<'_, C> {
            $($(#[doc = $doc])+
            pub fn $name(&mut self, $($param: types::$kind),*) -> Result<define!(@type $($result)?)> {
                const CALLBACK: Callback = Callback::named(stringify!($name));
                // Addresses are passed as the bits that they are.
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

/// Whoever embeds the guest and answers for the application.
pub trait Callbacks: Sized + 'static {
    /// Calls the application. What has no result is answered with any number. An error ends the guest.
    fn invoke(guest: &mut Caller<'_, State<Self>>, what: Callback, arguments: &[i32]) -> Result<i32>;
}

/// Who embeds a guest in tests, and has nothing to be called.
#[cfg(all(test, feature = "compiler"))]
pub struct Nobody;

#[cfg(all(test, feature = "compiler"))]
impl Callbacks for Nobody {
    fn invoke(_: &mut Caller<'_, State<Self>>, _: Callback, _: &[i32]) -> Result<i32> {
        Ok(0)
    }
}
