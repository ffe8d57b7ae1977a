//! Compares the C library of the guest, compiled for this machine, with the system's, on random bytes.

// Links the library, whose build script compiles the functions.
use sqlite_wasm as _;

use std::ffi::{c_char, c_int, c_void};

unsafe extern "C" {
    fn guest_memcmp(left: *const c_void, right: *const c_void, n: usize) -> c_int;
    fn guest_memcpy(to: *mut c_void, from: *const c_void, n: usize) -> *mut c_void;
    fn guest_memmove(to: *mut c_void, from: *const c_void, n: usize) -> *mut c_void;
    fn guest_memset(to: *mut c_void, byte: c_int, n: usize) -> *mut c_void;
    fn guest_strlen(text: *const c_char) -> usize;
    fn guest_strcspn(text: *const c_char, rejected: *const c_char) -> usize;
    fn guest_strspn(text: *const c_char, accepted: *const c_char) -> usize;
}

const CASES: usize = 200_000;

/// A repeatable sequence of random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    /// Returns a length: mostly short, up to beyond the length that is left to the engine.
    fn length(&mut self) -> usize {
        let bound = [9, 20, 70, 600][self.below(4)];
        self.below(bound)
    }

    /// Returns bytes of a few values, so that words are often equal.
    fn bytes(&mut self, length: usize, values: &[u8]) -> Vec<u8> {
        (0..length).map(|_| values[self.below(values.len())]).collect()
    }
}

#[test]
fn copies_overlap_as_the_systems_do() {
    let mut random = Random(1);
    for _ in 0..CASES {
        let n = random.length();
        let before = random.bytes(1400, &(0..=255).collect::<Vec<u8>>());
        let (from, to) = (random.below(700), random.below(700));
        let (mut expected, mut found) = (before.clone(), before.clone());
        expected.copy_within(from..from + n, to);
        // SAFETY: both ranges are inside `found`: 700 + 600 < 1400.
        unsafe {
            let start = found.as_mut_ptr();
            guest_memmove(start.add(to).cast(), start.add(from).cast(), n);
        }
        assert_eq!(found, expected, "memmove of {n} bytes from {from} to {to}");
        let mut copy = before.clone();
        // SAFETY: the ranges are inside two vectors of 1400 bytes.
        unsafe { guest_memcpy(copy.as_mut_ptr().add(to).cast(), before.as_ptr().add(from).cast(), n) };
        assert_eq!(copy, expected, "memcpy of {n} bytes from {from} to {to}");
    }
}

#[test]
fn fills_exactly_the_range() {
    let mut random = Random(2);
    for _ in 0..CASES {
        let (n, at, byte) = (random.length(), random.below(20), random.below(256));
        let mut found = vec![1; 640];
        let mut expected = found.clone();
        expected[at..at + n].fill(byte as u8);
        // SAFETY: `at + n` is below 640.
        unsafe { guest_memset(found.as_mut_ptr().add(at).cast(), byte as c_int, n) };
        assert_eq!(found, expected, "memset of {n} bytes");
    }
}

#[test]
fn comparisons_have_the_systems_sign() {
    let mut random = Random(3);
    for _ in 0..CASES {
        let n = random.length();
        let values = [0, 1, 127, 128, 255];
        let left = random.bytes(n, &values);
        let mut right = left.clone();
        if n > 0 && random.below(4) > 0 {
            let at = random.below(n);
            right[at] = values[random.below(values.len())];
        }
        // SAFETY: both vectors have `n` bytes.
        let found = unsafe { guest_memcmp(left.as_ptr().cast(), right.as_ptr().cast(), n) };
        assert_eq!(found.signum(), left.cmp(&right) as c_int, "memcmp of {left:?} and {right:?}");
    }
}

#[test]
fn spans_end_where_the_systems_do() {
    let mut random = Random(4);
    let values = [1, b'%', b'_', b'a', 0x7f, 0x80, 0x81, 0xff];
    for _ in 0..CASES {
        // The text begins at any alignment, after bytes that must not count, and its memory goes on after the NUL.
        let (offset, n, set_length) = (random.below(9), random.length(), random.below(4));
        let mut memory = random.bytes(offset, &[0, b'%', b'a']);
        let text = random.bytes(n, &values);
        memory.extend(&text);
        memory.push(0);
        memory.extend(random.bytes(16, &[0, b'%', b'a']));
        let mut set = random.bytes(set_length, &values);
        let in_set = |byte: &u8| set.contains(byte);
        let rejected = text.iter().position(in_set).unwrap_or(n);
        let accepted = text.iter().position(|byte| !in_set(byte)).unwrap_or(n);
        set.push(0);
        // SAFETY: text and set end with a NUL, and at least seven bytes follow the text's.
        unsafe {
            let start = memory.as_ptr().add(offset).cast();
            assert_eq!(guest_strlen(start), n, "strlen of {text:?}");
            assert_eq!(guest_strcspn(start, set.as_ptr().cast()), rejected, "strcspn of {text:?} and {set:?}");
            assert_eq!(guest_strspn(start, set.as_ptr().cast()), accepted, "strspn of {text:?} and {set:?}");
        }
    }
}
