//! Native SQLite and the package work on the same files in turn, and each must understand what the other left: whole
//! databases, journals of transactions that never ended, lock files.

mod support;

mod interop {
    mod large;
    mod locks;
    mod recovery;
    mod several_files;
    mod turns;
}
