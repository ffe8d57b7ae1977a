// Written by `cargo xtask codegen` from crates/abi. Do not edit.

/** Revision of the contract. */
export const ABI_VERSION: 3;
/** Module name of every import. */
export const IMPORT_MODULE: 'host';
/** Name of the guest's memory. */
export const MEMORY: 'memory';
/** Name of the guest's table of functions. */
export const TABLE: '__indirect_function_table';
/** Name of the pointer to the top of the guest's stack. */
export const STACK_POINTER: '__stack_pointer';
/** Opens for reading and writing, otherwise for reading only. */
export const OPEN_READWRITE: 1;
/** Creates the file if it does not exist. */
export const OPEN_CREATE: 2;
/** Fails with EEXIST if the file exists. */
export const OPEN_EXCLUSIVE: 4;
/** Fails with ELOOP if the last component is a symbolic link. */
export const OPEN_NOFOLLOW: 8;
/** The file is a database, not a file beside one. Hosts that restrict which files may be opened need to know. */
export const OPEN_DATABASE: 16;
/** Does not wait for what is not a regular file, such as a FIFO without a writer. */
export const OPEN_NONBLOCK: 32;
/** Locks the file until it is closed. Fails with EAGAIN or EBUSY while another descriptor locks it, with ENOTSUP where the system has no such flag. */
export const OPEN_EXLOCK: 64;
/** The system need not write the file to the disk, and removes it when it is closed. For Windows alone, where an open file cannot always be removed. */
export const OPEN_TEMPORARY: 128;
/** The file exists. */
export const ACCESS_EXISTS: 0;
/** The file may be read. */
export const ACCESS_READ: 4;
/** The file may be written. */
export const ACCESS_WRITE: 2;
/** The file may be executed or, as a directory, searched. */
export const ACCESS_EXECUTE: 1;
/** No lock. */
export const LOCK_NONE: 0;
/** Shared with other readers. */
export const LOCK_READ: 1;
/** Exclusive. */
export const LOCK_WRITE: 2;
/** POSIX's paths; an open file can be removed. */
export const SYSTEM_UNIX: 0;
/** Windows: drives, `\\` between names, mandatory locks. */
export const SYSTEM_WINDOWS: 1;
/** f64: size in bytes. */
export const STAT_SIZE: 0;
/** u64: device. */
export const STAT_DEVICE: 8;
/** u64: file serial number. */
export const STAT_INODE: 16;
/** u32: file type and permission bits, as POSIX st_mode. */
export const STAT_MODE: 24;
/** u32: owner. */
export const STAT_UID: 28;
/** u32: group. */
export const STAT_GID: 32;
/** u32: number of hard links. */
export const STAT_LINKS: 36;
/** Size of the record. */
export const STAT_BYTES: 40;
/** `fd_read`. */
export const STEP_READ: 0;
/** `fd_size`. */
export const STEP_SIZE: 1;
/** `fd_lock`. */
export const STEP_LOCK: 2;
/** `path_access`. */
export const STEP_ACCESS: 3;
/** f64: `STEP_*` call. */
export const STEP_CALL: 0;
/** f64, four times: the arguments of the call. */
export const STEP_ARGUMENTS: 8;
/** f64: the result without which the next step is not performed. */
export const STEP_EXPECTED: 40;
/** f64: the result, written by the host. */
export const STEP_RESULT: 48;
/** Size of the record. */
export const STEP_BYTES: 56;
/** i32: extended SQLite result code, or one of the codes below zero. */
export const RESULT_CODE: 0;
/** i32: number of packed rows. */
export const RESULT_COUNT: 4;
/** i32: number of columns of each packed row. */
export const RESULT_COLUMNS: 8;
/** i32: `STATE_*` bits. */
export const RESULT_STATE: 12;
/** i32: number of rows that `stmt_run` changed. */
export const RESULT_CHANGES: 16;
/** u32: address of the packed rows. */
export const RESULT_ROWS: 20;
/** f64: last inserted rowid, rounded. */
export const RESULT_ROWID: 24;
/** i64: last inserted rowid. */
export const RESULT_ROWID64: 32;
/** u32: address of a text, 0 if there is none. */
export const RESULT_TEXT: 40;
/** u32: length of that text in bytes. */
export const RESULT_TEXT_LEN: 44;
/** u32: address of the parameter area, which the host writes. */
export const RESULT_PARAMS: 48;
/** u32: size of the parameter area in bytes. */
export const RESULT_PARAMS_LEN: 52;
/** Size of the record. */
export const RESULT_BYTES: 56;
/** The text contains no statement. */
export const NO_STATEMENT: -1;
/** The text continues after its first statement. */
export const SEVERAL_STATEMENTS: -2;
/** The statement has ended and is reset. */
export const STATE_DONE: 1;
/** SQLite recompiled the statement: its columns may have changed. */
export const STATE_RECOMPILED: 2;
/** The statement will be used many times (SQLITE_PREPARE_PERSISTENT). */
export const PREPARE_PERSISTENT: 1;
/** The text may continue after the statement. */
export const PREPARE_SCRIPT: 2;
/** Equal arguments yield equal results (SQLITE_DETERMINISTIC). */
export const FUNCTION_DETERMINISTIC: 1;
/** The schema must not use the function (SQLITE_DIRECTONLY). */
export const FUNCTION_DIRECT_ONLY: 2;
/** Integer arguments stay 64-bit integers. */
export const FUNCTION_SAFE_INTEGERS: 4;
/** No function. */
export const NO_FUNCTION: -1;
/** Called after a row was inserted, updated or deleted. */
export const HOOK_UPDATE: 0;
/** Called before a transaction is committed. */
export const HOOK_COMMIT: 1;
/** Called when a transaction is rolled back. */
export const HOOK_ROLLBACK: 2;
/** Number of the kinds. */
export const HOOK_COUNT: 3;
/** Text: the CREATE TABLE statement. */
export const VTAB_SCHEMA: 0;
/** 1 if the schema must not use the table. */
export const VTAB_DIRECT_ONLY: 1;
/** 1 if integer arguments stay 64-bit integers. */
export const VTAB_SAFE_INTEGERS: 2;
/** Number of parameters. */
export const VTAB_PARAMETERS: 3;
/** Text: name of the first parameter; the other names follow. */
export const VTAB_NAMES: 4;
/** Packs integers as 64-bit integers, not as numbers. */
export const ROWS_SAFE_INTEGERS: 1;
/** Packs the first column only. */
export const ROWS_PLUCK: 2;
/** Packs one row at most. The statement stays on the row, whose texts may lie in SQLite's memory. */
export const ROWS_ONE: 4;
/** Packs one row at most, and resets the statement if the row fits the rows area (`STATE_DONE`). */
export const ROWS_FIRST: 8;
/** Packs a short text as `VALUE_LATIN1` if it can be. */
export const ROWS_LATIN1: 16;
/** i32: number of result columns. */
export const STATEMENT_COLUMNS: 0;
/** i32: 1 if the statement does not write to the database. */
export const STATEMENT_READONLY: 4;
/** i32: number of parameters. */
export const STATEMENT_PARAMETERS: 8;
/** i32: number of parameters that have a name. */
export const STATEMENT_NAMED: 12;
/** Size of the record. */
export const STATEMENT_BYTES: 16;
/** i32: one of the `VALUE_*` types. */
export const VALUE_TYPE: 0;
/** u32: length of a text or blob in bytes. */
export const VALUE_LEN: 4;
/** i32, f64, i64 or u32 (address), depending on the type. */
export const VALUE_DATA: 8;
/** Size of the record. */
export const VALUE_BYTES: 16;
/** NULL. */
export const VALUE_NULL: 0;
/** i32: an integer. */
export const VALUE_INT32: 1;
/** f64: a number. */
export const VALUE_FLOAT: 2;
/** i64: a 64-bit integer. */
export const VALUE_INT64: 3;
/** Text whose bytes are all below 128. */
export const VALUE_ASCII: 4;
/** Text in UTF-8. */
export const VALUE_TEXT: 5;
/** Bytes. */
export const VALUE_BLOB: 6;
/** With `ROWS_LATIN1` only: text in ISO 8859-1, a byte for each character. */
export const VALUE_LATIN1: 10;
/** Argument of a virtual table only: the argument is missing. */
export const VALUE_UNDEFINED: 9;
/** From the host only: text in memory of `alloc`, which the guest takes over. */
export const VALUE_OWNED_TEXT: 7;
/** From the host only: bytes in memory of `alloc`, which the guest takes over. */
export const VALUE_OWNED_BLOB: 8;
/** Name of the column in the result. */
export const COLUMN_NAME: 0;
/** Name of the table column that it comes from. */
export const COLUMN_ORIGIN: 1;
/** Table that it comes from. */
export const COLUMN_TABLE: 2;
/** Database that it comes from. */
export const COLUMN_DATABASE: 3;
/** Declared type. */
export const COLUMN_DECLTYPE: 4;
/** Longest text, blob or SQL in bytes: V8's longest string on 64-bit machines, as in native better-sqlite3. */
export const MAX_LENGTH: 536870888;
/** Columns of a result: `SQLITE_MAX_COLUMN`. */
export const MAX_COLUMNS: 2000;
/** Size of the rows area of a connection in bytes: fits a row of `MAX_COLUMNS` values, and a processor's cache. */
export const ROWS_AREA_BYTES: 65536;
/** Size of the parameter area of a connection in bytes. */
export const PARAMETER_AREA_BYTES: 16384;
/** Parameters of a virtual table. */
export const VTAB_MAX_PARAMETERS: 32;
/** Values that `vtab_connect` may fill. */
export const VTAB_MAX_VALUES: 36;
/** Size of a view in bytes: a region of SQLite's WAL index. */
export const VIEW_BYTES: 32768;
/** Parameters of an export. */
export const EXPORT_MAX_PARAMETERS: 6;
/** Parameters of a host call. */
export const IMPORT_MAX_PARAMETERS: 5;
/** Errnos by name: Linux's numbers, on every system. */
export const ERRNO: Readonly<Record<string, number>>;
/** Number of parameters of every import. */
export const IMPORTS: Readonly<Record<string, number>>;
/** Number of parameters of every export. */
export const EXPORTS: Readonly<Record<string, number>>;

