//! What a file is that is no executable.

use object::ReadRef;

use crate::report::Content;

/// How many bytes are looked at.
const HEAD: u64 = 512;

/// What other files begin with.
const BEGINNINGS: [(&[u8], Content); 8] = [
    (b"version https://git-lfs.github.com/", Content::LfsPointer),
    (b"\x1f\x8b", Content::Archive),
    (b"PK\x03\x04", Content::Archive),
    (b"\xfd7zXZ\0", Content::Archive),
    (b"\x28\xb5\x2f\xfd", Content::Archive),
    (b"!<arch>\n", Content::Archive),
    (b"\0asm", Content::Wasm),
    (b"\x7fELF", Content::Elf),
];

/// Returns what the file is, by its first bytes.
pub fn content<'a>(data: impl ReadRef<'a>) -> Content {
    let size = data.len().unwrap_or(0).min(HEAD);
    let head = data.read_bytes_at(0, size).unwrap_or_default();
    if head.is_empty() {
        return Content::Empty;
    }
    if head.iter().all(|byte| *byte == 0) {
        return Content::Zeros;
    }
    let known = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning));
    known.map_or_else(|| text(head), |(_, content)| *content)
}

fn text(head: &[u8]) -> Content {
    if head.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
        return Content::Unknown;
    }
    if head.trim_ascii_start().starts_with(b"<") { Content::Markup } else { Content::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_place_of_an_addon_is_recognised() {
        assert_eq!(content(&b""[..]), Content::Empty);
        assert_eq!(content(&[0_u8; 600][..]), Content::Zeros);
        assert_eq!(content(&b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"[..]), Content::LfsPointer);
        assert_eq!(content(&b"\n<!DOCTYPE html>"[..]), Content::Markup);
        assert_eq!(content(&b"Not Found"[..]), Content::Text);
        assert_eq!(content(&b"\x1f\x8b\x08\0"[..]), Content::Archive);
        assert_eq!(content(&b"\0asm\x01\0\0\0"[..]), Content::Wasm);
        assert_eq!(content(&b"\x01\x02\x03"[..]), Content::Unknown);
    }
}
