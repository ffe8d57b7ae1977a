//! Links the guest's imports to the methods of [`Call`]. An import without its method does not compile.

use wasmtime::{Caller, Linker, Result};

use crate::call::Call;
use crate::callbacks::Callbacks;
use crate::state::State;
use crate::types;

/// Defines every import of the contract.
pub fn define<C: Callbacks>(linker: &mut Linker<State<C>>) -> Result<()> {
    macro_rules! each {
        ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
            $(linker.func_wrap(
                abi::IMPORT_MODULE,
                stringify!($name),
                #[expect(clippy::allow_attributes, reason = "not every import changes the state")]
                #[allow(unused_mut)]
                |caller: Caller<'_, State<C>>, $($param: types::$kind),*| {
                    #[allow(unused_mut)]
                    let mut call = Call(caller);
                    call.$name($($param),*)
                },
            )?;)+
        };
    }
    abi::for_each_syscall!(each);
    abi::for_each_callback!(each);
    Ok(())
}
