//! Gives the guest its imports: one method of [`Call`] for each, or this does not compile.

use wasmtime::{Caller, Linker, Result};

use super::callbacks::Callbacks;
use super::errno::Errno;
use super::instance::State;
use super::memory::View;

/// The types of the contract's lists.
#[expect(non_camel_case_types, reason = "spelt as in the abi crate")]
pub mod types {
    pub type ptr = u32;
    pub type len = u32;
    pub type fd = i32;
    pub type int = i32;
    pub type off64 = f64;
}

/// One call of the guest.
pub struct Call<'a, C: Callbacks>(pub Caller<'a, State<C>>);

impl<C: Callbacks> Call<'_, C> {
    /// Does something with the guest's memory.
    pub fn with_memory<T>(
        &mut self,
        work: impl FnOnce(&mut View<'_>, &mut State<C>) -> Result<T, Errno>,
    ) -> Result<T, Errno> {
        // Nothing runs in the guest before it is known.
        let memory = self.0.data().memory.ok_or(Errno(abi::EIO))?;
        let (bytes, state) = memory.data_and_store_mut(&mut self.0);
        work(&mut View(bytes), state)
    }
}

/// Defines every import.
pub fn define<C: Callbacks>(linker: &mut Linker<State<C>>) -> Result<()> {
    macro_rules! each {
        ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
            $(linker.func_wrap(
                abi::IMPORT_MODULE,
                stringify!($name),
                #[expect(clippy::allow_attributes, reason = "not every import changes something")]
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
