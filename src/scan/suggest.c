/* SPDX-License-Identifier: Apache-2.0 */
/* scan/suggest.c: optimal string alignment over three rows. See suggest.h. */
#include "scan/suggest.h"

enum { LENGTH_MAX = 40, DISTANCE_MAX = 3 };

static size_t least(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Edits between two words; LENGTH_MAX when one is too long to be a slip. */
static size_t distance(struct slice a, struct slice b) {
    size_t rows[3][LENGTH_MAX + 1];
    if (a.len > LENGTH_MAX || b.len > LENGTH_MAX) return LENGTH_MAX;
    for (size_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i - 1) % 3], *over = rows[(i + 1) % 3];
        char x = ascii_lower(a.ptr[i - 1]);
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            char y = ascii_lower(b.ptr[j - 1]);
            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y));
            bool swapped = i > 1 && j > 1 && x == ascii_lower(b.ptr[j - 2]) && y == ascii_lower(a.ptr[i - 2]);
            if (swapped && over[j - 2] + 1 < row[j]) row[j] = over[j - 2] + 1;
        }
    }
    return rows[a.len % 3][b.len];
}

const char *suggest_word(struct slice wrong, const char *const *words, size_t count) {
    const char *best = NULL;
    size_t bound = (wrong.len + 1) / 3;
    if (bound > DISTANCE_MAX) bound = DISTANCE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t d = distance(wrong, slice_cstr(words[i]));
        if (d > bound || d >= wrong.len) continue;
        if (d < bound || !best) best = words[i];
        bound = d;
    }
    return best;
}
