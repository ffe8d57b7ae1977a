//! The imports of the `abi` crate as safe functions of the same names.

pub mod callbacks;
mod extensions;
mod files;
mod mappings;
mod process;
mod raw;
mod views;

pub use extensions::{Extension, extension_error, table_grow};
pub use files::*;
pub use mappings::{Mapping, memory_fence, memory_grown};
pub use process::*;
pub use raw::{Errno, Fd};
pub use views::View;
