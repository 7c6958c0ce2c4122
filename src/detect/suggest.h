/* SPDX-License-Identifier: Apache-2.0 */
/* detect/suggest.h: "did you mean …?": the word nearest to a misspelt one. Pure. */
#ifndef EMAKI_DETECT_SUGGEST_H
#define EMAKI_DETECT_SUGGEST_H

#include "base/slice.h"

/* The word with the fewest edits (insert, delete, replace, swap of neighbours; at most 2 and fewer than its length), or
 * NULL. The first wins among equals. */
const char *suggest(struct slice word, const char *const *words, size_t count);

#endif
