/*
** Copying, filling and comparing memory: the library functions that SQLite spends the most time in. Most sizes are
** small, so the functions work in words and leave only long copies to the engine, whose memory.copy costs a call each
** time. WebAssembly allows unaligned access.
*/
#include <stddef.h>
#include <stdint.h>

typedef uint64_t __attribute__((aligned(1), may_alias)) word;
typedef uint32_t __attribute__((aligned(1), may_alias)) half;
typedef uint16_t __attribute__((aligned(1), may_alias)) quarter;

enum { LONG = 512 };

__attribute__((target("bulk-memory"))) static void *copy_long(void *to, const void *from, size_t n) {
  return __builtin_memmove(to, from, n);
}

__attribute__((target("bulk-memory"))) static void *fill_long(void *to, int byte, size_t n) {
  return __builtin_memset(to, byte, n);
}

/* Copies at most 16 bytes. Reads all of them before it writes any, so the two may overlap. */
static inline void copy_short(unsigned char *d, const unsigned char *s, size_t n) {
  if (n >= 8) {
    uint64_t head = *(const word *)s, tail = *(const word *)(s + n - 8);
    *(word *)d = head;
    *(word *)(d + n - 8) = tail;
  } else if (n >= 4) {
    uint32_t head = *(const half *)s, tail = *(const half *)(s + n - 4);
    *(half *)d = head;
    *(half *)(d + n - 4) = tail;
  } else if (n >= 2) {
    uint16_t head = *(const quarter *)s, tail = *(const quarter *)(s + n - 2);
    *(quarter *)d = head;
    *(quarter *)(d + n - 2) = tail;
  } else if (n) {
    *d = *s;
  }
}

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  unsigned char *d = to;
  const unsigned char *s = from;
  if (n <= 16) {
    copy_short(d, s, n);
    return to;
  }
  if (n >= LONG) return copy_long(to, from, n);
  uint64_t tail0 = *(const word *)(s + n - 16), tail1 = *(const word *)(s + n - 8);
  size_t i = 0;
  do {
    uint64_t a = *(const word *)(s + i), b = *(const word *)(s + i + 8);
    *(word *)(d + i) = a;
    *(word *)(d + i + 8) = b;
    i += 16;
  } while (i + 16 < n);
  *(word *)(d + n - 16) = tail0;
  *(word *)(d + n - 8) = tail1;
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  if (n <= 16) {
    copy_short(to, from, n);
    return to;
  }
  if ((uintptr_t)to - (uintptr_t)from >= n && (uintptr_t)from - (uintptr_t)to >= n) return memcpy(to, from, n);
  return copy_long(to, from, n);
}

void *memset(void *to, int byte, size_t n) {
  unsigned char *d = to;
  uint64_t pattern = (unsigned char)byte * 0x0101010101010101ull;
  if (n >= LONG) return fill_long(to, byte, n);
  if (n < 8) {
    for (size_t i = 0; i < n; i++) d[i] = (unsigned char)byte;
    return to;
  }
  for (size_t i = 0; i + 8 <= n; i += 8) *(word *)(d + i) = pattern;
  *(word *)(d + n - 8) = pattern;
  return to;
}

int memcmp(const void *left, const void *right, size_t n) {
  const unsigned char *a = left, *b = right;
  while (n >= 8) {
    uint64_t x = *(const word *)a, y = *(const word *)b;
    if (x != y) {
      x = __builtin_bswap64(x);
      y = __builtin_bswap64(y);
      return x < y ? -1 : 1;
    }
    a += 8, b += 8, n -= 8;
  }
  for (; n; a++, b++, n--) {
    if (*a != *b) return *a - *b;
  }
  return 0;
}

/* Compilers call bcmp for a comparison by memcmp of which only equality matters. */
int bcmp(const void *left, const void *right, size_t n) { return memcmp(left, right, n); }
