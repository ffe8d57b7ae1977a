//! The imports of the `abi` crate as safe functions of the same names.

pub mod callbacks;
mod extensions;
mod files;
mod mappings;
mod process;
mod raw;
mod steps;
mod views;
mod waiting_unlock;

pub use extensions::{Extension, extension_error, table_grow};
pub use files::*;
pub use mappings::{Mapping, memory_fence, memory_grown};
pub use process::*;
pub use raw::{Errno, Fd, flush, make_waiting_unlock};
pub use steps::{has_room, prefetch};
pub use views::View;
pub use waiting_unlock::Unlock;