/** The system calls of a host. */
export interface Syscalls {
  /** Opens a file. `flags` are `OPEN_*` bits, `mode` holds the permission bits of a new file. Returns a descriptor that child processes do not inherit. */
  path_open(path: number, path_len: number, flags: number, mode: number): number;
  /** Describes the file at a path in the `STAT_*` record at `record`. Follows links. */
  path_stat(path: number, path_len: number, record: number): number;
  /** Returns the number of the file system that a file lies on, as Linux's `statfs` reports it. */
  path_statfs(path: number, path_len: number): number;
  /** Returns 0 if the process has the `ACCESS_*` rights, else the reason why not. For `ACCESS_EXISTS`, EACCES means that the host itself refuses to answer. */
  path_access(path: number, path_len: number, rights: number): number;
  /** Removes a directory entry. */
  path_unlink(path: number, path_len: number): number;
  /** Adds a hard link `name` to a file. Returns -EEXIST if `name` exists. */
  path_link(path: number, path_len: number, name: number, name_len: number): number;
  /** Writes the target of a symbolic link to `into`. Returns its length, -EINVAL if the file is not a link, -ERANGE if the target is longer than `capacity`. */
  path_readlink(path: number, path_len: number, into: number, capacity: number): number;
  /** Closes a descriptor. */
  fd_close(file: number): number;
  /** Reads up to `count` bytes at `offset`. Returns the number of bytes read, 0 at the end of the file. */
  fd_read(file: number, into: number, count: number, offset: number): number;
  /** Writes up to `count` bytes at `offset`. Returns the number of bytes written. */
  fd_write(file: number, from: number, count: number, offset: number): number;
  /** Sets the size of a file in bytes. */
  fd_truncate(file: number, size: number): number;
  /** Makes a file durable: its data and, unless `data_only` is 1, its metadata. */
  fd_sync(file: number, data_only: number): number;
  /** Returns the size of an open file in bytes. */
  fd_size(file: number): number;
  /** Describes an open file in the `STAT_*` record at `record`. */
  fd_stat(file: number, record: number): number;
  /** Sets the owner and the group of an open file. */
  fd_chown(file: number, uid: number, gid: number): number;
  /** Sets the permission bits of an open file. */
  fd_chmod(file: number, mode: number): number;
  /** Acquires (`LOCK_READ`, `LOCK_WRITE`) or releases (`LOCK_NONE`) a byte-range lock of this descriptor without waiting. Returns -EAGAIN if a conflicting lock exists, -ENOSYS if the host has no byte-range locks. */
  fd_lock(file: number, kind: number, offset: number, length: number): number;
  /** Returns the kind of a lock that conflicts with the described one, `LOCK_NONE` if there is none. */
  fd_lock_conflict(file: number, kind: number, offset: number, length: number): number;
  /** Performs `count` steps, the `STEP_*` records at `steps`, in their order, up to the first whose result is not the expected one. Returns the number of steps performed, including that one; a negative number if none was, -ENOSYS if the host leaves them to single calls. */
  file_steps(steps: number, count: number): number;
  /** Opens a view of a file: memory of the host that is the `part`-th `VIEW_BYTES` of the file, for every process that has a view of them. The file must have them. `writable` is 0 or 1. Returns the view's number, -ENOSYS if the host has no views. */
  fd_view(file: number, part: number, writable: number): number;
  /** Copies `count` bytes at `offset` of a view to `into`. No word of four bytes is torn, and memory is accessed neither earlier nor later. Offset and count are multiples of four. */
  view_read(view: number, into: number, count: number, offset: number): number;
  /** Copies `count` bytes at `from` to a view, as `view_read` does. Returns -EBADF if it is not writable. */
  view_write(view: number, from: number, count: number, offset: number): number;
  /** Closes a view. It may outlive the descriptor, but a system may refuse to truncate or remove the file. */
  view_close(view: number): number;
  /** Maps the `part`-th `VIEW_BYTES` of a file over the guest's memory at `at`, a multiple of `VIEW_BYTES`: that memory then is the part of the file, for every process that maps it. The file must have the part, and be open for writing. Returns -ENOSYS if the host has no mappings. After a failure the memory is as it was. */
  fd_map(file: number, part: number, at: number): number;
  /** Ends the mapping at `at`: zeros of the guest's own replace it. */
  memory_unmap(at: number): number;
  /** Keeps the mappings when the guest's memory has grown, since an engine may move memory that grows. To be called at once. If it fails, the guest must not go on. */
  memory_grown(): number;
  /** Orders all accesses of the guest's memory before it before those after it, as other processes see them. */
  memory_fence(): number;
  /** Adds `count` elements, which refer to no function, to the guest's table of functions. Returns the index of the first, -ENOMEM if the table cannot grow, -ENOSYS if the host cannot run extensions. */
  table_grow(count: number): number;
  /** Compiles a module and makes an instance of it, on the memory, the table and the stack of the guest. `imports` has a word for each import of the module, in their order: for a function its index in the table, for a global its value; the word for a memory, a table or the stack pointer is ignored. Returns the number of the instance, -EINVAL if the module is invalid. It is the one system call that may throw: what the module's start function throws. */
  extension_open(module: number, module_len: number, imports: number): number;
  /** Writes the reason of the last -EINVAL of `extension_open` to `into`, cut to `capacity`. Returns its length. */
  extension_error(into: number, capacity: number): number;
  /** Makes the element `slot` of the table refer to a function that an instance exports. Returns -ENOENT if the instance has no function of that name. */
  extension_function(extension: number, name: number, name_len: number, slot: number): number;
  /** Releases an instance, and the functions in `count` elements of the table from `first` on. */
  extension_close(extension: number, first: number, count: number): number;
  /** Writes the absolute path of the current directory to `into`. Returns its length, -ERANGE if it is longer than `capacity`. */
  cwd_get(into: number, capacity: number): number;
  /** Writes the value of an environment variable to `into`. Returns its length, -ENOENT if the variable is not set, -ERANGE if the value is longer than `capacity`. */
  env_get(name: number, name_len: number, into: number, capacity: number): number;
  /** Fills a buffer with unpredictable bytes. */
  random_get(into: number, count: number): number;
  /** Returns the wall clock in milliseconds since 1970-01-01 UTC. */
  clock_now(): number;
  /** Returns the offset of local time in seconds east of UTC at a moment in seconds since 1970-01-01 UTC. */
  clock_utc_offset(seconds: number): number;
  /** Blocks this thread for `microseconds`. */
  thread_sleep(microseconds: number): number;
  /** Returns the number of this thread within the process, 0 for the main thread. */
  thread_id(): number;
  /** Returns the number of this process. */
  process_id(): number;
  /** Returns 0 if a process exists, -ESRCH if it does not. */
  process_exists(process: number): number;
  /** Returns 1 if the effective user of this process is root, else 0. */
  process_is_root(): number;
  /** Returns the family of the operating system, one of `SYSTEM_*`. It decides what paths look like, what other programs may do with an open file, and the order of locks. */
  system_family(): number;
  /** Receives the message of a panic just before the guest traps. */
  panic_message(text: number, text_len: number): void;
}

