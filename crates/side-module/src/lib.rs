//! Side modules: loadable extensions of SQLite, compiled to WebAssembly modules that share the memory, the table and
//! the stack of the guest.
//!
//! The crate reads what such a module declares, checks it before anything of it runs, and resolves its imports. The
//! guest does so when it loads an extension, `cargo xtask extension` when it has built one.
#![forbid(unsafe_code)]

mod dylink;
mod link;
mod module;
mod reader;
mod refusal;
mod slots;

pub use dylink::Demand;
pub use link::{Links, OwnFunction, Place, address_count, link};
pub use module::{Exported, Import, Kind, Shape, SideModule};
pub use refusal::Refusal;
pub use slots::{FreeSlots, Slots};
