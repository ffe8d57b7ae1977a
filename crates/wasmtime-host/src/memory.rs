//! Bounds-checked access to the guest's memory. An address out of range is reported to the guest as EIO.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::errno::Errno;

/// The guest's memory during a host call.
pub struct View<'a>(pub &'a mut [u8]);

impl View<'_> {
    /// Returns `count` bytes at `at`.
    pub fn bytes(&self, at: u32, count: u32) -> Result<&[u8], Errno> {
        let at = at as usize;
        self.0.get(at..at + count as usize).ok_or(Errno(abi::EIO))
    }

    /// Returns `count` bytes at `at` for writing.
    pub fn bytes_mut(&mut self, at: u32, count: u32) -> Result<&mut [u8], Errno> {
        let at = at as usize;
        self.0.get_mut(at..at + count as usize).ok_or(Errno(abi::EIO))
    }

    /// Returns the path of `len` bytes at `at`.
    pub fn path(&self, at: u32, len: u32) -> Result<&Path, Errno> {
        Ok(Path::new(OsStr::from_bytes(self.bytes(at, len)?)))
    }

    /// Writes `content` to `into`. Returns its length, or ERANGE if it is longer than `capacity`.
    pub fn write(&mut self, content: &[u8], into: u32, capacity: u32) -> Result<usize, Errno> {
        if content.len() > capacity as usize {
            return Err(Errno(abi::ERANGE));
        }
        // The length fits 32 bits, since `capacity` does.
        self.bytes_mut(into, content.len() as u32)?.copy_from_slice(content);
        Ok(content.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_beyond_the_memory_is_an_error() {
        let mut memory = [0; 16];
        let mut view = View(&mut memory);
        assert!(view.bytes(8, 8).is_ok());
        assert_eq!(view.bytes(8, 9), Err(Errno(abi::EIO)));
        assert_eq!(view.bytes_mut(u32::MAX, u32::MAX), Err(Errno(abi::EIO)));
    }

    #[test]
    fn content_longer_than_the_buffer_is_not_written() {
        let mut memory = [0; 4];
        assert_eq!(View(&mut memory).write(b"abc", 0, 2), Err(Errno(abi::ERANGE)));
        assert_eq!(View(&mut memory).write(b"abc", 1, 3), Ok(3));
        assert_eq!(&memory, b"\0abc");
    }
}