/** The callbacks of a host. */
export interface Callbacks {
  /** Calls a user function and fills the value at `result`. Returns 0, or 1 if it threw. */
  function_call(number: number, arguments: number, count: number, result: number): number;
  /** Begins an aggregation, once for each group. Returns the number of the aggregation, -1 if it threw. */
  aggregate_begin(aggregate: number): number;
  /** Adds a row to an aggregation or, with `inverse`, removes one. Returns 0, or 1 if it threw. */
  aggregate_step(aggregate: number, aggregation: number, arguments: number, count: number, inverse: number): number;
  /** Fills the value at `result` with the current value of an aggregation. Returns 0, or 1 if it threw. */
  aggregate_value(aggregate: number, aggregation: number, result: number): number;
  /** Ends an aggregation. */
  aggregate_end(aggregation: number): void;
  /** Connects a virtual table: calls the factory of a module with texts (module, database, table and arguments) and fills the `VTAB_*` values at `result`. Returns the number of the table, -1 if it threw. */
  vtab_connect(module: number, arguments: number, count: number, result: number): number;
  /** Begins a scan of a virtual table with one argument for each parameter. Returns the number of the scan, -1 if it threw. */
  vtab_open(table: number, arguments: number, count: number): number;
  /** Advances a scan. Returns 1 on a row, 0 at the end, -1 if it threw. */
  vtab_next(scan: number): number;
  /** Fills the value at `result` with a column of the current row. Returns 0, or 1 if it threw. */
  vtab_column(table: number, scan: number, column: number, result: number): number;
  /** Ends a scan. */
  vtab_close(scan: number): void;
  /** Releases the handler of a function, an aggregate, a module or a virtual table. */
  handler_release(number: number): void;
}

