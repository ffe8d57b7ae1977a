//! The errnos that cross the boundary: POSIX names, Linux numbers on every system.

use crate::constants::constants;

constants! {
    /// The errnos, as the one group that they are.
    ERRNO_GROUPS:

    /// Reasons why a system call failed.
    ERRNOS {
        /// Operation not permitted.
        EPERM = 1;
        /// No such file or directory.
        ENOENT = 2;
        /// No such process.
        ESRCH = 3;
        /// Interrupted.
        EINTR = 4;
        /// Input/output error; also every error that has no name here.
        EIO = 5;
        /// No such device or address.
        ENXIO = 6;
        /// Bad descriptor.
        EBADF = 9;
        /// Try again.
        EAGAIN = 11;
        /// Out of memory.
        ENOMEM = 12;
        /// Permission denied.
        EACCES = 13;
        /// Device or resource busy.
        EBUSY = 16;
        /// File exists.
        EEXIST = 17;
        /// No such device.
        ENODEV = 19;
        /// Not a directory.
        ENOTDIR = 20;
        /// Is a directory.
        EISDIR = 21;
        /// Invalid argument.
        EINVAL = 22;
        /// Too many open files in the system.
        ENFILE = 23;
        /// Too many open files.
        EMFILE = 24;
        /// File too large.
        EFBIG = 27;
        /// No space left on device.
        ENOSPC = 28;
        /// Illegal seek: a pipe has no offsets.
        ESPIPE = 29;
        /// Read-only file system.
        EROFS = 30;
        /// Result too large.
        ERANGE = 34;
        /// File name too long.
        ENAMETOOLONG = 36;
        /// No locks available.
        ENOLCK = 37;
        /// Function not implemented.
        ENOSYS = 38;
        /// Too many levels of symbolic links.
        ELOOP = 40;
        /// Operation not supported.
        ENOTSUP = 95;
        /// Timed out.
        ETIMEDOUT = 110;
        /// Stale file handle.
        ESTALE = 116;
        /// Disk quota exceeded.
        EDQUOT = 122;
    }
}
