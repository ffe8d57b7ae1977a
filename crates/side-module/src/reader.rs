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
                let unused = 25_i32.saturating_sub(shift);
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
