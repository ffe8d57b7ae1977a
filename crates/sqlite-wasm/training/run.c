/*
** Runs a training script on a database: `run DATABASE SCRIPT`. A script is SQL. A line `-- repeat N` before a statement
** executes it N times with other parameters: :i is the number of the execution, :n a scattered number, :t a text of
** varying length, :r a floating-point number, :b a blob.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite3.h"

static void fail(sqlite3 *db, const char *sql) {
  fprintf(stderr, "%s: %.200s\n", sqlite3_errmsg(db), sql);
  exit(1);
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = malloc(size + 1);
  text[fread(text, 1, size, file)] = 0;
  fclose(file);
  return text;
}

static void bind(sqlite3_stmt *statement, unsigned i) {
  static const char words[] = "river stone Amber window quiet Zebra market 2041 cloud-shaped harbour \xc3\xa4pfel node";
  unsigned scattered = i * 2654435761u, length = 3 + scattered % 60, start = (scattered >> 8) % 20;
  for (int p = 1; p <= sqlite3_bind_parameter_count(statement); p++) {
    switch (sqlite3_bind_parameter_name(statement, p)[1]) {
      case 'i': sqlite3_bind_int64(statement, p, i); break;
      case 'n': sqlite3_bind_int64(statement, p, scattered % 100000); break;
      case 't': sqlite3_bind_text(statement, p, words + start, length < 50 ? length : 50, SQLITE_TRANSIENT); break;
      case 'r': sqlite3_bind_double(statement, p, scattered / 977.0); break;
      case 'b': sqlite3_bind_blob(statement, p, words, (scattered >> 5) % sizeof words, SQLITE_TRANSIENT); break;
    }
  }
}

/* Reads every column, as a host does. */
static void read_row(sqlite3_stmt *statement) {
  for (int column = 0; column < sqlite3_column_count(statement); column++) {
    switch (sqlite3_column_type(statement, column)) {
      case SQLITE_INTEGER: sqlite3_column_int64(statement, column); break;
      case SQLITE_FLOAT: sqlite3_column_double(statement, column); break;
      case SQLITE_TEXT: sqlite3_column_text(statement, column); /* fall through */
      case SQLITE_BLOB: sqlite3_column_bytes(statement, column); break;
    }
  }
}

static unsigned repetitions(const char *comment_end, const char *begin) {
  const char *mark = strstr(begin, "-- repeat ");
  return mark && mark < comment_end ? (unsigned)atoi(mark + 10) : 1;
}

int main(int argc, char **argv) {
  sqlite3 *db;
  if (argc != 3 || sqlite3_open(argv[1], &db) != SQLITE_OK) return 2;
  char *sql = read_file(argv[2]);
  for (const char *rest = sql; *rest;) {
    sqlite3_stmt *statement;
    const char *next;
    if (sqlite3_prepare_v2(db, rest, -1, &statement, &next) != SQLITE_OK) fail(db, rest);
    if (statement) {
      for (unsigned i = 0, n = repetitions(next, rest); i < n; i++) {
        int code;
        bind(statement, i + 1);
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) read_row(statement);
        if (code != SQLITE_DONE && code != SQLITE_CONSTRAINT) fail(db, rest);
        sqlite3_reset(statement);
      }
    }
    sqlite3_finalize(statement);
    rest = next;
  }
  return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
