/* SPDX-License-Identifier: Apache-2.0 */
/* "did you mean": the nearest word, or none. */
#include <criterion/criterion.h>

#include "detect/suggest.h"

static const char *const WORDS[] = {"step", "attempt", "resource", "resource_type", "gt"};

static const char *near(const char *word) {
    return suggest(slice_cstr(word), WORDS, sizeof WORDS / sizeof *WORDS);
}

Test(suggest, nearest) {
    cr_expect_str_eq(near("stpe"), "step");
    cr_expect_str_eq(near("Steps"), "step");
    cr_expect_str_eq(near("atempt"), "attempt");
    cr_expect_str_eq(near("resouces"), "resource");
    cr_expect_str_eq(near("resource-type"), "resource_type");
    cr_expect_str_eq(near("step"), "step");
}

Test(suggest, none) {
    cr_expect_null(near("frobnicate"));
    cr_expect_null(near(""));
    cr_expect_null(near("x"), "two edits that leave nothing of a word are no likeness");
    cr_expect_null(near("a word far longer than any that could be meant here"));
}
