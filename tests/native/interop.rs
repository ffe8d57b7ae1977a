//! Native SQLite and the package work on the same files in turn, and each must understand what the other left: whole
//! databases, journals of transactions that never ended, locks.

mod support;

mod interop {
    mod large;
    mod owned_files;
    mod recovery;
    mod several_files;
    mod shared_files;
    mod turns;
}
