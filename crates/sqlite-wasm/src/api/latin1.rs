//! Text in ISO 8859-1: a byte for each character. JavaScript's engines decode it many times faster than UTF-8.

/// Writes text in UTF-8 as ISO 8859-1. Returns the number of characters, or `None` if the text is no valid UTF-8 or has
/// a character that ISO 8859-1 lacks; then `into` has any content.
///
/// # Safety
/// `into` has room for as many bytes as the text has, and does not overlap it.
pub unsafe fn write(text: &[u8], into: *mut u8) -> Option<usize> {
    let (mut from, mut characters) = (0, 0);
    while let Some(&byte) = text.get(from) {
        let character = match byte {
            0..0x80 => byte,
            // U+0080 to U+00FF: the two lowest bits of the first byte and the six of the second.
            0xC2 | 0xC3 => match text.get(from + 1) {
                Some(&next @ 0x80..0xC0) => byte << 6 | next & 0x3F,
                _ => return None,
            },
            _ => return None,
        };
        from += if byte < 0x80 { 1 } else { 2 };
        // SAFETY: each character takes at least one byte of the text, so fewer characters than bytes were written.
        unsafe { into.add(characters).write(character) };
        characters += 1;
    }
    Some(characters)
}
