/* SPDX-License-Identifier: Apache-2.0 */
/* scan/suggest.h: the word that somebody probably meant. Pure. */
#ifndef EMAKI_SCAN_SUGGEST_H
#define EMAKI_SCAN_SUGGEST_H

#include "base/slice.h"

/* The word of `words` that is nearest to `wrong` (letters added, lost, changed or swapped; case folded), or NULL when
 * none is near enough to be a slip: at most a third of the letters, at most three. The first of equals wins. */
const char *suggest_word(struct slice wrong, const char *const *words, size_t count);

#endif
