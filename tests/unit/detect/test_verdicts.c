/* SPDX-License-Identifier: Apache-2.0 */
/* What was said of a text is found again, and never of another text. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "detect/verdicts.h"

Test(verdicts, each_item_has_its_own) {
    struct verdicts v;
    verdicts_init(&v, 11);
    uint8_t *on = verdicts_on(&v, SLICE("aws-cli/2"));
    for (uint32_t i = 0; i < 11; i++) cr_assert_not(verdict_known(on, i));
    for (uint32_t i = 0; i < 11; i += 2) verdict_set(on, i, i % 4 == 0);
    on = verdicts_on(&v, SLICE("aws-cli/2"));
    for (uint32_t i = 0; i < 11; i++) {
        cr_assert_eq(verdict_known(on, i), i % 2 == 0, "%u", i);
        cr_assert_eq(verdict_holds(on, i), i % 4 == 0, "%u", i);
    }
    verdicts_release(&v);
}

Test(verdicts, another_text_knows_nothing) {
    struct verdicts v;
    char text[VERDICT_TEXT_MAX + 1];
    verdicts_init(&v, 3);
    for (unsigned i = 0; i < 10 * VERDICT_SLOTS; i++) {
        int len = snprintf(text, sizeof text, "%0*u", (int)(1 + i % VERDICT_TEXT_MAX), i);
        uint8_t *on = verdicts_on(&v, slice_from(text, (size_t)len < sizeof text ? (size_t)len : sizeof text - 1));
        if (!verdict_known(on, 0)) verdict_set(on, 0, i % 2);
        cr_assert_not(verdict_known(on, 2));
        cr_assert_eq(verdict_holds(on, 0), i % 2, "%s", text);
    }
    verdicts_release(&v);
}

Test(verdicts, a_sieve_holds_back_what_all_its_items_deny) {
    struct verdicts v;
    uint8_t sieve[16] = {0};
    verdicts_init(&v, 40);
    size_t bytes = sieve_bytes(40);
    cr_assert_leq(bytes, sizeof sieve);
    uint8_t *on = verdicts_on(&v, SLICE("text"));
    verdict_set(sieve, 3, false);
    verdict_set(sieve, 39, false);
    cr_assert(sieve_passes(sieve, on, bytes), "nobody was asked");
    verdict_set(on, 3, false);
    cr_assert(sieve_passes(sieve, on, bytes), "one was not asked");
    verdict_set(on, 39, false);
    cr_assert_not(sieve_passes(sieve, on, bytes));
    verdict_set(on, 20, true);
    cr_assert_not(sieve_passes(sieve, on, bytes), "an item of others");
    verdict_set(on, 38, true);
    verdict_set(sieve, 38, false);
    cr_assert(sieve_passes(sieve, on, bytes), "one of its own holds");
    verdicts_release(&v);
}
