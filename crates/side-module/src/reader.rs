//! Reads the binary format of WebAssembly modules.

/// The bytes of a module that are not yet read.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

/// A module ends too early, or a number in it is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl<'a> Reader<'a> {
    /// Creates a reader of some bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Returns whether everything is read.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads a byte.
    pub fn byte(&mut self) -> Result<u8, Malformed> {
        let (&byte, rest) = self.rest.split_first().ok_or(Malformed)?;
        self.rest = rest;
        Ok(byte)
    }

    /// Reads some bytes.
    pub fn bytes(&mut self, count: u32) -> Result<&'a [u8], Malformed> {
        let count = count as usize;
        if count > self.rest.len() {
            return Err(Malformed);
        }
        let (bytes, rest) = self.rest.split_at(count);
        self.rest = rest;
        Ok(bytes)
    }

    /// Reads an unsigned number of up to 32 bits.
    pub fn u32(&mut self) -> Result<u32, Malformed> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            if shift == 28 && bits > 0x0f {
                return Err(Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    /// Reads a signed number of 32 bits.
    pub fn i32(&mut self) -> Result<i32, Malformed> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= i32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let unused = (25 - shift).max(0);
                return Ok((value << unused) >> unused);
            }
        }
        Err(Malformed)
    }

    /// Skips a number of up to 64 bits.
    pub fn skip_number(&mut self) -> Result<(), Malformed> {
        for _ in 0..10 {
            if self.byte()? & 0x80 == 0 {
                return Ok(());
            }
        }
        Err(Malformed)
    }

    /// Reads a piece that begins with its length.
    pub fn piece(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.u32()?;
        self.bytes(length)
    }

    /// Reads a name.
    pub fn name(&mut self) -> Result<&'a str, Malformed> {
        core::str::from_utf8(self.piece()?).map_err(|_| Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_numbers_have_one_to_five_bytes() {
        for (bytes, expected) in [
            (&[0x00][..], Ok(0)),
            (&[0x3f], Ok(63)),
            (&[0x7f], Ok(-1)),
            (&[0x80, 0x7f], Ok(-128)),
            (&[0xff, 0xff, 0xff, 0xff, 0x07], Ok(i32::MAX)),
            (&[0x80, 0x80, 0x80, 0x80, 0x78], Ok(i32::MIN)),
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00], Err(Malformed)),
            (&[0x80], Err(Malformed)),
        ] {
            assert_eq!(Reader::new(bytes).i32(), expected, "{bytes:x?}");
        }
    }

    #[test]
    fn unsigned_numbers_fit_32_bits() {
        for (bytes, expected) in [
            (&[0x7f][..], Ok(127)),
            (&[0xff, 0xff, 0xff, 0xff, 0x0f], Ok(u32::MAX)),
            (&[0xff, 0xff, 0xff, 0xff, 0x1f], Err(Malformed)),
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00], Err(Malformed)),
            (&[], Err(Malformed)),
        ] {
            assert_eq!(Reader::new(bytes).u32(), expected, "{bytes:x?}");
        }
    }
}
