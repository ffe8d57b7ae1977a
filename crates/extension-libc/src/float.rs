//! Floating point numbers: `strtod`.

use crate::{Parsed, Text, sign, skip_space};

/// The exponent of the last bit of the smallest number.
const MIN_EXPONENT: i32 = -1074;

/// Reads a number as C's `strtod` does, to the nearest double: decimal, hexadecimal, infinity or NaN.
/// Infinite results of finite texts, and zeros of others than zero, are out of range.
pub fn parse(text: &impl Text) -> Parsed<f64> {
    let (negative, start) = sign(text, skip_space(text));
    let parsed = word(text, start).or_else(|| hexadecimal(text, start)).unwrap_or_else(|| decimal(text, start));
    let negative = negative && parsed.length != 0;
    Parsed { value: if negative { -parsed.value } else { parsed.value }, ..parsed }
}

fn word(text: &impl Text, start: usize) -> Option<Parsed<f64>> {
    let found = |value, length| Some(Parsed { value, length: start + length, out_of_range: false });
    if is_word(text, start, b"infinity") {
        found(f64::INFINITY, 8)
    } else if is_word(text, start, b"inf") {
        found(f64::INFINITY, 3)
    } else if is_word(text, start, b"nan") {
        found(f64::NAN, 3 + payload(text, start + 3))
    } else {
        None
    }
}

fn is_word(text: &impl Text, start: usize, word: &[u8]) -> bool {
    word.iter().enumerate().all(|(index, letter)| text.byte(start + index).to_ascii_lowercase() == *letter)
}

/// Returns the length of what may follow `nan`: letters and digits in parentheses.
fn payload(text: &impl Text, start: usize) -> usize {
    if text.byte(start) != b'(' {
        return 0;
    }
    let mut end = start + 1;
    while text.byte(end).is_ascii_alphanumeric() || text.byte(end) == b'_' {
        end += 1;
    }
    if text.byte(end) == b')' { end + 1 - start } else { 0 }
}

fn decimal(text: &impl Text, start: usize) -> Parsed<f64> {
    let (mut index, mut digits, mut is_zero) = (start, 0, true);
    let mut point = false;
    loop {
        match text.byte(index) {
            digit @ b'0'..=b'9' => {
                digits += 1;
                is_zero &= digit == b'0';
            }
            b'.' if !point => point = true,
            _ => break,
        }
        index += 1;
    }
    if digits == 0 {
        return Parsed { value: 0.0, length: 0, out_of_range: false };
    }
    let (_, end) = exponent(text, index, b'e');
    // These bytes are a number in Rust's syntax, too.
    let value =
        core::str::from_utf8(text.slice(start, end)).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    Parsed { value, length: end, out_of_range: value.is_infinite() || (value == 0.0 && !is_zero) }
}

/// Returns the exponent at an index, and the index behind it; zero and the same index if none is there. What an `i32`
/// cannot hold becomes its end.
fn exponent(text: &impl Text, index: usize, letter: u8) -> (i32, usize) {
    if text.byte(index).to_ascii_lowercase() != letter {
        return (0, index);
    }
    let (negative, first) = sign(text, index + 1);
    let (mut value, mut end) = (0_i32, first);
    while let digit @ b'0'..=b'9' = text.byte(end) {
        value = value.saturating_mul(10).saturating_add(i32::from(digit - b'0'));
        end += 1;
    }
    if end == first { (0, index) } else { (if negative { -value } else { value }, end) }
}

/// Reads `0x`, hexadecimal digits with or without a point, and a binary exponent or none.
fn hexadecimal(text: &impl Text, start: usize) -> Option<Parsed<f64>> {
    if text.byte(start) != b'0' || !text.byte(start + 1).eq_ignore_ascii_case(&b'x') {
        return None;
    }
    let (mut index, mut digits, mut point) = (start + 2, 0, false);
    let (mut mantissa, mut exponent) = (0_u64, 0_i32);
    loop {
        let byte = text.byte(index);
        if let Some(digit) = char::from(byte).to_digit(16) {
            digits += 1;
            if mantissa >> 59 == 0 {
                mantissa = mantissa << 4 | u64::from(digit);
                exponent = exponent.saturating_sub(if point { 4 } else { 0 });
            } else {
                // The last bit stands for all that do not fit.
                mantissa |= u64::from(digit != 0);
                exponent = exponent.saturating_add(if point { 0 } else { 4 });
            }
        } else if byte == b'.' && !point {
            point = true;
        } else {
            break;
        }
        index += 1;
    }
    if digits == 0 {
        return None;
    }
    let (power, end) = self::exponent(text, index, b'p');
    let value = scaled(mantissa, exponent.saturating_add(power));
    Some(Parsed { value, length: end, out_of_range: value.is_infinite() || (value == 0.0 && mantissa != 0) })
}

/// Returns a number times a power of two, rounded once. The last bit of a number of 60 bits may stand for further ones.
fn scaled(mantissa: u64, exponent: i32) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    // All bits to the left, so that the exponent tells the magnitude.
    let shift = mantissa.leading_zeros();
    let (mantissa, exponent) = (mantissa << shift, exponent.saturating_sub(shift as i32));
    let dropped = MIN_EXPONENT.saturating_sub(exponent);
    let mantissa = match u32::try_from(dropped) {
        Ok(dropped @ 12..=64) => return f64::from_bits(rounded(mantissa, dropped)),
        Ok(65..) => return 0.0,
        _ => mantissa,
    };
    // Normal: the conversion rounds, and the multiplications are exact or overflow.
    let mut value = mantissa as f64;
    let mut left = exponent.min(2000);
    while left != 0 {
        let step = left.clamp(-1000, 1000);
        value *= f64::from_bits(((step + 1023) as u64) << 52);
        left -= step;
    }
    value
}

/// Returns a number without its last bits, of which there are at most 64, rounded to the nearest, to even ones.
fn rounded(number: u64, bits: u32) -> u64 {
    let (number, unit) = (u128::from(number), 1_u128 << bits);
    let (whole, rest) = (number / unit, number % unit);
    let up = rest > unit / 2 || (rest == unit / 2 && whole % 2 == 1);
    (whole + u128::from(up)) as u64
}
