// Written by `cargo xtask codegen` from crates/abi. Do not edit.

/** Revision of the contract. */
export const ABI_VERSION: 1;
/** Module name of every import. */
export const IMPORT_MODULE: 'host';
/** For writing too; otherwise for reading only. */
export const OPEN_READWRITE: 1;
/** Made if it is not there. */
export const OPEN_CREATE: 2;
/** Fails with EEXIST if it is there. */
export const OPEN_EXCLUSIVE: 4;
/** Fails with ELOOP if the last component is a symbolic link. */
export const OPEN_NOFOLLOW: 8;
/** It is opened as a database, not as a file beside one. Hosts that limit which files may be touched need to know. */
export const OPEN_DATABASE: 16;
/** It is there. */
export const ACCESS_EXISTS: 0;
/** It may be read. */
export const ACCESS_READ: 4;
/** It may be written. */
export const ACCESS_WRITE: 2;
/** It may be run or, as a directory, searched. */
export const ACCESS_EXECUTE: 1;
/** No lock. */
export const LOCK_NONE: 0;
/** Shared with other readers. */
export const LOCK_READ: 1;
/** Exclusive. */
export const LOCK_WRITE: 2;
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
/** i32: extended SQLite result code, or one of the codes below zero. */
export const RESULT_CODE: 0;
/** i32: how many rows were packed. */
export const RESULT_COUNT: 4;
/** i32: how many columns each packed row has. */
export const RESULT_COLUMNS: 8;
/** i32: `STATE_*` bits. */
export const RESULT_STATE: 12;
/** i32: rows changed by `run`. */
export const RESULT_CHANGES: 16;
/** u32: address of the packed rows. */
export const RESULT_ROWS: 20;
/** f64: last inserted rowid, rounded. */
export const RESULT_ROWID: 24;
/** i64: last inserted rowid. */
export const RESULT_ROWID64: 32;
/** u32: address of a text, 0 for none. */
export const RESULT_TEXT: 40;
/** u32: length of that text in bytes. */
export const RESULT_TEXT_LEN: 44;
/** u32: address of memory that the host may write parameters to. */
export const RESULT_PARAMS: 48;
/** u32: size of that memory in bytes. */
export const RESULT_PARAMS_LEN: 52;
/** Size of the record. */
export const RESULT_BYTES: 56;
/** The text has no statement. */
export const NO_STATEMENT: -1;
/** The text has something after its first statement. */
export const SEVERAL_STATEMENTS: -2;
/** The statement has ended and is reset. */
export const STATE_DONE: 1;
/** The statement was compiled anew: its columns may be others. */
export const STATE_RECOMPILED: 2;
/** It will be kept for long (SQLITE_PREPARE_PERSISTENT). */
export const PREPARE_PERSISTENT: 1;
/** The text may go on after the statement. */
export const PREPARE_SCRIPT: 2;
/** The same arguments give the same result (SQLITE_DETERMINISTIC). */
export const FUNCTION_DETERMINISTIC: 1;
/** Not from within the schema (SQLITE_DIRECTONLY). */
export const FUNCTION_DIRECT_ONLY: 2;
/** Integer arguments stay 64-bit integers. */
export const FUNCTION_SAFE_INTEGERS: 4;
/** Text: the CREATE TABLE statement. */
export const TABLE_SCHEMA: 0;
/** 1 when it must not be used from within the schema. */
export const TABLE_DIRECT_ONLY: 1;
/** 1 when its integers stay 64-bit integers. */
export const TABLE_SAFE_INTEGERS: 2;
/** Number of parameters. */
export const TABLE_PARAMETERS: 3;
/** Text: name of the first parameter; the others follow. */
export const TABLE_NAMES: 4;
/** Number of cells, for as many parameters as a table may have. */
export const TABLE_MOST_CELLS: 36;
/** Integers as 64-bit integers, not as numbers. */
export const ROWS_SAFE_INTEGERS: 1;
/** The first column only. */
export const ROWS_PLUCK: 2;
/** One row at most; the statement stays on it, as its text may be SQLite's own. */
export const ROWS_ONE: 4;
/** One row at most, the statement is reset after it where its values fit; `STATE_DONE` tells. */
export const ROWS_FIRST: 8;
/** i32: number of result columns. */
export const STATEMENT_COLUMNS: 0;
/** i32: 1 when it writes nothing to the database. */
export const STATEMENT_READONLY: 4;
/** i32: number of parameters. */
export const STATEMENT_PARAMETERS: 8;
/** i32: how many of the parameters have a name. */
export const STATEMENT_NAMED: 12;
/** Size of the record. */
export const STATEMENT_BYTES: 16;
/** i32: `CELL_*` type. */
export const CELL_TYPE: 0;
/** u32: length of a text or blob in bytes. */
export const CELL_LEN: 4;
/** i32, f64, i64 or u32 (address), by type. */
export const CELL_VALUE: 8;
/** Size of the record. */
export const CELL_BYTES: 16;
/** NULL. */
export const CELL_NULL: 0;
/** i32: a number without fraction. */
export const CELL_INT32: 1;
/** f64: a number. */
export const CELL_FLOAT: 2;
/** i64: a 64-bit integer. */
export const CELL_INT64: 3;
/** Text of bytes below 128. */
export const CELL_ASCII: 4;
/** Text in UTF-8. */
export const CELL_TEXT: 5;
/** Bytes. */
export const CELL_BLOB: 6;
/** Arguments of virtual tables only: not given. */
export const CELL_UNDEFINED: 9;
/** From the host only: text in memory of `alloc` that the guest takes over. */
export const CELL_OWNED_TEXT: 7;
/** From the host only: bytes in memory of `alloc` that the guest takes over. */
export const CELL_OWNED_BLOB: 8;
/** Its name in the result. */
export const COLUMN_NAME: 0;
/** The name of the column it comes from. */
export const COLUMN_ORIGIN: 1;
/** The table it comes from. */
export const COLUMN_TABLE: 2;
/** The database it comes from. */
export const COLUMN_DATABASE: 3;
/** Its declared type. */
export const COLUMN_DECLTYPE: 4;
/** Numbers of POSIX errors: Linux's, on every system. */
export const ERRNO: Readonly<Record<string, number>>;
/** Number of parameters of every import. */
export const IMPORTS: Readonly<Record<string, number>>;
/** Number of parameters of every export. */
export const EXPORTS: Readonly<Record<string, number>>;

