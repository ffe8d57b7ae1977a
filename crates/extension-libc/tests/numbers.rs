//! Compares the numbers that are read with those of the system's C library, on random texts.

use std::ffi::{CStr, CString, c_char};

use extension_libc::{Parsed, Text, float, integer};

const CASES: usize = 100_000;

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn new(text: &'a CStr) -> Self {
        Self(text.to_bytes_with_nul())
    }
}

impl Text for Bytes<'_> {
    fn byte(&self, index: usize) -> u8 {
        self.0[index]
    }

    fn slice(&self, start: usize, end: usize) -> &[u8] {
        &self.0[start..end]
    }
}

/// A repeatable sequence of random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    fn pick<'a>(&mut self, pieces: &[&'a str]) -> &'a str {
        pieces[self.below(pieces.len())]
    }

    fn digits(&mut self, all: &str, longest: usize) -> String {
        let all: Vec<char> = all.chars().collect();
        (0..=self.below(longest)).map(|_| all[self.below(all.len())]).collect()
    }

    /// Returns a number, or something like one.
    fn number(&mut self) -> String {
        let space = self.pick(&["", "", "", " ", "\t\n\u{b}\u{c}\r "]);
        let sign = self.pick(&["", "", "-", "+", "--"]);
        let hexadecimal = self.below(4) == 0;
        let (prefix, all, letter) = if hexadecimal {
            (self.pick(&["0x", "0X", "0x."]), "00123456789abcDEF", "pP")
        } else {
            ("", "0123456789", "eE")
        };
        let longest = [1, 3, 20, 60][self.below(4)];
        let whole = if self.below(8) == 0 { String::new() } else { self.digits(all, longest) };
        let fraction = if self.below(2) == 0 { String::new() } else { format!(".{}", self.digits(all, longest)) };
        let power = match self.below(4) {
            0 => format!(
                "{}{}{}",
                self.pick(&[&letter[..1], &letter[1..]]),
                self.pick(&["", "-", "+"]),
                self.digits("0123456789", 4)
            ),
            1 => self.pick(&["e", "p-", "e+", "E5p3"]).into(),
            _ => String::new(),
        };
        let rest = self.pick(&["", "", ",", ".", "x", ".5", "e", "]", " 1"]);
        format!("{space}{sign}{prefix}{whole}{fraction}{power}{rest}")
    }
}

/// Calls a function of the system that reads a number. Returns the number, its length and whether `errno` is ERANGE.
fn system<T>(text: &CStr, read: impl Fn(*const c_char, *mut *mut c_char) -> T) -> Parsed<T> {
    let mut end = std::ptr::null_mut();
    // SAFETY: the address is that of this thread's errno.
    unsafe { *libc::__errno_location() = 0 };
    let value = read(text.as_ptr(), &mut end);
    // SAFETY: as above.
    let out_of_range = unsafe { *libc::__errno_location() } == libc::ERANGE;
    Parsed { value, length: end.addr() - text.as_ptr().addr(), out_of_range }
}

fn check_float(text: &str) {
    let text = CString::new(text).expect("no text has a 0");
    // SAFETY: the text ends with a 0, and `end` is writable.
    let expected = system(&text, |text, end| unsafe { libc::strtod(text, end) });
    let found = float::parse(&Bytes::new(&text));
    assert_eq!(found.length, expected.length, "{text:?}");
    assert!(
        found.value.to_bits() == expected.value.to_bits() || found.value.is_nan() && expected.value.is_nan(),
        "{text:?} is {:e}, not {:e}",
        found.value,
        expected.value
    );
    // The system reports inexact subnormal results, too.
    let subnormal = found.value.is_subnormal() || found.value.abs() == f64::MIN_POSITIVE;
    assert!(found.out_of_range == expected.out_of_range || subnormal, "{text:?}");
}

#[test]
fn floating_point_numbers_are_the_systems() {
    let mut random = Random(1);
    (0..CASES).for_each(|_| check_float(&random.number()));
}

#[test]
fn numbers_at_the_ends_of_the_range_are_the_systems() {
    for text in [
        "",
        "-",
        ".",
        "0x",
        "0x.",
        "0xg",
        "0x.p1",
        "nan",
        "-NaN(abc_1)",
        "nan(",
        "nan(-)",
        "inf",
        "INFINITY",
        "infinit",
        "1e400",
        "-1e400",
        "1e-400",
        "0e999999999999",
        "1e999999999999",
        "1e-999999999999",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.2250738585072011e-308",
        "0x1p-1074",
        "0x1p-1075",
        "0x1.8p-1075",
        "0x1.0000000000001p-1075",
        "0x3p-1075",
        "0x1.fffffffffffffp1023",
        "0x1.fffffffffffff8p1023",
        "0x1.fffffffffffff7ffffffffffffffp1023",
        "0x1p99999999999",
        "0x1p-99999999999",
        "0x0p99999999999",
        "0x1.00000000000008p0",
        "0x1.000000000000080000000000001p0",
        "0x1.fffffffffffffp-1023",
        "0x0.0000000000001p-1022",
        "0x1.ffffffffffffffp-1023",
        "9007199254740993",
    ] {
        check_float(text);
    }
}

#[test]
fn integers_are_the_systems() {
    let mut random = Random(2);
    for _ in 0..CASES {
        let base = [0, 2, 8, 10, 10, 16, 36][random.below(7)];
        let text = match random.below(3) {
            0 => random.number(),
            1 => format!("{}{}", random.pick(&["", "-", "+"]), random.digits("0123456789", 22)),
            _ => format!("{}922337203685477580{}", random.pick(&["", "-"]), random.digits("5678", 1)),
        };
        let text = CString::new(text).expect("no text has a 0");
        // SAFETY: the text ends with a 0, and `end` is writable.
        let expected = system(&text, |text, end| unsafe { libc::strtoll(text, end, base as i32) });
        assert_eq!(integer::parse(&Bytes::new(&text), base, i64::MIN, i64::MAX), expected, "{text:?} in base {base}");
    }
}

#[test]
fn integers_beyond_their_type_become_its_ends() {
    let (min, max) = (i32::MIN.into(), i32::MAX.into());
    let read = |text: &CStr| integer::parse(&Bytes::new(text), 10, min, max);
    assert_eq!(read(c"2147483647"), Parsed { value: max, length: 10, out_of_range: false });
    assert_eq!(read(c"2147483648"), Parsed { value: max, length: 10, out_of_range: true });
    assert_eq!(read(c"-2147483649x"), Parsed { value: min, length: 11, out_of_range: true });
    assert_eq!(read(c"-99999999999999999999"), Parsed { value: min, length: 21, out_of_range: true });
}
