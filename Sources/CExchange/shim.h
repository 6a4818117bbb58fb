#pragma once

/* Linux swaps two paths in one step; the C library's own header hides it behind _GNU_SOURCE,
   which Swift's importer does not set. See rename(2). */
#ifdef __linux__
extern int renameat2(int, const char *, int, const char *, unsigned int);

static inline int exchange_paths(const char *a, const char *b) {
    return renameat2(-100 /* AT_FDCWD */, a, -100, b, 2 /* RENAME_EXCHANGE */);
}
#else
#include <sys/stdio.h>

static inline int exchange_paths(const char *a, const char *b) {
    return renamex_np(a, b, RENAME_SWAP);
}
#endif
