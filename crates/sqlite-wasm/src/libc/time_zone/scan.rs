//! Numbers in a TZ text, read as C's `scanf` reads them. glibc parses TZ by `scanf`, so what it accepts decides where a
//! malformed text stops.

/// The rest of a text.
#[derive(Clone, Copy, Debug)]
pub struct Scanner<'a>(pub &'a [u8]);

impl<'a> Scanner<'a> {
    /// Returns whether the text has ended.
    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the next byte without consuming it.
    pub fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// Consumes `byte` if it is next; returns whether it was.
    pub fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    /// Consumes and returns the longest run of bytes that satisfy `accepts`.
    pub fn take_while(&mut self, accepts: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.0.iter().position(|&byte| !accepts(byte)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    /// Reads a number as `scanf("%hu")` does: white space and a sign may precede the digits, and the value wraps.
    /// Consumes nothing if there are no digits.
    pub fn short(&mut self) -> Option<u16> {
        let mut after = *self;
        after.take_while(|byte| byte.is_ascii_whitespace() || byte == b'\x0b');
        let negative = after.skip(b'-');
        if !negative {
            after.skip(b'+');
        }
        let digits = after.take_while(|byte| byte.is_ascii_digit());
        if digits.is_empty() {
            return None;
        }
        *self = after;
        // `strtoul` returns its largest value for a number that does not fit, whatever the sign.
        Some(match unsigned(digits) {
            None => u16::MAX,
            Some(value) if negative => value.wrapping_neg() as u16,
            Some(value) => value as u16,
        })
    }

    /// Reads `hours[:minutes[:seconds]]`. Returns `None` and consumes nothing if there are no hours.
    pub fn time(&mut self) -> Option<[u16; 3]> {
        let hours = self.short()?;
        let minutes = self.short_after(b':');
        let seconds = minutes.and_then(|_| self.short_after(b':'));
        Some([hours, minutes.unwrap_or(0), seconds.unwrap_or(0)])
    }

    /// Reads a number that follows `separator`. Consumes nothing if either is missing.
    pub fn short_after(&mut self, separator: u8) -> Option<u16> {
        let mut after = *self;
        let number = if after.skip(separator) { after.short() } else { None };
        if number.is_some() {
            *self = after;
        }
        number
    }
}

/// Returns the value of decimal digits, `None` if it exceeds 64 bits.
pub fn unsigned(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
}
