'use strict';

// Written by `cargo xtask codegen` from crates/abi. Do not edit.

exports.ABI_VERSION = 3;
exports.IMPORT_MODULE = 'host';
exports.MEMORY = 'memory';
exports.TABLE = '__indirect_function_table';
exports.STACK_POINTER = '__stack_pointer';

exports.OPEN_READWRITE = 1;
exports.OPEN_CREATE = 2;
exports.OPEN_EXCLUSIVE = 4;
exports.OPEN_NOFOLLOW = 8;
exports.OPEN_DATABASE = 16;
exports.OPEN_NONBLOCK = 32;
exports.OPEN_EXLOCK = 64;
exports.OPEN_TEMPORARY = 128;
exports.ACCESS_EXISTS = 0;
exports.ACCESS_READ = 4;
exports.ACCESS_WRITE = 2;
exports.ACCESS_EXECUTE = 1;
exports.LOCK_NONE = 0;
exports.LOCK_READ = 1;
exports.LOCK_WRITE = 2;
exports.SYSTEM_UNIX = 0;
exports.SYSTEM_WINDOWS = 1;
exports.STAT_SIZE = 0;
exports.STAT_DEVICE = 8;
exports.STAT_INODE = 16;
exports.STAT_MODE = 24;
exports.STAT_UID = 28;
exports.STAT_GID = 32;
exports.STAT_LINKS = 36;
exports.STAT_BYTES = 40;
exports.STEP_READ = 0;
exports.STEP_SIZE = 1;
exports.STEP_LOCK = 2;
exports.STEP_ACCESS = 3;
exports.STEP_CALL = 0;
exports.STEP_ARGUMENTS = 8;
exports.STEP_EXPECTED = 40;
exports.STEP_RESULT = 48;
exports.STEP_BYTES = 56;
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
exports.NO_FUNCTION = -1;
exports.HOOK_UPDATE = 0;
exports.HOOK_COMMIT = 1;
exports.HOOK_ROLLBACK = 2;
exports.HOOK_COUNT = 3;
exports.VTAB_SCHEMA = 0;
exports.VTAB_DIRECT_ONLY = 1;
exports.VTAB_SAFE_INTEGERS = 2;
exports.VTAB_PARAMETERS = 3;
exports.VTAB_NAMES = 4;
exports.ROWS_SAFE_INTEGERS = 1;
exports.ROWS_PLUCK = 2;
exports.ROWS_ONE = 4;
exports.ROWS_FIRST = 8;
exports.ROWS_LATIN1 = 16;
exports.STATEMENT_COLUMNS = 0;
exports.STATEMENT_READONLY = 4;
exports.STATEMENT_PARAMETERS = 8;
exports.STATEMENT_NAMED = 12;
exports.STATEMENT_BYTES = 16;
exports.VALUE_TYPE = 0;
exports.VALUE_LEN = 4;
exports.VALUE_DATA = 8;
exports.VALUE_BYTES = 16;
exports.VALUE_NULL = 0;
exports.VALUE_INT32 = 1;
exports.VALUE_FLOAT = 2;
exports.VALUE_INT64 = 3;
exports.VALUE_ASCII = 4;
exports.VALUE_TEXT = 5;
exports.VALUE_BLOB = 6;
exports.VALUE_LATIN1 = 10;
exports.VALUE_UNDEFINED = 9;
exports.VALUE_OWNED_TEXT = 7;
exports.VALUE_OWNED_BLOB = 8;
exports.COLUMN_NAME = 0;
exports.COLUMN_ORIGIN = 1;
exports.COLUMN_TABLE = 2;
exports.COLUMN_DATABASE = 3;
exports.COLUMN_DECLTYPE = 4;
exports.MAX_LENGTH = 536870888;
exports.MAX_COLUMNS = 2000;
exports.ROWS_AREA_BYTES = 65536;
exports.PARAMETER_AREA_BYTES = 16384;
exports.VTAB_MAX_PARAMETERS = 32;
exports.VTAB_MAX_VALUES = 36;
exports.VIEW_BYTES = 32768;
exports.EXPORT_MAX_PARAMETERS = 6;
exports.IMPORT_MAX_PARAMETERS = 5;

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
  ESPIPE: 29,
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
  path_open: 4,
  path_stat: 3,
  path_statfs: 2,
  path_access: 3,
  path_unlink: 2,
  path_link: 4,
  path_readlink: 4,
  fd_close: 1,
  fd_read: 4,
  fd_write: 4,
  fd_truncate: 2,
  fd_sync: 2,
  fd_size: 1,
  fd_stat: 2,
  fd_chown: 3,
  fd_chmod: 2,
  fd_lock: 4,
  fd_lock_conflict: 4,
  file_steps: 2,
  fd_view: 3,
  view_read: 4,
  view_write: 4,
  view_close: 1,
  fd_map: 3,
  memory_unmap: 1,
  memory_grown: 0,
  memory_fence: 0,
  table_grow: 1,
  extension_open: 3,
  extension_error: 2,
  extension_function: 4,
  extension_close: 3,
  cwd_get: 2,
  env_get: 4,
  random_get: 2,
  clock_now: 0,
  clock_utc_offset: 1,
  thread_sleep: 1,
  thread_id: 0,
  process_id: 0,
  process_exists: 1,
  process_is_root: 0,
  system_family: 0,
  panic_message: 2,
  function_call: 4,
  aggregate_begin: 1,
  aggregate_step: 5,
  aggregate_value: 3,
  aggregate_end: 1,
  vtab_connect: 4,
  vtab_open: 3,
  vtab_next: 1,
  vtab_column: 4,
  vtab_close: 1,
  handler_release: 1,
};

exports.EXPORTS = {
  abi_version: 0,
  initialize: 0,
  alloc: 1,
  free: 1,
  db_open: 4,
  db_open_fds: 4,
  db_close: 1,
  db_deserialize: 4,
  db_autocommit: 1,
  db_set_defensive: 2,
  db_exec: 3,
  db_error: 1,
  db_error_text: 2,
  db_create_function: 5,
  db_create_aggregate: 6,
  db_create_module: 4,
  db_set_hook: 4,
  db_serialize: 2,
  db_load_extension: 3,
  backup_open: 3,
  backup_step: 2,
  backup_close: 1,
  session_open: 3,
  session_changeset: 2,
  session_close: 1,
  changeset_apply: 4,
  changeset_invert: 2,
  changeset_concat: 3,
  stmt_prepare: 4,
  stmt_finalize: 1,
  stmt_bind: 3,
  stmt_clear_bindings: 1,
  stmt_run: 3,
  stmt_drain: 1,
  stmt_query: 4,
  stmt_fetch: 2,
  stmt_reset: 1,
  stmt_column_text: 3,
  stmt_parameter_name: 2,
  stmt_expanded_sql: 1,
};
