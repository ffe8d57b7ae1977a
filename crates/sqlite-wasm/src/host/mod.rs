//! The imports of the `abi` crate as safe functions of the same names.

pub mod callbacks;
mod files;
mod process;
mod raw;
mod views;

pub use files::*;
pub use process::*;
pub use raw::{Errno, Fd};
pub use views::View;
