//! Reads what a native addon needs of the machine that loads it.

#[cfg(target_family = "wasm")]
mod bindings {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        /// A file.
        pub type File;
    }

    /// Inspects.
    #[wasm_bindgen]
    pub fn inspect(_file: &File) -> f64 {
        1.0
    }
}
