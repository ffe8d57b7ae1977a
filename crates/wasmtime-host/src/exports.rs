//! The guest's functions, with the types of the contract.

use wasmtime::{Instance, Store, TypedFunc, WasmParams, WasmResults};

use crate::error::EngineError;
use crate::types;

/// Declares one field for each export.
macro_rules! declare {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        /// The guest's functions.
        pub struct Exports {
            $($(#[doc = $doc])+ pub $name: TypedFunc<($(types::$kind,)*), declare!(@result $($result)?)>),+
        }

        impl Exports {
            /// Finds the functions in an instance. Fails if one is missing or of another type.
            pub(crate) fn of<T: 'static>(instance: &Instance, store: &mut Store<T>) -> Result<Self, EngineError> {
                Ok(Self { $($name: find(instance, store, stringify!($name))?),+ })
            }
        }
    };
    (@result) => { () };
    (@result $result:ident) => { types::$result };
}
abi::for_each_export!(declare);

fn find<T: 'static, P: WasmParams, R: WasmResults>(
    instance: &Instance,
    store: &mut Store<T>,
    name: &str,
) -> Result<TypedFunc<P, R>, EngineError> {
    let found = instance.get_typed_func(store, name);
    found.map_err(|error| EngineError::AbiMismatch(format!("export {name}: {error:#}")))
}
