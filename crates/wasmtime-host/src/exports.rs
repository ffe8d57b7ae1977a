//! The guest's functions, with the types of the contract.

use wasmtime::{Instance, Store, TypedFunc};

use super::imports::types;
use crate::error::{Error, Result};

/// Declares one field for each export.
macro_rules! declare {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        /// The guest's functions.
        #[cfg_attr(not(feature = "napi"), expect(dead_code, reason = "the Rust API does not use all of them"))]
        pub struct Exports {
            $($(#[doc = $doc])+ pub $name: TypedFunc<($(types::$kind,)*), declare!(@result $($result)?)>),+
        }

        impl Exports {
            /// Finds them in an instance.
            pub fn of<T: 'static>(instance: &Instance, store: &mut Store<T>) -> Result<Self> {
                Ok(Self {
                    $($name: instance.get_typed_func(&mut *store, stringify!($name))
                        .map_err(|error| Error::AbiMismatch(format!(concat!("export ", stringify!($name), ": {:#}"), error)))?),+
                })
            }
        }
    };
    (@result) => { () };
    (@result $result:ident) => { types::$result };
}
abi::for_each_export!(declare);
