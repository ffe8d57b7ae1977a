//! A precompiled module: wasmtime's serialized code behind a header that detects damaged and foreign files.
//!
//! wasmtime compares its own version, its settings and the CPU's abilities when it loads code, but trusts the rest. The
//! header therefore holds digests of the code and of the module that it was compiled from. They detect accidents only:
//! with write access to the file, anybody can have any code run, as with any library.

use sha2::{Digest, Sha256};

use crate::error::EngineError;

const MAGIC: [u8; 16] = *b"anysqlite code 1";
const DIGEST: usize = 32;
const HEADER: usize = MAGIC.len() + 2 * DIGEST;

/// Puts the header before code that was compiled from `module`.
#[cfg(feature = "compiler")]
pub fn seal(module: &[u8], code: &[u8]) -> Vec<u8> {
    [&MAGIC[..], &Sha256::digest(module), &Sha256::digest(code), code].concat()
}

/// Verifies the header and returns the code.
pub fn open<'a>(module: &[u8], precompiled: &'a [u8]) -> Result<&'a [u8], EngineError> {
    let bad = |reason: &str| EngineError::BadPrecompiled(reason.into());
    let (header, code) = precompiled.split_at_checked(HEADER).ok_or_else(|| bad("it is too short"))?;
    let (magic, digests) = header.split_at(MAGIC.len());
    let (module_digest, code_digest) = digests.split_at(DIGEST);
    if magic != MAGIC {
        return Err(bad("it is something else"));
    }
    if module_digest != Sha256::digest(module).as_slice() {
        return Err(bad("it was made from another module"));
    }
    if code_digest != Sha256::digest(code).as_slice() {
        return Err(bad("it is damaged"));
    }
    Ok(code)
}

#[cfg(all(test, feature = "compiler"))]
mod tests {
    use super::*;

    fn refusal(module: &[u8], precompiled: &[u8]) -> String {
        open(module, precompiled).expect_err("the module is refused").to_string()
    }

    #[test]
    fn a_sealed_module_opens() {
        assert_eq!(open(b"module", &seal(b"module", b"code")).expect("the module is whole"), b"code");
    }

    #[test]
    fn a_damaged_or_foreign_file_is_refused() {
        let sealed = seal(b"module", b"code");
        for length in [0, 10, HEADER - 1] {
            assert!(refusal(b"module", &sealed[..length]).contains("too short"), "{length}");
        }
        assert!(refusal(b"module", &sealed[..sealed.len() - 1]).contains("damaged"));
        assert!(refusal(b"other", &sealed).contains("another module"));
        assert!(refusal(b"module", &[0; 200]).contains("something else"));
    }
}
