/*
** Copying, filling and comparing memory: the library functions that SQLite spends the most time in. Most sizes are
** small, so the functions work in words and leave only long copies to the engine, whose memory.copy costs a call each
** time. WebAssembly and the CPUs that run the native tests allow unaligned access.
*/
#include <stddef.h>
#include <stdint.h>

typedef uint64_t __attribute__((aligned(1), may_alias)) word;
typedef uint32_t __attribute__((aligned(1), may_alias)) half;
typedef uint16_t __attribute__((aligned(1), may_alias)) quarter;

enum { LONG = 512 };

#ifdef __wasm__
#define BULK_MEMORY __attribute__((target("bulk-memory,bulk-memory-opt")))
#else
#define BULK_MEMORY
#endif

BULK_MEMORY static void *copy_long(void *to, const void *from, size_t n) {
  return __builtin_memmove(to, from, n);
}

BULK_MEMORY static void *fill_long(void *to, int byte, size_t n) {
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

/*
** Copies 17 bytes or more from the first to the last, in pieces of 16. The last piece, which may overlap the one before
** it, is read before anything is written: the destination may overlap the source if it begins before it.
*/
static inline void copy_forwards(unsigned char *d, const unsigned char *s, size_t n) {
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
}

/* Copies 17 bytes or more from the last to the first: the destination may overlap the source if it begins after it. */
static inline void copy_backwards(unsigned char *d, const unsigned char *s, size_t n) {
  uint64_t head0 = *(const word *)s, head1 = *(const word *)(s + 8);
  size_t i = n;
  do {
    uint64_t a = *(const word *)(s + i - 8), b = *(const word *)(s + i - 16);
    *(word *)(d + i - 8) = a;
    *(word *)(d + i - 16) = b;
    i -= 16;
  } while (i > 16);
  *(word *)d = head0;
  *(word *)(d + 8) = head1;
}

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  if (n <= 16) {
    copy_short(to, from, n);
  } else if (n >= LONG) {
    copy_long(to, from, n);
  } else {
    copy_forwards(to, from, n);
  }
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  if (n <= 16) {
    copy_short(to, from, n);
  } else if (n >= LONG) {
    copy_long(to, from, n);
  } else if ((uintptr_t)to <= (uintptr_t)from) {
    copy_forwards(to, from, n);
  } else {
    copy_backwards(to, from, n);
  }
  return to;
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

/* Returns the difference of the first bytes that differ. Memory has the lowest byte of a word first. */
static inline int difference(uint64_t left, uint64_t right) {
  unsigned equal = __builtin_ctzll(left ^ right) & ~7u;
  return (int)(left >> equal & 0xff) - (int)(right >> equal & 0xff);
}

int memcmp(const void *left, const void *right, size_t n) {
  const unsigned char *a = left, *b = right;
  if (n < 8) {
    for (; n; a++, b++, n--) {
      if (*a != *b) return *a - *b;
    }
    return 0;
  }
  for (size_t last = n - 8, i = 0; i < last; i += 8) {
    uint64_t x = *(const word *)(a + i), y = *(const word *)(b + i);
    if (x != y) return difference(x, y);
  }
  uint64_t x = *(const word *)(a + n - 8), y = *(const word *)(b + n - 8);
  return x == y ? 0 : difference(x, y);
}

/* Compilers call bcmp for a comparison by memcmp of which only equality matters. */
int bcmp(const void *left, const void *right, size_t n) { return memcmp(left, right, n); }
