/* SPDX-License-Identifier: Apache-2.0 */
/* detect/suggest.c: optimal string alignment distance over short words. */
#include "detect/suggest.h"

#define WORD_MAX 32
#define EDITS_MAX 2

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t distance(struct slice a, struct slice b) {
    size_t rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            char x = ascii_lower(a.ptr[i - 1]), y = ascii_lower(b.ptr[j - 1]);
            now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (x != y));
            bool swapped = i > 1 && j > 1 && x == ascii_lower(b.ptr[j - 2]) && y == ascii_lower(a.ptr[i - 2]);
            if (swapped) now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return rows[a.len % 3][b.len];
}

const char *suggest(struct slice word, const char *const *words, size_t count) {
    const char *best = NULL;
    size_t best_distance = EDITS_MAX + 1;
    if (word.len == 0 || word.len > WORD_MAX) return NULL;
    for (size_t i = 0; i < count; i++) {
        struct slice candidate = slice_cstr(words[i]);
        if (candidate.len > WORD_MAX) continue;
        size_t d = distance(word, candidate);
        if (d < best_distance && d < candidate.len && d < word.len) best = words[i], best_distance = d;
    }
    return best;
}
