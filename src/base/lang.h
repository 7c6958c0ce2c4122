/* SPDX-License-Identifier: Apache-2.0 */
/* base/lang.h: the languages in which a story can be told.
 *
 * Add: a language is a row in lang.c, a column in story/phrases.def, and a map of that code in the rules' `emaki:`
 * blocks.
 */
#ifndef EMAKI_BASE_LANG_H
#define EMAKI_BASE_LANG_H

#include "base/slice.h"

enum lang { LANG_EN, LANG_JA, LANGS };

/* "en", "ja" (ISO 639-1), as on the command line and in the page's `lang`. */
const char *lang_code(enum lang lang);
bool lang_parse(struct slice code, enum lang *out);
/* "en, ja", for messages. */
const char *lang_codes(void);

#endif