/** Everything that the guest imports. */
export interface Imports extends Syscalls, Callbacks {}

/** The functions of the guest. */
export interface Exports {
  /** Returns the `ABI_VERSION` that the module was built with. */
  abi_version(): number;
  /** Initializes SQLite; must be called once, before anything else. Returns a result code. */
  initialize(): number;
  /** Allocates memory. Returns its address, 0 if there is none. */
  alloc(size: number): number;
  /** Frees memory of `alloc`; ignores 0. */
  free(memory: number): void;
  /** Opens a database with SQLite's `SQLITE_OPEN_*` flags and a busy timeout in milliseconds. Returns a connection, 0 if out of memory. After a failure (`RESULT_CODE`) only `db_error` and `db_close` may follow. */
  db_open(path: number, path_len: number, flags: number, timeout: number): number;
  /** Like `db_open`, but takes the descriptors of an already open database file and of its rollback journal. `RESULT_CODE` is SQLITE_MISUSE if a descriptor cannot be used; `db_error` then says why. */
  db_open_fds(database: number, journal: number, flags: number, timeout: number): number;
  /** Finalizes every statement of a connection and closes it. Returns a result code. */
  db_close(connection: number): number;
  /** Turns an empty connection into an in-memory database that owns `data` (memory of `alloc`). Returns a result code. */
  db_deserialize(connection: number, data: number, size: number, read_only: number): number;
  /** Returns 1 if no transaction is open, else 0. */
  db_autocommit(connection: number): number;
  /** Switches SQLite's defensive mode. Returns a result code. */
  db_set_defensive(connection: number, on: number): number;
  /** Executes the statements of a text that ends in a NUL, and drops their rows. Returns the result code of the first that fails. */
  db_exec(connection: number, sql: number, sql_len: number): number;
  /** Writes the message of the last failure to the result's text. */
  db_error(connection: number): void;
  /** Writes SQLite's general text for a result code to the result's text. */
  db_error_text(connection: number, code: number): void;
  /** Registers a user function, known to the host by `number`. `name` ends in a NUL; `count` is the number of arguments, negative for any number; `flags` are `FUNCTION_*` bits. Returns a result code. */
  db_create_function(connection: number, name: number, count: number, flags: number, number: number): number;
  /** Registers an aggregate; with `inverse` it is a window function, too. Parameters as for `db_create_function`. Returns a result code. */
  db_create_aggregate(connection: number, name: number, count: number, flags: number, aggregate: number, inverse: number): number;
  /** Registers a module of virtual tables; with `eponymous` the module itself is its only table. Returns a result code. */
  db_create_module(connection: number, name: number, module: number, eponymous: number): number;
  /** Sets a `HOOK_*` of a connection to a user function, by its number; `NO_FUNCTION` removes the hook. The update hook is called with SQLite's number of the operation, the names of the database and the table, and the row id, which `FUNCTION_SAFE_INTEGERS` in `flags` keeps a 64-bit integer. The others are called without arguments. The commit hook returns a 32-bit integer: unless it is 0, the transaction is rolled back. If a hook throws, the transaction is rolled back, too, and the execution fails. */
  db_set_hook(connection: number, hook: number, number: number, flags: number): void;
  /** Writes a copy of an attached database (`name` ends in a NUL) to the result's text, which the caller frees. Returns 1, or 0 on failure. */
  db_serialize(connection: number, name: number): number;
  /** Loads an extension from a path with an entry point (0 for the default), both ending in a NUL. Returns a result code; its message is the result's text, which the caller frees. */
  db_load_extension(connection: number, path: number, entry: number): number;
  /** Begins a backup of an attached database (`name` ends in a NUL) to another connection. Returns the backup, 0 on failure; the destination then has the error. Both connections must stay open until `backup_close`. */
  backup_open(destination: number, source: number, name: number): number;
  /** Copies up to `pages` pages. Sets `RESULT_COUNT` of the destination to the number of remaining pages and `RESULT_CHANGES` to the total. Returns a primary result code. */
  backup_step(backup: number, pages: number): number;
  /** Ends a backup. */
  backup_close(backup: number): void;
  /** Begins to record the changes that a connection makes to one of its databases: to one table or, if `table` is 0, to all. Both names end in a NUL. The connection must not execute a statement. Returns the session, 0 if out of memory. */
  session_open(connection: number, database: number, table: number): number;
  /** Writes the recorded changes to the result's text, which the caller frees: as a changeset or, with `patchset`, as a patchset. Returns a result code. */
  session_changeset(session: number, patchset: number): number;
  /** Ends a session. */
  session_close(session: number): void;
  /** Applies the changeset in a value, as a whole or not at all. `filter` and `conflict` are numbers of user functions or `NO_FUNCTION`. They are called with the name of a table and with a `SQLITE_CHANGESET_*` conflict, and return 32-bit integers. Returns a result code. */
  changeset_apply(connection: number, changeset: number, filter: number, conflict: number): number;
  /** Inverts the changeset in a value. Fills the value at `result` with memory that the caller frees. Returns a result code. */
  changeset_invert(changeset: number, result: number): number;
  /** Concatenates the changesets in an array of values. Fills the value at `result` with memory that the caller frees. Returns a result code. */
  changeset_concat(changesets: number, count: number, result: number): number;
  /** Prepares the first statement of a text that ends in a NUL. `flags` are `PREPARE_*` bits. Returns a statement, or 0 with `RESULT_CODE` set (`NO_STATEMENT`, `SEVERAL_STATEMENTS` or a result code). With `PREPARE_SCRIPT` the result's text is the rest of the text. */
  stmt_prepare(connection: number, sql: number, sql_len: number, flags: number): number;
  /** Finalizes a statement. */
  stmt_finalize(statement: number): void;
  /** Binds parameters; SQLite copies them. Returns a result code. */
  stmt_bind(statement: number, values: number, count: number): number;
  /** Sets all parameters to NULL. */
  stmt_clear_bindings(statement: number): void;
  /** Binds, steps once and resets. Sets `RESULT_CHANGES` and `RESULT_ROWID`. Returns a result code. */
  stmt_run(statement: number, values: number, count: number): number;
  /** Steps to the end, drops the rows, and resets. Returns a result code. */
  stmt_drain(statement: number): number;
  /** Binds and fetches the first batch of rows. `flags` are `ROWS_*` bits. Returns a result code. */
  stmt_query(statement: number, values: number, count: number, flags: number): number;
  /** Packs rows at `RESULT_ROWS` until they fill the rows area, the statement ends, or one row is packed (`ROWS_ONE`). Returns a result code. */
  stmt_fetch(statement: number, flags: number): number;
  /** Resets a statement, which drops its remaining rows and commits a transaction of its own. Returns the result code of the execution. */
  stmt_reset(statement: number): number;
  /** Writes one of a column's `COLUMN_*` texts to the result's text. */
  stmt_column_text(statement: number, column: number, which: number): void;
  /** Writes the name of a parameter (the first is 1), with its prefix, to the result's text. */
  stmt_parameter_name(statement: number, index: number): void;
  /** Writes the SQL with its bound values to the result's text, which the caller frees. */
  stmt_expanded_sql(statement: number): void;
}
