/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody probably meant. */
#include <criterion/criterion.h>

#include "scan/suggest.h"

static const char *const WORDS[] = {"accounts", "networks", "rules", "gap", "lang", "trusted_accounts"};
#define SUGGEST(word) suggest_word(SLICE(word), WORDS, sizeof WORDS / sizeof WORDS[0])

Test(suggest, finds_each_kind_of_slip) {
    cr_expect_str_eq(SUGGEST("acounts"), "accounts");  /* lost */
    cr_expect_str_eq(SUGGEST("rulles"), "rules");      /* added */
    cr_expect_str_eq(SUGGEST("netvorks"), "networks"); /* changed */
    cr_expect_str_eq(SUGGEST("netowrks"), "networks"); /* swapped */
    cr_expect_str_eq(SUGGEST("Accounts"), "accounts"); /* case */
    cr_expect_str_eq(SUGGEST("langs"), "lang");
}

Test(suggest, is_silent_when_nothing_is_near) {
    cr_expect_null(SUGGEST("webhooks_and_more"));
    cr_expect_null(SUGGEST("x"));
    cr_expect_null(SUGGEST(""));
    cr_expect_null(SUGGEST("gxy"));
}

Test(suggest, long_words_are_no_slips) {
    static const char *const words[] = {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    cr_expect_null(suggest_word(slice_cstr("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), words, 1));
    static const char *const at[] = {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    cr_expect_str_eq(suggest_word(slice_cstr("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), at, 1), at[0]);
}
