//! What a host gives the guest: one system call's worth of work each, and no policy.

/// WebAssembly module name of every import.
pub const IMPORT_MODULE: &str = "host";

/// Calls `$with!` with the declaration of every import.
///
/// Results below zero are a negated number of [`crate::ERRNOS`]. Paths are UTF-8, not NUL-terminated. An import never
/// throws or traps. Only those that call the application may call back into the guest.
#[macro_export]
macro_rules! for_each_import {
    ($with:ident) => {
        $with! {
            /// Opens a file; `flags` are the `OPEN_*` bits, `mode` the permission bits of a new file. Gives the descriptor, which is not inherited by child processes.
            fn open(path: ptr, path_len: len, flags: int, mode: int) -> fd;
            /// Closes a descriptor.
            fn close(file: fd) -> int;
            /// Reads up to `count` bytes at `offset`. Gives the number read, 0 at the end of the file.
            fn read(file: fd, into: ptr, count: len, offset: off64) -> int;
            /// Writes up to `count` bytes at `offset`. Gives the number written.
            fn write(file: fd, from: ptr, count: len, offset: off64) -> int;
            /// Sets the size of a file in bytes.
            fn truncate(file: fd, size: off64) -> int;
            /// Makes a file durable: its data and, unless `data_only` is 1, its metadata.
            fn sync(file: fd, data_only: int) -> int;
            /// Gives the size of an open file in bytes.
            fn size(file: fd) -> off64;
            /// Describes an open file in the `STAT_*` record at `record`.
            fn fstat(file: fd, record: ptr) -> int;
            /// Describes the file at a path, links followed, in the `STAT_*` record at `record`.
            fn stat(path: ptr, path_len: len, record: ptr) -> int;
            /// Gives an open file to a user and a group.
            fn chown(file: fd, uid: int, gid: int) -> int;
            /// Sets the permission bits of an open file.
            fn chmod(file: fd, mode: int) -> int;
            /// Tells whether the `ACCESS_*` rights are there: 0, or the reason why not. For `ACCESS_EXISTS` that is EACCES only where the host itself refuses to tell.
            fn access(path: ptr, path_len: len, rights: int) -> int;
            /// Removes a directory entry.
            fn unlink(path: ptr, path_len: len) -> int;
            /// Gives a file a second name. -EEXIST when that is taken.
            fn link(path: ptr, path_len: len, name: ptr, name_len: len) -> int;
            /// Writes the target of a symbolic link. Gives its length, -EINVAL when it is no link, -ERANGE when it is longer than `capacity`.
            fn readlink(path: ptr, path_len: len, into: ptr, capacity: len) -> int;
            /// Writes the absolute path of the current directory. Gives its length, -ERANGE when it is longer than `capacity`.
            fn cwd(into: ptr, capacity: len) -> int;
            /// Sets (`LOCK_READ`, `LOCK_WRITE`) or removes (`LOCK_NONE`) a byte-range lock of this descriptor without waiting. -EAGAIN: someone else holds it. -ENOSYS: this host has no byte-range locks.
            fn lock(file: fd, kind: int, offset: off64, length: off64) -> int;
            /// Gives the kind of a lock that is in the way of such a lock of this descriptor, `LOCK_NONE` for none.
            fn holder(file: fd, kind: int, offset: off64, length: off64) -> int;
            /// Writes the value of an environment variable. Gives its length, -ENOENT when it is not set, -ERANGE when it is longer than `capacity`.
            fn env(name: ptr, name_len: len, into: ptr, capacity: len) -> int;
            /// Fills a buffer with unpredictable bytes.
            fn random(into: ptr, count: len) -> int;
            /// Gives the wall clock in milliseconds since 1970-01-01 UTC.
            fn now() -> off64;
            /// Gives the local time's offset, in seconds east of UTC, at a moment in seconds since 1970-01-01 UTC.
            fn local_offset(seconds: off64) -> int;
            /// Blocks this thread for some microseconds.
            fn sleep(microseconds: off64) -> int;
            /// Gives the number of this process.
            fn pid() -> int;
            /// Gives the number of this thread within the process, 0 for the main thread.
            fn thread() -> int;
            /// Tells whether a process exists: 0, or -ESRCH when it does not.
            fn process_exists(process: int) -> int;
            /// Calls a function of the application with an array of cells, and fills the cell at `result`. Gives 0, or 1 when something was thrown, which the host keeps.
            fn call(number: int, arguments: ptr, count: int, result: ptr) -> int;
            /// Begins an aggregation, once for each group. Gives its number, -1 when something was thrown.
            fn begin(aggregate: int) -> int;
            /// Adds a row to an aggregation or, with `inverse`, takes one out. Gives 0, or 1 when something was thrown.
            fn step(aggregate: int, aggregation: int, arguments: ptr, count: int, inverse: int) -> int;
            /// Fills the cell at `result` with an aggregation's value. Gives 0, or 1 when something was thrown.
            fn value(aggregate: int, aggregation: int, result: ptr) -> int;
            /// Ends an aggregation.
            fn end(aggregation: int);
            /// Connects a virtual table by calling its factory with texts: module, database, table and arguments. Fills cells at `result`: the table's schema, whether it is for direct use only, whether its integers stay 64-bit integers, the number of its parameters, and their names. Gives the table's number, -1 when something was thrown.
            fn connect(module: int, arguments: ptr, count: int, result: ptr) -> int;
            /// Begins a scan of a virtual table with a cell for each parameter. Gives the scan's number, -1 when something was thrown.
            fn scan(table: int, arguments: ptr, count: int) -> int;
            /// Advances a scan. Gives 1 on a row, 0 at the end, -1 when something was thrown.
            fn next(scan: int) -> int;
            /// Fills the cell at `result` with a column of a scan's row. Gives 0, or 1 when something was thrown.
            fn column(table: int, scan: int, column: int, result: ptr) -> int;
            /// Ends a scan.
            fn close_scan(scan: int);
            /// Forgets a function, an aggregate, a module or a virtual table.
            fn release(number: int);
            /// Takes the guest's last words, the text of a panic, just before it traps.
            fn panicked(text: ptr, text_len: len);
        }
    };
}

/// The imports as data.
pub const IMPORTS: &[crate::Signature] = for_each_import!(signature_table);

use crate::signature::signature_table;
