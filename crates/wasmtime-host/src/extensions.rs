//! The system calls on extensions, which this host cannot run: it has no compiler.

use crate::call::Call;
use crate::views::unavailable;

impl<C> Call<'_, C> {
    /// Adds no elements.
    pub fn table_grow(&mut self, _count: i32) -> i32 {
        unavailable()
    }

    /// Opens no extension.
    pub fn extension_open(&mut self, _module: u32, _module_len: u32, _imports: u32) -> i32 {
        unavailable()
    }

    /// Has no reason to write.
    pub fn extension_error(&mut self, _into: u32, _capacity: u32) -> i32 {
        unavailable()
    }

    /// Finds no function.
    pub fn extension_function(&mut self, _extension: i32, _name: u32, _name_len: u32, _slot: i32) -> i32 {
        unavailable()
    }

    /// Closes no extension.
    pub fn extension_close(&mut self, _extension: i32, _first: i32, _count: i32) -> i32 {
        unavailable()
    }
}
