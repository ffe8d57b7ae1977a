/* Entry points that fail in different ways. */
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

static void one(sqlite3_context *context, int count, sqlite3_value **values) { sqlite3_result_int(context, 1); }

int refuses(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  *error = sqlite3_mprintf("%s is not my day", "today");
  return SQLITE_BUSY;
}

int refuses_without_reason(sqlite3 *db, char **error, const sqlite3_api_routines *api) { return SQLITE_ERROR; }

/* Registers a function and fails: the function stays. */
int refuses_late(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  sqlite3_create_function(db, "one", 0, SQLITE_UTF8, 0, one, 0, 0);
  return SQLITE_ERROR;
}

int stays(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  return sqlite3_create_function(db, "one", 0, SQLITE_UTF8, 0, one, 0, 0) ? SQLITE_ERROR : SQLITE_OK_LOAD_PERMANENTLY;
}

int traps(sqlite3 *db, char **error, const sqlite3_api_routines *api) { __builtin_trap(); }

/* Writes a text that begins beyond all memory. */
int strays(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  *(volatile int *)0xfffffff0u = 1;
  return SQLITE_OK;
}

/* Has no end. */
int recurses(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  volatile int deeper = recurses(db, error, api) + 1;
  return deeper;
}

/* Neither is an entry point. */
int takes_nothing(void) { return SQLITE_OK; }
int number = 1;
