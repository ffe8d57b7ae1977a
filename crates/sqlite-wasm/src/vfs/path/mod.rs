//! Absolute paths. Each file thereby has one name for SQLite, and its journal is beside the file itself.

pub mod posix;
pub mod windows;

/// Why a path cannot be resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolvable {
    /// Longer than the system's limit.
    TooLong,
    /// Too many links.
    Loop,
    /// The current directory does not exist any more.
    NoCurrentDirectory,
    /// Blanks alone, which name no file on Windows.
    Blank,
    /// A server without a share, or a device without a name.
    Incomplete,
}
