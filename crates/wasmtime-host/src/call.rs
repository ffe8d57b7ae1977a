//! One host call, with access to the guest's memory and state.

use wasmtime::Caller;

use crate::errno::Errno;
use crate::memory::View;
use crate::state::State;

/// A host call in progress. Each import is one method of this type.
pub struct Call<'a, C: 'static>(pub Caller<'a, State<C>>);

impl<C> Call<'_, C> {
    /// Runs `work` on the guest's memory and state.
    pub fn with_memory<T>(
        &mut self,
        work: impl FnOnce(&mut View<'_>, &mut State<C>) -> Result<T, Errno>,
    ) -> Result<T, Errno> {
        // The module has no start function, so its memory is known before its first host call.
        let memory = self.0.data().memory.ok_or(Errno(abi::EIO))?;
        let (bytes, state) = memory.data_and_store_mut(&mut self.0);
        work(&mut View(bytes), state)
    }
}
