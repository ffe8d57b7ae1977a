//! Codes, flags and the layout of records in the guest's memory: bytes, little-endian. Records of the guest are aligned
//! to eight bytes; the `STAT_*` record, which a host fills, need not be.

/// Declares a group of constants and the table that code generators print.
macro_rules! constants {
    ($(#[doc = $group_doc:literal])+ $table:ident { $($(#[doc = $doc:literal])+ $name:ident = $value:expr;)+ }) => {
        $($(#[doc = $doc])+ pub const $name: i32 = $value;)+
        $(#[doc = $group_doc])+
        pub const $table: &[(&str, i32, &str)] = &[$((stringify!($name), $name, concat!($($doc),+))),+];
    };
}

constants! {
    /// How a file is opened.
    OPEN_FLAGS {
        /// For writing too; otherwise for reading only.
        OPEN_READWRITE = 1;
        /// Made if it is not there.
        OPEN_CREATE = 2;
        /// Fails with EEXIST if it is there.
        OPEN_EXCLUSIVE = 4;
        /// Fails with ELOOP if the last component is a symbolic link.
        OPEN_NOFOLLOW = 8;
        /// It is opened as a database, not as a file beside one. Hosts that limit which files may be touched need to know.
        OPEN_DATABASE = 16;
    }
}

constants! {
    /// Rights asked for by `access`.
    ACCESS_RIGHTS {
        /// It is there.
        ACCESS_EXISTS = 0;
        /// It may be read.
        ACCESS_READ = 4;
        /// It may be written.
        ACCESS_WRITE = 2;
        /// It may be run or, as a directory, searched.
        ACCESS_EXECUTE = 1;
    }
}

constants! {
    /// Byte-range locks.
    LOCK_KINDS {
        /// No lock.
        LOCK_NONE = 0;
        /// Shared with other readers.
        LOCK_READ = 1;
        /// Exclusive.
        LOCK_WRITE = 2;
    }
}

constants! {
    /// The record that `stat` and `fstat` fill.
    STAT_RECORD {
        /// f64: size in bytes.
        STAT_SIZE = 0;
        /// u64: device.
        STAT_DEVICE = 8;
        /// u64: file serial number.
        STAT_INODE = 16;
        /// u32: file type and permission bits, as POSIX st_mode.
        STAT_MODE = 24;
        /// u32: owner.
        STAT_UID = 28;
        /// u32: group.
        STAT_GID = 32;
        /// u32: number of hard links.
        STAT_LINKS = 36;
        /// Size of the record.
        STAT_BYTES = 40;
    }
}

constants! {
    /// The record at the address of a connection, rewritten by each call on it.
    RESULT_RECORD {
        /// i32: extended SQLite result code, or one of the codes below zero.
        RESULT_CODE = 0;
        /// i32: how many rows were packed.
        RESULT_COUNT = 4;
        /// i32: how many columns each packed row has.
        RESULT_COLUMNS = 8;
        /// i32: `STATE_*` bits.
        RESULT_STATE = 12;
        /// i32: rows changed by `run`.
        RESULT_CHANGES = 16;
        /// u32: address of the packed rows.
        RESULT_ROWS = 20;
        /// f64: last inserted rowid, rounded.
        RESULT_ROWID = 24;
        /// i64: last inserted rowid.
        RESULT_ROWID64 = 32;
        /// u32: address of a text, 0 for none.
        RESULT_TEXT = 40;
        /// u32: length of that text in bytes.
        RESULT_TEXT_LEN = 44;
        /// u32: address of memory that the host may write parameters to.
        RESULT_PARAMS = 48;
        /// u32: size of that memory in bytes.
        RESULT_PARAMS_LEN = 52;
        /// Size of the record.
        RESULT_BYTES = 56;
    }
}

constants! {
    /// What `prepare` says where SQLite has no code.
    PREPARE_CODES {
        /// The text has no statement.
        NO_STATEMENT = -1;
        /// The text has something after its first statement.
        SEVERAL_STATEMENTS = -2;
    }
}

constants! {
    /// What happened while rows were fetched.
    STATE_FLAGS {
        /// The statement has ended and is reset.
        STATE_DONE = 1;
        /// The statement was compiled anew: its columns may be others.
        STATE_RECOMPILED = 2;
    }
}

constants! {
    /// How a statement is compiled.
    PREPARE_FLAGS {
        /// It will be kept for long (SQLITE_PREPARE_PERSISTENT).
        PREPARE_PERSISTENT = 1;
        /// The text may go on after the statement.
        PREPARE_SCRIPT = 2;
    }
}

constants! {
    /// What a function of the application is like.
    FUNCTION_FLAGS {
        /// The same arguments give the same result (SQLITE_DETERMINISTIC).
        FUNCTION_DETERMINISTIC = 1;
        /// Not from within the schema (SQLITE_DIRECTONLY).
        FUNCTION_DIRECT_ONLY = 2;
        /// Integer arguments stay 64-bit integers.
        FUNCTION_SAFE_INTEGERS = 4;
    }
}

constants! {
    /// Cells that `connect` fills.
    TABLE_CELLS {
        /// Text: the CREATE TABLE statement.
        TABLE_SCHEMA = 0;
        /// 1 when it must not be used from within the schema.
        TABLE_DIRECT_ONLY = 1;
        /// 1 when its integers stay 64-bit integers.
        TABLE_SAFE_INTEGERS = 2;
        /// Number of parameters.
        TABLE_PARAMETERS = 3;
        /// Text: name of the first parameter; the others follow.
        TABLE_NAMES = 4;
        /// Number of cells, for as many parameters as a table may have.
        TABLE_MOST_CELLS = 36;
    }
}

constants! {
    /// How rows are fetched.
    ROWS_FLAGS {
        /// Integers as 64-bit integers, not as numbers.
        ROWS_SAFE_INTEGERS = 1;
        /// The first column only.
        ROWS_PLUCK = 2;
        /// One row at most; the statement stays on it, as its text may be SQLite's own.
        ROWS_ONE = 4;
        /// One row at most, the statement is reset after it where its values fit; `STATE_DONE` tells.
        ROWS_FIRST = 8;
    }
}

constants! {
    /// The record at the address of a statement.
    STATEMENT_RECORD {
        /// i32: number of result columns.
        STATEMENT_COLUMNS = 0;
        /// i32: 1 when it writes nothing to the database.
        STATEMENT_READONLY = 4;
        /// i32: number of parameters.
        STATEMENT_PARAMETERS = 8;
        /// i32: how many of the parameters have a name.
        STATEMENT_NAMED = 12;
        /// Size of the record.
        STATEMENT_BYTES = 16;
    }
}

constants! {
    /// A value: bound, or of a row.
    CELL_RECORD {
        /// i32: `CELL_*` type.
        CELL_TYPE = 0;
        /// u32: length of a text or blob in bytes.
        CELL_LEN = 4;
        /// i32, f64, i64 or u32 (address), by type.
        CELL_VALUE = 8;
        /// Size of the record.
        CELL_BYTES = 16;
    }
}

constants! {
    /// Types of a cell.
    CELL_TYPES {
        /// NULL.
        CELL_NULL = 0;
        /// i32: a number without fraction.
        CELL_INT32 = 1;
        /// f64: a number.
        CELL_FLOAT = 2;
        /// i64: a 64-bit integer.
        CELL_INT64 = 3;
        /// Text of bytes below 128.
        CELL_ASCII = 4;
        /// Text in UTF-8.
        CELL_TEXT = 5;
        /// Bytes.
        CELL_BLOB = 6;
        /// Arguments of virtual tables only: not given.
        CELL_UNDEFINED = 9;
        /// From the host only: text in memory of `alloc` that the guest takes over.
        CELL_OWNED_TEXT = 7;
        /// From the host only: bytes in memory of `alloc` that the guest takes over.
        CELL_OWNED_BLOB = 8;
    }
}

constants! {
    /// Texts of a column.
    COLUMN_TEXTS {
        /// Its name in the result.
        COLUMN_NAME = 0;
        /// The name of the column it comes from.
        COLUMN_ORIGIN = 1;
        /// The table it comes from.
        COLUMN_TABLE = 2;
        /// The database it comes from.
        COLUMN_DATABASE = 3;
        /// Its declared type.
        COLUMN_DECLTYPE = 4;
    }
}

constants! {
    /// Reasons why a host's call failed: POSIX names, Linux numbers on every system.
    ERRNOS {
        /// Operation not permitted.
        EPERM = 1;
        /// No such file or directory.
        ENOENT = 2;
        /// No such process.
        ESRCH = 3;
        /// Interrupted.
        EINTR = 4;
        /// Input/output error; also whatever has no name here.
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

/// Every group of constants, in the order of this file.
pub const CONSTANTS: &[&[(&str, i32, &str)]] = &[
    OPEN_FLAGS,
    ACCESS_RIGHTS,
    LOCK_KINDS,
    STAT_RECORD,
    RESULT_RECORD,
    PREPARE_CODES,
    STATE_FLAGS,
    PREPARE_FLAGS,
    FUNCTION_FLAGS,
    TABLE_CELLS,
    ROWS_FLAGS,
    STATEMENT_RECORD,
    CELL_RECORD,
    CELL_TYPES,
    COLUMN_TEXTS,
];
