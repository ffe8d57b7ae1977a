//! A compiled module as a file: what wasmtime needs, behind a header by which damage and strangers are recognized.
//!
//! wasmtime looks for its own version, its settings and the CPU's abilities in what it loads, but trusts the rest. So the
//! header holds digests of the content and of the module that it was made from. They find accidents; who can write the
//! file can have any code run, as with any library.

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

const MAGIC: [u8; 16] = *b"anysqlite code 1";
const DIGEST: usize = 32;
const HEADER: usize = MAGIC.len() + 2 * DIGEST;

fn damaged(what: &str) -> Error {
    Error::BadArtefact(what.into())
}

/// Puts the header before compiled code.
#[cfg(feature = "compiler")]
pub fn seal(module: &[u8], code: &[u8]) -> Vec<u8> {
    [&MAGIC[..], &Sha256::digest(module), &Sha256::digest(code), code].concat()
}

/// Takes the header off. Gives the code as it was.
pub fn open<'a>(module: &[u8], artefact: &'a [u8]) -> Result<&'a [u8]> {
    let (header, code) = artefact.split_at_checked(HEADER).ok_or_else(|| damaged("it is too short"))?;
    let (magic, digests) = header.split_at(MAGIC.len());
    let (made_from, content) = digests.split_at(DIGEST);
    if magic != MAGIC {
        return Err(damaged("it is something else"));
    }
    if made_from != Sha256::digest(module).as_slice() {
        return Err(damaged("it was made from another module"));
    }
    if content != Sha256::digest(code).as_slice() {
        return Err(damaged("it is damaged"));
    }
    Ok(code)
}

#[cfg(all(test, feature = "compiler"))]
mod tests {
    use super::*;

    fn refusal(module: &[u8], artefact: &[u8]) -> String {
        open(module, artefact).expect_err("it is refused").to_string()
    }

    #[test]
    fn what_was_sealed_is_opened() {
        assert_eq!(open(b"module", &seal(b"module", b"code")).expect("it is whole"), b"code");
    }

    #[test]
    fn anything_else_is_refused() {
        let sealed = seal(b"module", b"code");
        for length in [0, 10, HEADER - 1] {
            assert!(refusal(b"module", &sealed[..length]).contains("too short"), "{length}");
        }
        assert!(refusal(b"module", &sealed[..sealed.len() - 1]).contains("damaged"));
        assert!(refusal(b"other", &sealed).contains("another module"));
        assert!(refusal(b"module", &[0; 200]).contains("something else"));
    }
}
