'use strict';

// Written by `cargo xtask codegen` from crates/abi. Do not edit.

exports.ABI_VERSION = 1;
exports.IMPORT_MODULE = 'host';

exports.OPEN_READWRITE = 1;
exports.OPEN_CREATE = 2;
exports.OPEN_EXCLUSIVE = 4;
exports.OPEN_NOFOLLOW = 8;
exports.OPEN_DATABASE = 16;
exports.ACCESS_EXISTS = 0;
exports.ACCESS_READ = 4;
exports.ACCESS_WRITE = 2;
exports.ACCESS_EXECUTE = 1;
exports.LOCK_NONE = 0;
exports.LOCK_READ = 1;
exports.LOCK_WRITE = 2;
exports.STAT_SIZE = 0;
exports.STAT_DEVICE = 8;
exports.STAT_INODE = 16;
exports.STAT_MODE = 24;
exports.STAT_UID = 28;
exports.STAT_GID = 32;
exports.STAT_LINKS = 36;
exports.STAT_BYTES = 40;
exports.RESULT_CODE = 0;
exports.RESULT_COUNT = 4;
exports.RESULT_COLUMNS = 8;
exports.RESULT_STATE = 12;
exports.RESULT_CHANGES = 16;
exports.RESULT_ROWS = 20;
exports.RESULT_ROWID = 24;
exports.RESULT_ROWID64 = 32;
exports.RESULT_TEXT = 40;
exports.RESULT_TEXT_LEN = 44;
exports.RESULT_PARAMS = 48;
exports.RESULT_PARAMS_LEN = 52;
exports.RESULT_BYTES = 56;
exports.NO_STATEMENT = -1;
exports.SEVERAL_STATEMENTS = -2;
exports.STATE_DONE = 1;
exports.STATE_RECOMPILED = 2;
exports.PREPARE_PERSISTENT = 1;
exports.PREPARE_SCRIPT = 2;
exports.FUNCTION_DETERMINISTIC = 1;
exports.FUNCTION_DIRECT_ONLY = 2;
exports.FUNCTION_SAFE_INTEGERS = 4;
exports.TABLE_SCHEMA = 0;
exports.TABLE_DIRECT_ONLY = 1;
exports.TABLE_SAFE_INTEGERS = 2;
exports.TABLE_PARAMETERS = 3;
exports.TABLE_NAMES = 4;
exports.TABLE_MOST_CELLS = 36;
exports.ROWS_SAFE_INTEGERS = 1;
exports.ROWS_PLUCK = 2;
exports.ROWS_ONE = 4;
exports.ROWS_FIRST = 8;
exports.STATEMENT_COLUMNS = 0;
exports.STATEMENT_READONLY = 4;
exports.STATEMENT_PARAMETERS = 8;
exports.STATEMENT_NAMED = 12;
exports.STATEMENT_BYTES = 16;
exports.CELL_TYPE = 0;
exports.CELL_LEN = 4;
exports.CELL_VALUE = 8;
exports.CELL_BYTES = 16;
exports.CELL_NULL = 0;
exports.CELL_INT32 = 1;
exports.CELL_FLOAT = 2;
exports.CELL_INT64 = 3;
exports.CELL_ASCII = 4;
exports.CELL_TEXT = 5;
exports.CELL_BLOB = 6;
exports.CELL_UNDEFINED = 9;
exports.CELL_OWNED_TEXT = 7;
exports.CELL_OWNED_BLOB = 8;
exports.COLUMN_NAME = 0;
exports.COLUMN_ORIGIN = 1;
exports.COLUMN_TABLE = 2;
exports.COLUMN_DATABASE = 3;
exports.COLUMN_DECLTYPE = 4;

exports.ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  EFBIG: 27,
  ENOSPC: 28,
  EROFS: 30,
  ERANGE: 34,
  ENAMETOOLONG: 36,
  ENOLCK: 37,
  ENOSYS: 38,
  ELOOP: 40,
  ENOTSUP: 95,
  ETIMEDOUT: 110,
  ESTALE: 116,
  EDQUOT: 122,
};

exports.IMPORTS = {
  open: 4,
  close: 1,
  read: 4,
  write: 4,
  truncate: 2,
  sync: 2,
  size: 1,
  fstat: 2,
  stat: 3,
  chown: 3,
  chmod: 2,
  access: 3,
  unlink: 2,
  link: 4,
  readlink: 4,
  cwd: 2,
  lock: 4,
  holder: 4,
  env: 4,
  random: 2,
  now: 0,
  local_offset: 1,
  sleep: 1,
  pid: 0,
  thread: 0,
  process_exists: 1,
  call: 4,
  begin: 1,
  step: 5,
  value: 3,
  end: 1,
  connect: 4,
  scan: 3,
  next: 1,
  column: 4,
  close_scan: 1,
  release: 1,
  panicked: 2,
};

exports.EXPORTS = {
  abi_version: 0,
  initialize: 0,
  alloc: 1,
  free: 1,
  open: 4,
  open_files: 4,
  close: 1,
  deserialize: 4,
  autocommit: 1,
  defensive: 2,
  error: 1,
  create_function: 5,
  create_aggregate: 6,
  create_module: 4,
  serialize: 2,
  load_extension: 3,
  backup_open: 3,
  backup_step: 2,
  backup_close: 1,
  session_open: 3,
  session_changeset: 2,
  session_close: 1,
  apply_changeset: 4,
  invert_changeset: 2,
  concat_changesets: 3,
  error_text: 2,
  prepare: 4,
  finalize: 1,
  bind: 3,
  clear_bindings: 1,
  run: 3,
  drain: 1,
  query: 4,
  fetch: 2,
  reset: 1,
  column_text: 3,
  parameter_name: 2,
  expanded_sql: 1,
};
