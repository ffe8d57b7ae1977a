//! The imports of the `abi` crate as safe functions of the same names.

pub mod callbacks;
mod files;
mod mappings;
mod process;
mod raw;
mod views;

pub use files::*;
pub use mappings::{Mapping, memory_fence, memory_grown};
pub use process::*;
pub use raw::{Errno, Fd};
pub use views::View;
