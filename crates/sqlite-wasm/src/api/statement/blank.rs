//! Recognising SQL text without a statement.

/// Returns whether a text has only white space, semicolons and comments before its NUL.
///
/// # Safety
/// `text` ends in a NUL.
pub unsafe fn is_blank(mut text: *const u8) -> bool {
    // SAFETY: the caller passes a text with a NUL. No byte behind the NUL is read, because each look ahead follows a
    // byte that was not the NUL.
    unsafe {
        loop {
            match *text {
                0 => return true,
                b' ' | b';' | b'\t'..=b'\r' => text = text.add(1),
                b'-' if *text.add(1) == b'-' => {
                    while !matches!(*text, 0 | b'\n') {
                        text = text.add(1);
                    }
                }
                b'/' if *text.add(1) == b'*' => {
                    text = text.add(2);
                    while *text != 0 && !(*text == b'*' && *text.add(1) == b'/') {
                        text = text.add(1);
                    }
                    if *text != 0 {
                        text = text.add(2);
                    }
                }
                _ => return false,
            }
        }
    }
}
