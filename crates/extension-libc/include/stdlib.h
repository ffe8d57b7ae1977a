#pragma once
#include_next <stdlib.h>
void *malloc(size_t);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);
void free(void *);
double strtod(const char *, char **);
long strtol(const char *, char **, int);
long long strtoll(const char *, char **, int);
int atoi(const char *);
int abs(int);
void *bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *));
_Noreturn void abort(void);
