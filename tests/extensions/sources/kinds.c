/* An extension with each kind of thing that one may register, and with each way to refer to code and data. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Zeros at first, and more than a page of WebAssembly memory. */
static unsigned char zeros[100000];

/* Set by the constructor. */
static int constructed = 1;
__attribute__((constructor)) static void construct(void) { constructed *= 42; }

/* Addresses in initialised data. */
static const char *const words[] = {"null", "eins", "zwei", "drei"};

EXPORT int exported_number = 7;
EXPORT int exported_twice(int x) { return 2 * x; }
typedef int (*int_function)(int);
static int_function functions[] = {exported_twice, abs};

static void state(sqlite3_context *context, int count, sqlite3_value **values) {
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof zeros; i++) sum += zeros[i];
  sqlite3_result_text(context, sqlite3_mprintf("%d %u %d %d %d", constructed, sum, exported_number++,
    functions[0](21), functions[1](-5)), -1, sqlite3_free);
}

static void word(sqlite3_context *context, int count, sqlite3_value **values) {
  int number = sqlite3_value_int(values[0]);
  if (number < 0 || number > 3) {
    sqlite3_result_error(context, "no such word", -1);
  } else {
    sqlite3_result_text(context, words[number], -1, SQLITE_STATIC);
  }
}

/* Returns a blob of the C library's memory, which SQLite frees. */
static void block(sqlite3_context *context, int count, sqlite3_value **values) {
  int size = sqlite3_value_int(values[0]);
  char *memory = malloc(size);
  if (memory == 0) {
    sqlite3_result_error_nomem(context);
    return;
  }
  memset(memory, sqlite3_value_int(values[1]), size);
  sqlite3_result_blob(context, memory, size, free);
}

static void hypotenuse(sqlite3_context *context, int count, sqlite3_value **values) {
  double a = sqlite3_value_double(values[0]), b = sqlite3_value_double(values[1]);
  sqlite3_result_double(context, sqrt(pow(a, 2) + pow(b, 2)));
}

/* The median, as an aggregate whose state is sorted by qsort. */
typedef struct { int count, room; double *numbers; } Numbers;

static int compare(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void median_step(sqlite3_context *context, int count, sqlite3_value **values) {
  Numbers *state = sqlite3_aggregate_context(context, sizeof *state);
  if (state->count == state->room) {
    state->room = 2 * state->room + 1;
    state->numbers = realloc(state->numbers, state->room * sizeof *state->numbers);
  }
  state->numbers[state->count++] = sqlite3_value_double(values[0]);
}

static void median_final(sqlite3_context *context) {
  Numbers *state = sqlite3_aggregate_context(context, 0);
  if (state == 0) return;
  qsort(state->numbers, state->count, sizeof *state->numbers, compare);
  sqlite3_result_double(context, state->numbers[state->count / 2]);
  free(state->numbers);
}

/* The product of integers, as a window function. */
static sqlite3_int64 *product(sqlite3_context *context) {
  sqlite3_int64 *state = sqlite3_aggregate_context(context, 2 * sizeof *state);
  if (state[1] == 0) state[0] = state[1] = 1;
  return state;
}

static void product_step(sqlite3_context *context, int count, sqlite3_value **values) {
  *product(context) *= sqlite3_value_int64(values[0]);
}

static void product_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
  *product(context) /= sqlite3_value_int64(values[0]);
}

static void product_value(sqlite3_context *context) { sqlite3_result_int64(context, *product(context)); }

/* Texts by their lengths. */
static int by_length(void *data, int left_length, const void *left, int right_length, const void *right) {
  return left_length != right_length ? left_length - right_length : memcmp(left, right, left_length);
}

/* countdown(n): the numbers from n to 1. */
typedef struct { sqlite3_vtab_cursor base; int number, start; } Cursor;

static int connect(
  sqlite3 *db, void *data, int count, const char *const *arguments, sqlite3_vtab **table, char **error) {
  *table = sqlite3_malloc(sizeof **table);
  if (*table == 0) return SQLITE_NOMEM;
  memset(*table, 0, sizeof **table);
  return sqlite3_declare_vtab(db, "CREATE TABLE x(number, start HIDDEN)");
}

static int disconnect(sqlite3_vtab *table) {
  sqlite3_free(table);
  return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info) {
  for (int i = 0; i < info->nConstraint; i++) {
    if (info->aConstraint[i].iColumn != 1 || !info->aConstraint[i].usable) continue;
    info->aConstraintUsage[i].argvIndex = 1;
    info->aConstraintUsage[i].omit = 1;
    return SQLITE_OK;
  }
  return SQLITE_CONSTRAINT;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  *cursor = calloc(1, sizeof(Cursor));
  return *cursor ? SQLITE_OK : SQLITE_NOMEM;
}

static int close_cursor(sqlite3_vtab_cursor *cursor) {
  free(cursor);
  return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int count, sqlite3_value **values) {
  ((Cursor *)cursor)->number = ((Cursor *)cursor)->start = sqlite3_value_int(values[0]);
  return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *cursor) {
  ((Cursor *)cursor)->number--;
  return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *cursor) { return ((Cursor *)cursor)->number <= 0; }

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int index) {
  sqlite3_result_int(context, index ? ((Cursor *)cursor)->start : ((Cursor *)cursor)->number);
  return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id) {
  *id = ((Cursor *)cursor)->number;
  return SQLITE_OK;
}

static const sqlite3_module countdown = {
  .xConnect = connect, .xBestIndex = plan, .xDisconnect = disconnect, .xOpen = open_cursor, .xClose = close_cursor,
  .xFilter = filter, .xNext = next, .xEof = at_end, .xColumn = column, .xRowid = rowid,
};

EXPORT int sqlite3_kinds_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  int code = sqlite3_create_function(db, "state", 0, SQLITE_UTF8, 0, state, 0, 0);
  if (code == SQLITE_OK) code = sqlite3_create_function(db, "word", 1, flags, 0, word, 0, 0);
  if (code == SQLITE_OK) code = sqlite3_create_function(db, "block", 2, flags, 0, block, 0, 0);
  if (code == SQLITE_OK) code = sqlite3_create_function(db, "hypotenuse", 2, flags, 0, hypotenuse, 0, 0);
  if (code == SQLITE_OK) code = sqlite3_create_function(db, "middle", 1, flags, 0, 0, median_step, median_final);
  if (code == SQLITE_OK) {
    code = sqlite3_create_window_function(
      db, "product", 1, flags, 0, product_step, product_value, product_value, product_inverse, 0);
  }
  if (code == SQLITE_OK) code = sqlite3_create_collation(db, "by_length", SQLITE_UTF8, 0, by_length);
  if (code == SQLITE_OK) code = sqlite3_create_module(db, "countdown", &countdown, 0);
  return code;
}

/* Only the digit 2 distinguishes it from the name above. */
EXPORT int sqlite3_kinds2_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  return sqlite3_create_function(db, "word", 1, SQLITE_UTF8, 0, word, 0, 0);
}