/** What a host gives the guest. */
export interface Imports {
  /** Opens a file; `flags` are the `OPEN_*` bits, `mode` the permission bits of a new file. Gives the descriptor, which is not inherited by child processes. */
  open(path: number, path_len: number, flags: number, mode: number): number;
  /** Closes a descriptor. */
  close(file: number): number;
  /** Reads up to `count` bytes at `offset`. Gives the number read, 0 at the end of the file. */
  read(file: number, into: number, count: number, offset: number): number;
  /** Writes up to `count` bytes at `offset`. Gives the number written. */
  write(file: number, from: number, count: number, offset: number): number;
  /** Sets the size of a file in bytes. */
  truncate(file: number, size: number): number;
  /** Makes a file durable: its data and, unless `data_only` is 1, its metadata. */
  sync(file: number, data_only: number): number;
  /** Gives the size of an open file in bytes. */
  size(file: number): number;
  /** Describes an open file in the `STAT_*` record at `record`. */
  fstat(file: number, record: number): number;
  /** Describes the file at a path, links followed, in the `STAT_*` record at `record`. */
  stat(path: number, path_len: number, record: number): number;
  /** Gives an open file to a user and a group. */
  chown(file: number, uid: number, gid: number): number;
  /** Sets the permission bits of an open file. */
  chmod(file: number, mode: number): number;
  /** Tells whether the `ACCESS_*` rights are there: 0, or the reason why not. For `ACCESS_EXISTS` that is EACCES only where the host itself refuses to tell. */
  access(path: number, path_len: number, rights: number): number;
  /** Removes a directory entry. */
  unlink(path: number, path_len: number): number;
  /** Gives a file a second name. -EEXIST when that is taken. */
  link(path: number, path_len: number, name: number, name_len: number): number;
  /** Writes the target of a symbolic link. Gives its length, -EINVAL when it is no link, -ERANGE when it is longer than `capacity`. */
  readlink(path: number, path_len: number, into: number, capacity: number): number;
  /** Writes the absolute path of the current directory. Gives its length, -ERANGE when it is longer than `capacity`. */
  cwd(into: number, capacity: number): number;
  /** Sets (`LOCK_READ`, `LOCK_WRITE`) or removes (`LOCK_NONE`) a byte-range lock of this descriptor without waiting. -EAGAIN: someone else holds it. -ENOSYS: this host has no byte-range locks. */
  lock(file: number, kind: number, offset: number, length: number): number;
  /** Gives the kind of a lock that is in the way of such a lock of this descriptor, `LOCK_NONE` for none. */
  holder(file: number, kind: number, offset: number, length: number): number;
  /** Writes the value of an environment variable. Gives its length, -ENOENT when it is not set, -ERANGE when it is longer than `capacity`. */
  env(name: number, name_len: number, into: number, capacity: number): number;
  /** Fills a buffer with unpredictable bytes. */
  random(into: number, count: number): number;
  /** Gives the wall clock in milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Gives the local time's offset, in seconds east of UTC, at a moment in seconds since 1970-01-01 UTC. */
  local_offset(seconds: number): number;
  /** Blocks this thread for some microseconds. */
  sleep(microseconds: number): number;
  /** Gives the number of this process. */
  pid(): number;
  /** Gives the number of this thread within the process, 0 for the main thread. */
  thread(): number;
  /** Tells whether a process exists: 0, or -ESRCH when it does not. */
  process_exists(process: number): number;
  /** Calls a function of the application with an array of cells, and fills the cell at `result`. Gives 0, or 1 when something was thrown, which the host keeps. */
  call(number: number, arguments: number, count: number, result: number): number;
  /** Begins an aggregation, once for each group. Gives its number, -1 when something was thrown. */
  begin(aggregate: number): number;
  /** Adds a row to an aggregation or, with `inverse`, takes one out. Gives 0, or 1 when something was thrown. */
  step(aggregate: number, aggregation: number, arguments: number, count: number, inverse: number): number;
  /** Fills the cell at `result` with an aggregation's value. Gives 0, or 1 when something was thrown. */
  value(aggregate: number, aggregation: number, result: number): number;
  /** Ends an aggregation. */
  end(aggregation: number): void;
  /** Connects a virtual table by calling its factory with texts: module, database, table and arguments. Fills cells at `result`: the table's schema, whether it is for direct use only, whether its integers stay 64-bit integers, the number of its parameters, and their names. Gives the table's number, -1 when something was thrown. */
  connect(module: number, arguments: number, count: number, result: number): number;
  /** Begins a scan of a virtual table with a cell for each parameter. Gives the scan's number, -1 when something was thrown. */
  scan(table: number, arguments: number, count: number): number;
  /** Advances a scan. Gives 1 on a row, 0 at the end, -1 when something was thrown. */
  next(scan: number): number;
  /** Fills the cell at `result` with a column of a scan's row. Gives 0, or 1 when something was thrown. */
  column(table: number, scan: number, column: number, result: number): number;
  /** Ends a scan. */
  close_scan(scan: number): void;
  /** Forgets a function, an aggregate, a module or a virtual table. */
  release(number: number): void;
  /** Takes the guest's last words, the text of a panic, just before it traps. */
  panicked(text: number, text_len: number): void;
}

