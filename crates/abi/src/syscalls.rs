//! The system calls that a host provides: one call of the operating system each, and no policy.

/// Calls `$with!` with the declaration of every system call.
///
/// A negative result is a negated number of [`crate::ERRNOS`]. Paths are UTF-8 and not NUL-terminated. A system call
/// never throws, never traps and never calls back into the guest.
#[macro_export]
macro_rules! for_each_syscall {
    ($with:ident) => {
        $with! {
            /// Opens a file. `flags` are `OPEN_*` bits, `mode` holds the permission bits of a new file. Returns a
            /// descriptor that child processes do not inherit.
            fn path_open(path: ptr, path_len: len, flags: int, mode: int) -> fd;
            /// Describes the file at a path in the `STAT_*` record at `record`. Follows links.
            fn path_stat(path: ptr, path_len: len, record: ptr) -> int;
            /// Returns the number of the file system that a file lies on, as Linux's `statfs` reports it.
            fn path_statfs(path: ptr, path_len: len) -> off64;
            /// Returns 0 if the process has the `ACCESS_*` rights, else the reason why not. For `ACCESS_EXISTS`, EACCES
            /// means that the host itself refuses to answer.
            fn path_access(path: ptr, path_len: len, rights: int) -> int;
            /// Removes a directory entry.
            fn path_unlink(path: ptr, path_len: len) -> int;
            /// Adds a hard link `name` to a file. Returns -EEXIST if `name` exists.
            fn path_link(path: ptr, path_len: len, name: ptr, name_len: len) -> int;
            /// Writes the target of a symbolic link to `into`. Returns its length, -EINVAL if the file is not a link,
            /// -ERANGE if the target is longer than `capacity`.
            fn path_readlink(path: ptr, path_len: len, into: ptr, capacity: len) -> int;

            /// Closes a descriptor.
            fn fd_close(file: fd) -> int;
            /// Reads up to `count` bytes at `offset`. Returns the number of bytes read, 0 at the end of the file.
            fn fd_read(file: fd, into: ptr, count: len, offset: off64) -> int;
            /// Writes up to `count` bytes at `offset`. Returns the number of bytes written.
            fn fd_write(file: fd, from: ptr, count: len, offset: off64) -> int;
            /// Sets the size of a file in bytes.
            fn fd_truncate(file: fd, size: off64) -> int;
            /// Makes a file durable: its data and, unless `data_only` is 1, its metadata.
            fn fd_sync(file: fd, data_only: int) -> int;
            /// Returns the size of an open file in bytes.
            fn fd_size(file: fd) -> off64;
            /// Describes an open file in the `STAT_*` record at `record`.
            fn fd_stat(file: fd, record: ptr) -> int;
            /// Sets the owner and the group of an open file.
            fn fd_chown(file: fd, uid: int, gid: int) -> int;
            /// Sets the permission bits of an open file.
            fn fd_chmod(file: fd, mode: int) -> int;
            /// Acquires (`LOCK_READ`, `LOCK_WRITE`) or releases (`LOCK_NONE`) a byte-range lock of this descriptor
            /// without waiting. Returns -EAGAIN if a conflicting lock exists, -ENOSYS if the host has no byte-range
            /// locks.
            fn fd_lock(file: fd, kind: int, offset: off64, length: off64) -> int;
            /// Returns the kind of a lock that conflicts with the described one, `LOCK_NONE` if there is none.
            fn fd_lock_conflict(file: fd, kind: int, offset: off64, length: off64) -> int;
            /// Performs `count` steps, the `STEP_*` records at `steps`, in their order, up to the first whose result is
            /// not the expected one. Returns the number of steps performed, including that one; a negative number if
            /// none was, -ENOSYS if the host leaves them to single calls.
            fn file_steps(steps: ptr, count: int) -> int;
            /// Opens a view of a file: memory of the host that is the `part`-th `VIEW_BYTES` of the file, for every
            /// process that has a view of them. The file must have them. `writable` is 0 or 1. Returns the view's
            /// number, -ENOSYS if the host has no views.
            fn fd_view(file: fd, part: int, writable: int) -> int;
            /// Copies `count` bytes at `offset` of a view to `into`. No word of four bytes is torn, and memory is
            /// accessed neither earlier nor later. Offset and count are multiples of four.
            fn view_read(view: int, into: ptr, count: len, offset: len) -> int;
            /// Copies `count` bytes at `from` to a view, as `view_read` does. Returns -EBADF if it is not writable.
            fn view_write(view: int, from: ptr, count: len, offset: len) -> int;
            /// Closes a view. It may outlive the descriptor, but a system may refuse to truncate or remove the file.
            fn view_close(view: int) -> int;

            /// Maps the `part`-th `VIEW_BYTES` of a file over the guest's memory at `at`, a multiple of `VIEW_BYTES`:
            /// that memory then is the part of the file, for every process that maps it. The file must have the part,
            /// and be open for writing. Returns -ENOSYS if the host has no mappings. After a failure the memory is as
            /// it was.
            fn fd_map(file: fd, part: int, at: ptr) -> int;
            /// Ends the mapping at `at`: zeros of the guest's own replace it.
            fn memory_unmap(at: ptr) -> int;
            /// Keeps the mappings when the guest's memory has grown, since an engine may move memory that grows. To be
            /// called at once. If it fails, the guest must not go on.
            fn memory_grown() -> int;
            /// Orders all accesses of the guest's memory before it before those after it, as other processes see them.
            fn memory_fence() -> int;

            /// Adds `count` elements, which refer to no function, to the guest's table of functions. Returns the index
            /// of the first, -ENOMEM if the table cannot grow, -ENOSYS if the host cannot run extensions.
            fn table_grow(count: int) -> int;
            /// Compiles a module and makes an instance of it, on the memory, the table and the stack of the guest.
            /// `imports` has a word for each import of the module, in their order: for a function its index in the
            /// table, for a global its value; the word for a memory, a table or the stack pointer is ignored. Returns
            /// the number of the instance, -EINVAL if the module is invalid. It is the one system call that may throw:
            /// what the module's start function throws.
            fn extension_open(module: ptr, module_len: len, imports: ptr) -> int;
            /// Writes the reason of the last -EINVAL of `extension_open` to `into`, cut to `capacity`. Returns its
            /// length.
            fn extension_error(into: ptr, capacity: len) -> int;
            /// Makes the element `slot` of the table refer to a function that an instance exports. Returns -ENOENT if
            /// the instance has no function of that name.
            fn extension_function(extension: int, name: ptr, name_len: len, slot: int) -> int;
            /// Releases an instance, and the functions in `count` elements of the table from `first` on.
            fn extension_close(extension: int, first: int, count: int) -> int;

            /// Writes the absolute path of the current directory to `into`. Returns its length, -ERANGE if it is longer
            /// than `capacity`.
            fn cwd_get(into: ptr, capacity: len) -> int;
            /// Writes the value of an environment variable to `into`. Returns its length, -ENOENT if the variable is
            /// not set, -ERANGE if the value is longer than `capacity`.
            fn env_get(name: ptr, name_len: len, into: ptr, capacity: len) -> int;
            /// Fills a buffer with unpredictable bytes.
            fn random_get(into: ptr, count: len) -> int;
            /// Returns the wall clock in milliseconds since 1970-01-01 UTC.
            fn clock_now() -> off64;
            /// Returns the offset of local time in seconds east of UTC at a moment in seconds since 1970-01-01 UTC.
            fn clock_utc_offset(seconds: off64) -> int;
            /// Blocks this thread for `microseconds`.
            fn thread_sleep(microseconds: off64) -> int;
            /// Returns the number of this thread within the process, 0 for the main thread.
            fn thread_id() -> int;
            /// Returns the number of this process.
            fn process_id() -> int;
            /// Returns 0 if a process exists, -ESRCH if it does not.
            fn process_exists(process: int) -> int;
            /// Returns 1 if the effective user of this process is root, else 0.
            fn process_is_root() -> int;
            /// Returns the family of the operating system, one of `SYSTEM_*`. It decides what paths look like, what
            /// other programs may do with an open file, and the order of locks.
            fn system_family() -> int;
            /// Receives the message of a panic just before the guest traps.
            fn panic_message(text: ptr, text_len: len);
        }
    };
}

/// The system calls as data.
pub const SYSCALLS: &[crate::Signature] = for_each_syscall!(signature_table);

use crate::signature::signature_table;
