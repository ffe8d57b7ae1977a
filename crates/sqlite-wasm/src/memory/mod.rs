//! The guest's memory: the heap, SQLite's allocator on it, and state that lives as long as the instance.

pub mod global;
mod heap;
pub mod sqlite_alloc;

pub use heap::HEAP;
