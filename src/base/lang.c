/* SPDX-License-Identifier: Apache-2.0 */
/* base/lang.c: see lang.h. */
#include "base/lang.h"

static const char *const CODES[LANGS] = {[LANG_EN] = "en", [LANG_JA] = "ja"};

const char *lang_code(enum lang lang) {
    return CODES[lang];
}

bool lang_parse(struct slice code, enum lang *out) {
    for (int i = 0; i < LANGS; i++) {
        if (!slice_eq(code, slice_cstr(CODES[i]))) continue;
        *out = (enum lang)i;
        return true;
    }
    return false;
}

const char *lang_codes(void) {
    return "en, ja";
}
