/* What the C library answers, as one text: the same as the system's, to which native better-sqlite3 links it. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

static int sign(int number) { return (number > 0) - (number < 0); }

static int compare(const void *left, const void *right) { return *(const int *)left - *(const int *)right; }

static void answers(sqlite3_context *context, int count, sqlite3_value **values) {
  const char *a = (const char *)sqlite3_value_text(values[0]), *b = (const char *)sqlite3_value_text(values[1]);
  sqlite3_str *out = sqlite3_str_new(0);
  char copy[64], part[8];
  memset(part, '#', sizeof part);
  strncpy(part, a, sizeof part - 1);
  strcpy(copy, a);
  strcat(copy, b);
  strncat(copy, a, 3);
  sqlite3_str_appendf(out, "%s %.7s ", copy, part);
  for (size_t i = 0; i < sizeof part - 1; i++) sqlite3_str_appendf(out, "%d,", part[i] == 0);
  const char *found = strstr(a, b), *last = strrchr(a, 'a'), *first = strchr(a, 'b');
  sqlite3_str_appendf(out, " %d %d %d", found ? (int)(found - a) : -1, last ? (int)(last - a) : -1,
    first ? (int)(first - a) : -1);
  sqlite3_str_appendf(out, " %d %d", (int)strcspn(a, b), (int)strspn(a, b));
  sqlite3_str_appendf(out, " %d %d %d %d", sign(strcmp(a, b)), sign(strncmp(a, b, 2)), sign(strcasecmp(a, b)),
    sign(strncasecmp(a, b, 2)));
  char *end;
  errno = 0;
  long long number = strtoll(a, &end, 0);
  sqlite3_str_appendf(out, " %lld %d %d", number, (int)(end - a), errno == ERANGE);
  double real = strtod(b, &end);
  sqlite3_str_appendf(out, " %.17g %d %d", real, (int)(end - b), atoi(b));
  sqlite3_result_text(context, sqlite3_str_finish(out), -1, sqlite3_free);
}

static void classes(sqlite3_context *context, int count, sqlite3_value **values) {
  sqlite3_str *out = sqlite3_str_new(0);
  char classes[2][128];
  for (int c = 0; c < 128; c++) {
    classes[0][c] = 'a' + (!!isalpha(c) + 2 * !!isdigit(c) + 4 * !!isspace(c) + 8 * !!ispunct(c));
    classes[1][c] = 'a' + (!!isupper(c) + 2 * !!islower(c) + 4 * !!isxdigit(c) + 8 * !!iscntrl(c));
  }
  sqlite3_str_appendf(out, "%.128s %.128s %c%c", classes[0], classes[1], tolower('Q'), toupper('q'));
  int sorted[] = {9, -3, 7, 7, 0}, key = 7;
  qsort(sorted, 5, sizeof *sorted, compare);
  sqlite3_str_appendf(out, " %d %d", *(int *)bsearch(&key, sorted, 5, sizeof *sorted, compare), sorted[0]);
  sqlite3_result_text(context, sqlite3_str_finish(out), -1, sqlite3_free);
}

int sqlite3_texts_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  return sqlite3_create_function(db, "answers", 2, SQLITE_UTF8, 0, answers, 0, 0)
    || sqlite3_create_function(db, "classes", 0, SQLITE_UTF8, 0, classes, 0, 0);
}
