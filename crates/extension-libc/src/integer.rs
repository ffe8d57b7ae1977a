//! Integers: `strtol`, `strtoll` and `atoi`.

use crate::{Parsed, Text, sign, skip_space};

/// Reads an integer in a base from 2 to 36. In base 0 the text decides: `0x` means 16, `0` means 8, else 10.
/// What lies beyond `min` and `max` becomes these, and is out of range.
pub fn parse(text: &impl Text, base: u32, min: i64, max: i64) -> Parsed<i64> {
    let (negative, start) = sign(text, skip_space(text));
    let (base, mut index) = prefix(text, start, base);
    let first = index;
    let (mut value, mut out_of_range) = (0_i64, false);
    while let Some(digit) = char::from(text.byte(index)).to_digit(base) {
        let digit = i64::from(digit);
        let next = value.checked_mul(i64::from(base));
        match next.and_then(|next| if negative { next.checked_sub(digit) } else { next.checked_add(digit) }) {
            Some(next) => value = next,
            None => out_of_range = true,
        }
        index += 1;
    }
    if out_of_range || value < min || value > max {
        return Parsed { value: if negative { min } else { max }, length: index, out_of_range: true };
    }
    Parsed { value, length: if index == first { 0 } else { index }, out_of_range: false }
}

/// Returns the base of a number, and where its digits begin.
fn prefix(text: &impl Text, start: usize, base: u32) -> (u32, usize) {
    let octal = text.byte(start) == b'0';
    let hexadecimal = octal && matches!(text.byte(start + 1), b'x' | b'X') && text.byte(start + 2).is_ascii_hexdigit();
    match base {
        0 | 16 if hexadecimal => (16, start + 2),
        0 => (if octal { 8 } else { 10 }, start),
        _ => (base, start),
    }
}
