/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/lang.h"

Test(lang, codes_and_languages_are_one_to_one) {
    for (int i = 0; i < LANGS; i++) {
        enum lang lang = LANGS;
        cr_assert(lang_parse(slice_cstr(lang_code((enum lang)i)), &lang));
        cr_assert_eq((int)lang, i);
        cr_assert_gt(slice_find(slice_cstr(lang_codes()), slice_cstr(lang_code((enum lang)i))), -1);
    }
}

Test(lang, other_codes_are_refused) {
    enum lang lang = LANG_JA;
    cr_assert_not(lang_parse(SLICE("de"), &lang));
    cr_assert_not(lang_parse(SLICE("EN"), &lang));
    cr_assert_not(lang_parse(SLICE(""), &lang));
    cr_assert_eq((int)lang, LANG_JA);
}
