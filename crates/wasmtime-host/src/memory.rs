//! Looks into the guest's memory. An address out of it is the guest's mistake, which it is told as an error.

use super::errno::Errno;

/// The guest's memory while an import runs.
pub struct View<'a>(pub &'a mut [u8]);

impl View<'_> {
    /// Some bytes.
    pub fn bytes(&self, at: u32, count: u32) -> Result<&[u8], Errno> {
        let at = at as usize;
        self.0.get(at..at + count as usize).ok_or(Errno(abi::EIO))
    }

    /// Some bytes, to be written.
    pub fn bytes_mut(&mut self, at: u32, count: u32) -> Result<&mut [u8], Errno> {
        let at = at as usize;
        self.0.get_mut(at..at + count as usize).ok_or(Errno(abi::EIO))
    }

    /// Writes what is asked for at `into`. Gives its length, or ERANGE when it does not fit.
    pub fn give(&mut self, content: &[u8], into: u32, capacity: u32) -> Result<usize, Errno> {
        if content.len() > capacity as usize {
            return Err(Errno(abi::ERANGE));
        }
        // Not larger than `capacity`, which is 32 bits wide.
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
    fn what_does_not_fit_is_not_given() {
        let mut memory = [0; 4];
        assert_eq!(View(&mut memory).give(b"abc", 0, 2), Err(Errno(abi::ERANGE)));
        assert_eq!(View(&mut memory).give(b"abc", 1, 3), Ok(3));
        assert_eq!(&memory, b"\0abc");
    }
}