/** What a host may call. */
export interface Exports {
  /** Gives `ABI_VERSION` of the module. */
  abi_version(): number;
  /** Prepares SQLite for use; to be called once, before anything else. Gives a code. */
  initialize(): number;
  /** Gives memory, or 0 when there is none. */
  alloc(size: number): number;
  /** Takes memory back; 0 is ignored. */
  free(memory: number): void;
  /** Opens a database with SQLite's `SQLITE_OPEN_*` flags and a busy timeout in milliseconds. Gives a connection, 0 when out of memory; also after a failure, when only `error` and `close` may follow. */
  open(path: number, path_len: number, flags: number, timeout: number): number;
  /** Opens a database of which the application has opened the file and its rollback journal: `open` with their descriptors for a path. Its code is SQLite's misuse when a descriptor cannot be used; `error` then says why. */
  open_files(database: number, journal: number, flags: number, timeout: number): number;
  /** Finalizes every statement of a connection and closes it. Gives a code. */
  close(connection: number): number;
  /** Makes an empty connection a database in memory that owns `data` (memory of `alloc`). Gives a code. */
  deserialize(connection: number, data: number, size: number, read_only: number): number;
  /** Tells whether no transaction is open. */
  autocommit(connection: number): number;
  /** Switches SQLite's defensive mode. */
  defensive(connection: number, on: number): number;
  /** Puts the message of the last failure into the result's text. */
  error(connection: number): void;
  /** Defines a function, known to the host by `number`. `name` ends in a NUL, `count` is the number of its arguments, below zero any; `flags` are the `FUNCTION_*` bits. Gives a code. */
  create_function(connection: number, name: number, count: number, flags: number, number: number): number;
  /** Defines an aggregate likewise; with `inverse` it is a window function too. Gives a code. */
  create_aggregate(connection: number, name: number, count: number, flags: number, aggregate: number, inverse: number): number;
  /** Defines a module of virtual tables likewise; with `eponymous` it is itself its only table. Gives a code. */
  create_module(connection: number, name: number, module: number, eponymous: number): number;
  /** Puts a copy of an attached database (`name` ends in a NUL) into the result's text, which the caller frees. Gives 1, or 0 when that failed. */
  serialize(connection: number, name: number): number;
  /** Tries to load an extension from a path with an entry point (0 for the usual one), both ending in a NUL. Gives a code, with its message as the result's text, which the caller frees. */
  load_extension(connection: number, path: number, entry: number): number;
  /** Begins to copy an attached database (`name` ends in a NUL) to another connection. Gives the backup, 0 on failure, when the destination has the error. */
  backup_open(destination: number, source: number, name: number): number;
  /** Copies some pages. `RESULT_COUNT` of the destination is the number of pages that remain, `RESULT_CHANGES` of all. Gives a primary code. */
  backup_step(backup: number, pages: number): number;
  /** Ends a backup. */
  backup_close(backup: number): void;
  /** Begins to record what a connection changes in one of its databases: in one table or, where that is 0, in all. Both names end in a NUL. Gives the session, 0 when out of memory. */
  session_open(connection: number, database: number, table: number): number;
  /** Puts what a session has recorded into the result's text, which the caller frees: a changeset or, with `patchset`, a patchset. Gives a code. */
  session_changeset(session: number, patchset: number): number;
  /** Ends a session. */
  session_close(session: number): void;
  /** Applies the changeset in a cell, whole or not at all. `filter` and `conflict` are numbers of functions, below zero for none: they are called with the name of a table and with a `SQLITE_CHANGESET_*` conflict, and give 32-bit integers. Gives a code. */
  apply_changeset(connection: number, changeset: number, filter: number, conflict: number): number;
  /** Inverts the changeset in a cell. Fills the cell at `result` with memory that the caller frees. Gives a code. */
  invert_changeset(changeset: number, result: number): number;
  /** Makes one changeset of those in an array of cells. Fills the cell at `result` with memory that the caller frees. Gives a code. */
  concat_changesets(changesets: number, count: number, result: number): number;
  /** Puts SQLite's general text for a code into the result's text. */
  error_text(connection: number, code: number): void;
  /** Compiles the first statement of a text that ends in a NUL. `flags` are the `PREPARE_*` bits. Gives a statement; 0 with `RESULT_CODE` set on failure (`NO_STATEMENT`, `SEVERAL_STATEMENTS` or an extended code). With `PREPARE_SCRIPT` the result's text is what follows the statement. */
  prepare(connection: number, sql: number, sql_len: number, flags: number): number;
  /** Ends a statement. */
  finalize(statement: number): void;
  /** Binds parameters, of which the statement makes copies. Gives a code. */
  bind(statement: number, cells: number, count: number): number;
  /** Forgets all bound values. */
  clear_bindings(statement: number): void;
  /** Binds, steps once and resets; the counters of the result are set. Gives a code. */
  run(statement: number, cells: number, count: number): number;
  /** Steps to the end, rows dropped, and resets. Gives a code. */
  drain(statement: number): number;
  /** Binds and fetches. `flags` are the `ROWS_*` bits. Gives a code. */
  query(statement: number, cells: number, count: number, flags: number): number;
  /** Packs rows at `RESULT_ROWS` until they fill it, the statement ends, or one row is there (`ROWS_ONE`). Gives a code. */
  fetch(statement: number, flags: number): number;
  /** Abandons what is left of a statement's rows. A transaction of its own is committed. Gives the code of the execution. */
  reset(statement: number): number;
  /** Puts one of a column's `COLUMN_*` texts into the result's text. */
  column_text(statement: number, column: number, which: number): void;
  /** Puts the name of a parameter (from 1), its prefix included, into the result's text. */
  parameter_name(statement: number, index: number): void;
  /** Puts the SQL with its bound values into the result's text, which the caller frees. */
  expanded_sql(statement: number): void;
}
