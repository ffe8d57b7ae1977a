//! System calls on extensions.

use super::raw::{self, Errno, check, done, start};

/// Adds elements to the table of functions. Returns the index of the first.
pub fn table_grow(count: u32) -> Result<u32, Errno> {
    // SAFETY: no memory is passed.
    check(unsafe { raw::table_grow(count.cast_signed()) }).map(|first| first as u32)
}

/// A running module of an extension.
#[derive(Debug)]
pub struct Extension(i32);

impl Extension {
    /// Compiles and starts a module, which has a word for each of its imports. Fails with EINVAL if it is not valid;
    /// `extension_error` then says why.
    ///
    /// # Safety
    /// The words are right, and what the module's segments fill belongs to it.
    pub unsafe fn open(module: &[u8], imports: &[u32]) -> Result<Self, Errno> {
        let words = imports.as_ptr().cast_mut().cast();
        // SAFETY: the host reads `module.len()` bytes at `module`, and a word for each import at `words`. The caller
        // vouches for what the module does.
        check(unsafe { raw::extension_open(start(module), module.len(), words) }).map(|number| Self(number as i32))
    }

    /// Makes an element of the table refer to an exported function. Fails with ENOENT if there is none of that name.
    pub fn function(&self, name: &str, slot: u32) -> Result<(), Errno> {
        // SAFETY: the host reads `name.len()` bytes at `name`.
        done(unsafe { raw::extension_function(self.0, start(name.as_bytes()), name.len(), slot.cast_signed()) })
    }

    /// Releases the module, and the functions in some elements of the table.
    pub fn close(&mut self, first: u32, count: u32) {
        // SAFETY: no memory is passed. The host cannot fail.
        unsafe { raw::extension_close(self.0, first.cast_signed(), count.cast_signed()) };
    }
}

/// Longest reason in bytes.
const REASON_MAX: usize = 512;

/// Returns the reason of the last EINVAL of `Extension::open`.
pub fn extension_error() -> String {
    let mut text = vec![0; REASON_MAX];
    // SAFETY: the host writes at most `text.len()` bytes at `text`.
    let length = check(unsafe { raw::extension_error(text.as_mut_ptr(), text.len()) }).unwrap_or(0);
    text.truncate(length);
    String::from_utf8_lossy(&text).into_owned()
}
