//! Telling whether a text is ASCII, by machine words.

const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Whether all bytes are below 128.
pub fn is_ascii(text: &[u8]) -> bool {
    let (words, rest) = text.as_chunks::<8>();
    let all = words.iter().fold(0, |all, word| all | u64::from_le_bytes(*word));
    let all_rest = rest.iter().fold(0, |all, byte| all | byte);
    all & HIGH_BITS == 0 && all_rest < 128
}
