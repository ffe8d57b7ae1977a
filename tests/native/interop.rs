//! Native SQLite and the package use the same files: databases, hot journals of unfinished transactions, and locks.
//! Each must understand the files of the other.

mod support;

mod interop {
    mod large;
    mod owned_files;
    mod recovery;
    mod several_files;
    mod shared_files;
    mod turns;
}
