//! What JavaScript calls.

use js_sys::Uint8Array;
use object::ReadCacheOps;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::Definitions;

#[wasm_bindgen]
extern "C" {
    /// A file that JavaScript has open.
    pub type JsFile;

    /// Its size in bytes.
    #[wasm_bindgen(method, getter)]
    fn size(this: &JsFile) -> f64;

    /// Returns bytes of the file: as many as were asked for, or those up to its end.
    #[wasm_bindgen(method, catch)]
    fn read(this: &JsFile, offset: f64, length: u32) -> Result<Uint8Array, JsValue>;
}

/// A file and the position of the next read.
struct Reader<'a> {
    file: &'a JsFile,
    position: u64,
}

impl ReadCacheOps for Reader<'_> {
    fn len(&mut self) -> Result<u64, ()> {
        Ok(self.file.size() as u64)
    }

    fn seek(&mut self, position: u64) -> Result<u64, ()> {
        self.position = position;
        Ok(position)
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ()> {
        let wanted = u32::try_from(buffer.len()).map_err(|_| ())?;
        let bytes = self.file.read(self.position as f64, wanted).map_err(|_| ())?;
        let length = bytes.length() as usize;
        bytes.copy_to(buffer.get_mut(..length).ok_or(())?);
        self.position += length as u64;
        Ok(length)
    }

    fn read_exact(&mut self, buffer: &mut [u8]) -> Result<(), ()> {
        if self.read(buffer)? == buffer.len() { Ok(()) } else { Err(()) }
    }
}

const fn reader(file: &JsFile) -> Reader<'_> {
    Reader { file, position: 0 }
}

/// Returns the report of a file as a plain object.
#[wasm_bindgen]
pub fn inspect(file: &JsFile) -> Result<JsValue, JsValue> {
    let serializer = Serializer::new().serialize_missing_as_null(true);
    Ok(crate::inspect(reader(file)).serialize(&serializer)?)
}

#[wasm_bindgen]
impl Definitions {
    /// Reads the names that a file defines. Returns `undefined` if it is no intact ELF file.
    #[wasm_bindgen(js_name = of)]
    pub fn of_file(file: &JsFile) -> Option<Definitions> {
        Self::read(reader(file))
    }

    /// Returns those names that are not defined.
    #[wasm_bindgen(js_name = lack)]
    pub fn lack_names(&self, names: Vec<String>) -> Vec<String> {
        self.lack(names)
    }
}
