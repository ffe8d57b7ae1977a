//! Why a database cannot be opened from descriptors, or not be used any more.

use core::ffi::CStr;

/// A file has no directory entry any more.
pub const DELETED: &CStr =
    c"The database file or its journal file was deleted or replaced while the database was open \
    (the database must be reopened)";
/// Another connection uses the database with another journal.
pub const OTHER_JOURNAL: &CStr =
    c"Cannot open database because a different journal file is already being used for this database";
/// A transaction needs a super-journal.
pub const SEVERAL_DATABASES: &CStr =
    c"Transactions that write to multiple databases are not supported by databases opened from file descriptors";

/// Why one of the two descriptors cannot be used.
pub struct DescriptorMessages {
    /// The descriptor is not open.
    pub closed: &'static CStr,
    /// The file is not a regular file.
    pub not_regular: &'static CStr,
    /// The descriptor is write-only.
    pub not_readable: &'static CStr,
    /// The descriptor is read-only, but the database is to be written.
    pub not_writable: &'static CStr,
    /// The descriptor appends.
    pub appending: &'static CStr,
    /// The file has no directory entry.
    pub deleted: &'static CStr,
    /// The file cannot be opened again.
    pub not_reopened: &'static CStr,
}

/// The messages about the descriptor of one file.
macro_rules! messages {
    ($what:literal) => {
        DescriptorMessages {
            closed: messages!($what, " descriptor is not open"),
            not_regular: messages!($what, " descriptor does not refer to a regular file"),
            not_readable: messages!($what, " descriptor was not opened for reading"),
            not_writable: messages!($what, " descriptor was not opened for writing (use the \"readonly\" option)"),
            appending: messages!($what, " descriptor was opened in append mode"),
            deleted: messages!($what, " has been deleted"),
            not_reopened: messages!(
                $what,
                " cannot be opened again through /proc/self/fd: check this process's rights to the file"
            ),
        }
    };
    ($what:literal, $end:literal) => {
        text(concat!("Cannot open database because the ", $what, " file", $end, "\0"))
    };
}

/// Returns a text that ends in its only NUL.
const fn text(terminated: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(terminated.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("a text ends in its only NUL"),
    }
}

/// About the descriptor of the database file.
pub const DATABASE: DescriptorMessages = messages!("database");
/// About the descriptor of the journal file.
pub const JOURNAL: DescriptorMessages = messages!("journal");
/// Both descriptors belong to one file.
pub const SAME_FILE: &CStr =
    c"Cannot open database because the database and journal file descriptors refer to the same file";
/// The database is in WAL mode.
pub const WAL: &CStr = c"Cannot open database from a file descriptor because it is in WAL mode";
/// The host has no byte-range locks.
pub const NO_LOCKS: &CStr = c"Cannot open database from a file descriptor because there are no byte-range locks here \
    (Database.anysqlite.locks is \"exclusive\"): a lock file goes by the path, which may have changed; use the path";
/// `/proc/self/fd` does not exist.
pub const NO_PROC: &CStr = c"Cannot open database from a file descriptor because /proc/self/fd is not there, \
    through which files are opened again (use a path, or Linux)";
