/* SPDX-License-Identifier: Apache-2.0 */
/* base/slice.c: comparing and cutting slices. Pure; no allocation. */
#include "base/slice.h"

int slice_cmp(struct slice a, struct slice b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    if (order != 0) return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool slice_eq_fold(struct slice a, struct slice b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) return false;
    return true;
}

bool slice_starts(struct slice s, struct slice prefix) {
    return s.len >= prefix.len && slice_eq(slice_sub(s, 0, prefix.len), prefix);
}

bool slice_ends(struct slice s, struct slice suffix) {
    return s.len >= suffix.len && slice_eq(slice_sub(s, s.len - suffix.len, s.len), suffix);
}

ptrdiff_t slice_find(struct slice s, struct slice needle) {
    if (needle.len == 0) return 0;
    if (s.len < needle.len) return -1;
    const char *hit = memmem(s.ptr, s.len, needle.ptr, needle.len);
    return hit ? hit - s.ptr : -1;
}

ptrdiff_t slice_find_fold(struct slice s, struct slice needle) {
    if (needle.len > s.len) return -1;
    for (size_t i = 0; i + needle.len <= s.len; i++)
        if (slice_eq_fold(slice_sub(s, i, i + needle.len), needle)) return (ptrdiff_t)i;
    return -1;
}

struct slice slice_after_last(struct slice s, char sep) {
    const char *at = s.len ? memrchr(s.ptr, sep, s.len) : NULL;
    if (!at) return s;
    size_t from = (size_t)(at - s.ptr) + 1;
    return slice_sub(s, from, s.len);
}

struct slice slice_behind(struct slice s, char sep, unsigned n) {
    for (; n; n--) s = slice_sub(s, slice_before(s, sep).len + 1, s.len);
    return s;
}

struct slice slice_before(struct slice s, char sep) {
    const char *at = s.len ? memchr(s.ptr, sep, s.len) : NULL;
    return at ? slice_sub(s, 0, (size_t)(at - s.ptr)) : s;
}

struct slice slice_sub(struct slice s, size_t from, size_t to) {
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return (struct slice){s.ptr ? s.ptr + from : s.ptr, to - from};
}

struct slice slice_trim(struct slice s) {
    while (s.len && strchr(" \t\r\n", s.ptr[0]) && s.ptr[0]) s = slice_sub(s, 1, s.len);
    while (s.len && strchr(" \t\r\n", s.ptr[s.len - 1]) && s.ptr[s.len - 1]) s.len--;
    return s;
}

bool slice_to_u64(struct slice s, uint64_t *out) {
    if (s.len == 0) return false;
    uint64_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        uint64_t digit = (uint64_t)(s.ptr[i] - '0');
        if (n > (UINT64_MAX - digit) / 10) return false;
        n = n * 10 + digit;
    }
    *out = n;
    return true;
}
