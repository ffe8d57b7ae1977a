//! The version of Node-API that an addon declares. It is what an exported function returns, so its machine code is
//! read. Compilers write a constant in one or two instructions; what else they might write is not guessed at.

/// The exported function.
pub const FUNCTION: &str = "node_api_module_get_api_version_v1";

/// How many bytes of the function are looked at.
pub const CODE_BYTES: u64 = 16;

/// Returns the constant that a function returns, or `None` if the code is of another form.
pub fn constant(cpu: &str, code: &[u8]) -> Option<u32> {
    match cpu {
        "x64" | "ia32" => x86(code),
        "arm64" => arm64(code),
        _ => None,
    }
}

/// `endbr; push bp; mov bp, sp; mov eax, CONSTANT`, of which only the last instruction is required.
fn x86(mut code: &[u8]) -> Option<u32> {
    const PROLOGUE: [&[u8]; 4] = [b"\xf3\x0f\x1e", b"\x55", b"\x48\x89\xe5", b"\x89\xe5"];
    while let Some(part) = PROLOGUE.iter().find(|part| code.starts_with(part)) {
        // The last byte of `endbr` says for which mode it is.
        code = code.get(part.len() + usize::from(part[0] == 0xf3)..)?;
    }
    match code {
        [0xb8, value @ ..] => Some(u32::from_le_bytes(value.get(..4)?.try_into().ok()?)),
        _ => None,
    }
}

/// `bti c; mov w0, CONSTANT`, of which only the last instruction is required.
fn arm64(code: &[u8]) -> Option<u32> {
    const HINTS: [u32; 2] = [0xd503_245f, 0xd503_233f];
    let mut words = code.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let word = words.find(|word| !HINTS.contains(word))?;
    let constant = (word >> 5) & 0xffff;
    (word & 0xffe0_001f == 0x5280_0000).then_some(constant)
}

#[cfg(test)]
mod tests {
    use super::constant;

    #[test]
    fn what_compilers_write_is_read() {
        assert_eq!(constant("x64", b"\xb8\x0a\0\0\0\xc3"), Some(10));
        assert_eq!(constant("x64", b"\xf3\x0f\x1e\xfa\xb8\x09\0\0\0\xc3"), Some(9));
        assert_eq!(constant("x64", b"\x55\x48\x89\xe5\xb8\xff\xff\xff\x7f\x5d\xc3"), Some(0x7fff_ffff));
        assert_eq!(constant("ia32", b"\x55\x89\xe5\xb8\x08\0\0\0\x5d\xc3"), Some(8));
        assert_eq!(constant("arm64", &[0x40, 0x01, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6]), Some(10));
        assert_eq!(constant("arm64", &[0x5f, 0x24, 0x03, 0xd5, 0x20, 0x01, 0x80, 0x52]), Some(9));
    }

    #[test]
    fn other_code_is_not_guessed_at() {
        assert_eq!(constant("x64", b"\xe9\x00\x00\x00\x00"), None);
        assert_eq!(constant("x64", b"\xb8\x0a\0"), None);
        assert_eq!(constant("x64", b"\xf3\x0f\x1e"), None);
        assert_eq!(constant("arm64", &[0xc0, 0x03, 0x5f, 0xd6]), None);
        assert_eq!(constant("s390x", b"\xa7\x29\x00\x0a\x07\xfe"), None);
    }
}
