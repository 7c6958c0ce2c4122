/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "logs.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(blind, .init = begin, .fini = end);

static bool has(const struct story *s, const char *kind) {
    for (size_t i = 0; i < s->blind_spot_count; i++)
        if (slice_eq(s->blind_spots[i].kind, slice_cstr(kind))) return true;
    return false;
}

Test(blind, says_who_issued_nothing_and_what_was_not_logged) {
    logs.detail = true;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    cr_assert(has(logs_only_alert(&logs), "unknown_issuer"));
    cr_assert_not(has(&logs.set.alerts[0], "no_data_events"));
    logs_add(&logs, "10:00:10", MAL, "s3:ListBuckets", NULL);
    cr_assert(has(logs_only_alert(&logs), "no_data_events"));
    logs_add(&logs, "10:00:20", ANN, "s3:GetObject", "\"eventCategory\":\"Data\"");
    cr_assert_not(has(logs_only_alert(&logs), "no_data_events"));
}
