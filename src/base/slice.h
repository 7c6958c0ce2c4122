/* SPDX-License-Identifier: Apache-2.0 */
/* base/slice.h: a run of bytes that somebody else owns.
 *
 * A slice is never NUL-terminated by contract; `ptr` may be NULL only when `len` is 0.
 * Comparison is by bytes; the *_fold variants fold ASCII letters alone, which is what AWS
 * identifiers and Sigma's case-insensitive matching of ASCII need.
 */
#ifndef EMAKI_BASE_SLICE_H
#define EMAKI_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const char *ptr;
    size_t len;
};

/* A slice over a string literal. */
#define SLICE(lit) ((struct slice){"" lit, sizeof(lit) - 1})
/* For printf's "%.*s": two arguments. Lengths beyond INT_MAX are cut. */
#define SLICE_FMT(s) (int)((s).len > INT32_MAX ? INT32_MAX : (s).len), ((s).ptr ? (s).ptr : "")

static inline struct slice slice_from(const char *ptr, size_t len) {
    return (struct slice){ptr, len};
}

/* The slice over a NUL-terminated string; NULL gives the empty slice. */
static inline struct slice slice_cstr(const char *s) {
    return (struct slice){s, s ? strlen(s) : 0};
}

static inline bool slice_empty(struct slice s) {
    return s.len == 0;
}

static inline bool slice_eq(struct slice a, struct slice b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Bytewise order, shorter first on a common prefix: <0, 0, >0. */
int slice_cmp(struct slice a, struct slice b);
bool slice_eq_fold(struct slice a, struct slice b);
bool slice_starts(struct slice s, struct slice prefix);
bool slice_ends(struct slice s, struct slice suffix);
/* Offset of the first occurrence of `needle`, or -1. An empty needle is at 0. */
ptrdiff_t slice_find(struct slice s, struct slice needle);
ptrdiff_t slice_find_fold(struct slice s, struct slice needle);
/* The part after the last `sep`, or all of `s` when there is none. */
struct slice slice_after_last(struct slice s, char sep);
/* What stands behind the `n`th `sep`; empty where there are fewer. */
struct slice slice_behind(struct slice s, char sep, unsigned n);
/* The part before the first `sep`, or all of `s` when there is none. */
struct slice slice_before(struct slice s, char sep);
/* s[from, to), both cut to the slice's length. */
struct slice slice_sub(struct slice s, size_t from, size_t to);
/* Without leading and trailing ASCII white space. */
struct slice slice_trim(struct slice s);
/* The unsigned decimal number that is all of `s`; false on anything else or overflow. */
bool slice_to_u64(struct slice s, uint64_t *out);

static inline char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

#endif
