//! Flags, and the layout of records in the guest's memory, in little-endian byte order. Records of the guest are
//! aligned to eight bytes; the `STAT_*` record, which a host fills, need not be.

use crate::constants::constants;

constants! {
/// Every group of flags and record layouts.
RECORDS:

/// How `path_open` opens a file.
OPEN_FLAGS {
    /// Opens for reading and writing, otherwise for reading only.
    OPEN_READWRITE = 1;
    /// Creates the file if it does not exist.
    OPEN_CREATE = 2;
    /// Fails with EEXIST if the file exists.
    OPEN_EXCLUSIVE = 4;
    /// Fails with ELOOP if the last component is a symbolic link.
    OPEN_NOFOLLOW = 8;
    /// The file is a database, not a file beside one. Hosts that restrict which files may be opened need to know.
    OPEN_DATABASE = 16;
    /// Does not wait for what is not a regular file, such as a FIFO without a writer.
    OPEN_NONBLOCK = 32;
    /// Locks the file until it is closed. Fails with EAGAIN or EBUSY while another descriptor locks it, with ENOTSUP
    /// where the system has no such flag.
    OPEN_EXLOCK = 64;
    /// The system need not write the file to the disk, and removes it when it is closed. For Windows alone, where an
    /// open file cannot always be removed.
    OPEN_TEMPORARY = 128;
}

/// Rights that `path_access` checks.
ACCESS_RIGHTS {
    /// The file exists.
    ACCESS_EXISTS = 0;
    /// The file may be read.
    ACCESS_READ = 4;
    /// The file may be written.
    ACCESS_WRITE = 2;
    /// The file may be executed or, as a directory, searched.
    ACCESS_EXECUTE = 1;
}

/// Kinds of byte-range locks.
LOCK_KINDS {
    /// No lock.
    LOCK_NONE = 0;
    /// Shared with other readers.
    LOCK_READ = 1;
    /// Exclusive.
    LOCK_WRITE = 2;
}

/// Families of operating systems.
SYSTEM_FAMILIES {
    /// POSIX's paths; an open file can be removed.
    SYSTEM_UNIX = 0;
    /// Windows: drives, `\\` between names, mandatory locks.
    SYSTEM_WINDOWS = 1;
}

/// The record that `path_stat` and `fd_stat` fill.
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

/// The calls that a step of `file_steps` can be.
STEP_CALLS {
    /// `fd_read`.
    STEP_READ = 0;
    /// `fd_size`.
    STEP_SIZE = 1;
    /// `fd_lock`.
    STEP_LOCK = 2;
    /// `path_access`.
    STEP_ACCESS = 3;
}

/// The record of a step.
STEP_RECORD {
    /// f64: `STEP_*` call.
    STEP_CALL = 0;
    /// f64, four times: the arguments of the call.
    STEP_ARGUMENTS = 8;
    /// f64: the result without which the next step is not performed.
    STEP_EXPECTED = 40;
    /// f64: the result, written by the host.
    STEP_RESULT = 48;
    /// Size of the record.
    STEP_BYTES = 56;
}

/// The record at the address of a connection, rewritten by each call on it.
RESULT_RECORD {
    /// i32: extended SQLite result code, or one of the codes below zero.
    RESULT_CODE = 0;
    /// i32: number of packed rows.
    RESULT_COUNT = 4;
    /// i32: number of columns of each packed row.
    RESULT_COLUMNS = 8;
    /// i32: `STATE_*` bits.
    RESULT_STATE = 12;
    /// i32: number of rows that `stmt_run` changed.
    RESULT_CHANGES = 16;
    /// u32: address of the packed rows.
    RESULT_ROWS = 20;
    /// f64: last inserted rowid, rounded.
    RESULT_ROWID = 24;
    /// i64: last inserted rowid.
    RESULT_ROWID64 = 32;
    /// u32: address of a text, 0 if there is none.
    RESULT_TEXT = 40;
    /// u32: length of that text in bytes.
    RESULT_TEXT_LEN = 44;
    /// u32: address of the parameter area, which the host writes.
    RESULT_PARAMS = 48;
    /// u32: size of the parameter area in bytes.
    RESULT_PARAMS_LEN = 52;
    /// Size of the record.
    RESULT_BYTES = 56;
}

/// Results of `stmt_prepare` for which SQLite has no code.
PREPARE_CODES {
    /// The text contains no statement.
    NO_STATEMENT = -1;
    /// The text continues after its first statement.
    SEVERAL_STATEMENTS = -2;
}

/// State of a statement after rows were fetched.
STATE_FLAGS {
    /// The statement has ended and is reset.
    STATE_DONE = 1;
    /// SQLite recompiled the statement: its columns may have changed.
    STATE_RECOMPILED = 2;
}

/// How `stmt_prepare` compiles a statement.
PREPARE_FLAGS {
    /// The statement will be used many times (SQLITE_PREPARE_PERSISTENT).
    PREPARE_PERSISTENT = 1;
    /// The text may continue after the statement.
    PREPARE_SCRIPT = 2;
}

/// Properties of a user function.
FUNCTION_FLAGS {
    /// Equal arguments yield equal results (SQLITE_DETERMINISTIC).
    FUNCTION_DETERMINISTIC = 1;
    /// The schema must not use the function (SQLITE_DIRECTONLY).
    FUNCTION_DIRECT_ONLY = 2;
    /// Integer arguments stay 64-bit integers.
    FUNCTION_SAFE_INTEGERS = 4;
}

/// Numbers of user functions that are optional.
OPTIONAL_FUNCTIONS {
    /// No function.
    NO_FUNCTION = -1;
}

/// The hooks of a connection.
HOOK_KINDS {
    /// Called after a row was inserted, updated or deleted.
    HOOK_UPDATE = 0;
    /// Called before a transaction is committed.
    HOOK_COMMIT = 1;
    /// Called when a transaction is rolled back.
    HOOK_ROLLBACK = 2;
    /// Number of the kinds.
    HOOK_COUNT = 3;
}

/// The values that `vtab_connect` fills.
VTAB_VALUES {
    /// Text: the CREATE TABLE statement.
    VTAB_SCHEMA = 0;
    /// 1 if the schema must not use the table.
    VTAB_DIRECT_ONLY = 1;
    /// 1 if integer arguments stay 64-bit integers.
    VTAB_SAFE_INTEGERS = 2;
    /// Number of parameters.
    VTAB_PARAMETERS = 3;
    /// Text: name of the first parameter; the other names follow.
    VTAB_NAMES = 4;
}

/// How `stmt_query` and `stmt_fetch` pack rows.
ROWS_FLAGS {
    /// Packs integers as 64-bit integers, not as numbers.
    ROWS_SAFE_INTEGERS = 1;
    /// Packs the first column only.
    ROWS_PLUCK = 2;
    /// Packs one row at most. The statement stays on the row, whose texts may lie in SQLite's memory.
    ROWS_ONE = 4;
    /// Packs one row at most, and resets the statement if the row fits the rows area (`STATE_DONE`).
    ROWS_FIRST = 8;
    /// Packs a short text as `VALUE_LATIN1` if it can be.
    ROWS_LATIN1 = 16;
}

/// The record at the address of a statement.
STATEMENT_RECORD {
    /// i32: number of result columns.
    STATEMENT_COLUMNS = 0;
    /// i32: 1 if the statement does not write to the database.
    STATEMENT_READONLY = 4;
    /// i32: number of parameters.
    STATEMENT_PARAMETERS = 8;
    /// i32: number of parameters that have a name.
    STATEMENT_NAMED = 12;
    /// Size of the record.
    STATEMENT_BYTES = 16;
}

/// A value: a parameter, a column of a row, an argument or a result.
VALUE_RECORD {
    /// i32: one of the `VALUE_*` types.
    VALUE_TYPE = 0;
    /// u32: length of a text or blob in bytes.
    VALUE_LEN = 4;
    /// i32, f64, i64 or u32 (address), depending on the type.
    VALUE_DATA = 8;
    /// Size of the record.
    VALUE_BYTES = 16;
}

/// Types of a value.
VALUE_TYPES {
    /// NULL.
    VALUE_NULL = 0;
    /// i32: an integer.
    VALUE_INT32 = 1;
    /// f64: a number.
    VALUE_FLOAT = 2;
    /// i64: a 64-bit integer.
    VALUE_INT64 = 3;
    /// Text whose bytes are all below 128.
    VALUE_ASCII = 4;
    /// Text in UTF-8.
    VALUE_TEXT = 5;
    /// Bytes.
    VALUE_BLOB = 6;
    /// With `ROWS_LATIN1` only: text in ISO 8859-1, a byte for each character.
    VALUE_LATIN1 = 10;
    /// Argument of a virtual table only: the argument is missing.
    VALUE_UNDEFINED = 9;
    /// From the host only: text in memory of `alloc`, which the guest takes over.
    VALUE_OWNED_TEXT = 7;
    /// From the host only: bytes in memory of `alloc`, which the guest takes over.
    VALUE_OWNED_BLOB = 8;
}

/// Texts that describe a column.
COLUMN_TEXTS {
    /// Name of the column in the result.
    COLUMN_NAME = 0;
    /// Name of the table column that it comes from.
    COLUMN_ORIGIN = 1;
    /// Table that it comes from.
    COLUMN_TABLE = 2;
    /// Database that it comes from.
    COLUMN_DATABASE = 3;
    /// Declared type.
    COLUMN_DECLTYPE = 4;
}}
