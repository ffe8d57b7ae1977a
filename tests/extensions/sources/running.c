/* An entry point that executes SQL. */
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

int inserts(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  return sqlite3_exec(db, "insert into t values (called())", 0, 0, error);
}
