//! C functions that are linked into an extension, because the guest has no use for them: numbers and texts, searching,
//! ending. `include/` declares them. Only those that an extension calls become part of its module.
//!
//! `cargo xtask` compiles the crate to code that may lie anywhere in a memory, as extensions must.
#![no_std]

pub mod float;
pub mod integer;

#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod text;

/// A number at the start of a text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parsed<T> {
    /// The number: the nearest one if the text's is out of range.
    pub value: T,
    /// How many bytes of the text it takes, with the space before it; 0 if the text begins with no number.
    pub length: usize,
    /// Whether the text's number is out of range (ERANGE).
    pub out_of_range: bool,
}

/// A text that ends with a byte 0. It is read byte by byte, and no further than the number goes, so that a list of
/// numbers is read once.
pub trait Text {
    /// Returns a byte. Those before it must have been read and found not to be 0.
    fn byte(&self, index: usize) -> u8;

    /// Returns the bytes of a range that has been read.
    fn slice(&self, start: usize, end: usize) -> &[u8];
}

/// Returns the index of the first byte that is not C's white space.
fn skip_space(text: &impl Text) -> usize {
    let mut index = 0;
    while matches!(text.byte(index), b' ' | b'\t'..=b'\r') {
        index += 1;
    }
    index
}

/// Returns whether a sign at an index is `-`, and the index behind it.
fn sign(text: &impl Text, index: usize) -> (bool, usize) {
    match text.byte(index) {
        b'-' => (true, index + 1),
        b'+' => (false, index + 1),
        _ => (false, index),
    }
}
