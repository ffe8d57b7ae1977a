/* The functions of <string.h> that SQLite uses. They compare bytes as unsigned char. */
#include <stddef.h>
#include <stdint.h>

typedef uint64_t __attribute__((may_alias)) word;

#define ONES 0x0101010101010101ull
#define HIGHS 0x8080808080808080ull

/* The high bits of the bytes that are zero. Bytes above the lowest of them may be marked wrongly. */
#define ZEROS(w) (((w) - ONES) & ~(w) & HIGHS)

size_t strlen(const char *text) {
  const char *p = text;
  while ((uintptr_t)p & 7) {
    if (!*p) return p - text;
    p++;
  }
  /* An aligned word never extends beyond the end of memory. */
  for (;;) {
    uint64_t w = *(const word *)p;
    if (ZEROS(w)) return (size_t)(p - text) + (__builtin_ctzll(ZEROS(w)) >> 3);
    p += 8;
  }
}

int strcmp(const char *left, const char *right) {
  const unsigned char *a = (const unsigned char *)left, *b = (const unsigned char *)right;
  while (*a && *a == *b) a++, b++;
  return *a - *b;
}

int strncmp(const char *left, const char *right, size_t n) {
  const unsigned char *a = (const unsigned char *)left, *b = (const unsigned char *)right;
  for (; n; a++, b++, n--) {
    if (*a != *b) return *a - *b;
    if (!*a) break;
  }
  return 0;
}

char *strchr(const char *text, int c) {
  for (;; text++) {
    if (*text == (char)c) return (char *)text;
    if (!*text) return 0;
  }
}

char *strrchr(const char *text, int c) {
  const char *found = 0;
  for (;; text++) {
    if (*text == (char)c) found = text;
    if (!*text) return (char *)found;
  }
}

void *memchr(const void *memory, int c, size_t n) {
  const unsigned char *p = memory;
  for (; n; p++, n--) {
    if (*p == (unsigned char)c) return (void *)p;
  }
  return 0;
}

/* Returns the number of leading bytes in the set or, if `inverted` is 1, not in it. The NUL is never counted. */
static size_t span(const char *text, const char *set, unsigned inverted) {
  uint32_t members[8] = {0};
  for (const unsigned char *s = (const unsigned char *)set; *s; s++) members[*s >> 5] |= 1u << (*s & 31);
  const unsigned char *p = (const unsigned char *)text;
  while (*p && ((members[*p >> 5] >> (*p & 31)) & 1) != inverted) p++;
  return p - (const unsigned char *)text;
}

size_t strspn(const char *text, const char *accepted) { return span(text, accepted, 0); }

/* As strcspn with a set of one or two characters (LIKE rejects two), by words. */
static size_t span_until(const char *text, unsigned char one, unsigned char two) {
  const char *p = text;
  for (; (uintptr_t)p & 7; p++) {
    unsigned char c = (unsigned char)*p;
    if (!c || c == one || c == two) return p - text;
  }
  uint64_t ones = one * ONES, twos = two * ONES;
  for (;; p += 8) {
    uint64_t w = *(const word *)p, stops = ZEROS(w) | ZEROS(w ^ ones) | ZEROS(w ^ twos);
    if (stops) return (size_t)(p - text) + (__builtin_ctzll(stops) >> 3);
  }
}

size_t strcspn(const char *text, const char *rejected) {
  unsigned char one = (unsigned char)rejected[0];
  if (!one) return strlen(text);
  unsigned char two = (unsigned char)rejected[1];
  if (!two) return span_until(text, one, one);
  return rejected[2] ? span(text, rejected, 1) : span_until(text, one, two);
}
