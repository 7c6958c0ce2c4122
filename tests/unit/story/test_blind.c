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

/* Ann works in every hour of a day but those of `silent`; the attack is at ten and at one. */
static const struct story *with_hours(int silent, int step) {
    char clock[16];
    end();
    begin();
    for (int hour = 0; hour < 24; hour += step) {
        if (hour == silent || hour == silent + 1) continue;
        snprintf(clock, sizeof clock, "%02d:30:00", hour);
        logs_add(&logs, clock, ANN, "s3:ListBuckets", NULL);
    }
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "13:00:00", MAL, "x:Grab", GRAB("b"));
    return logs_only_alert(&logs);
}

Test(blind, hours_without_any_event_are_said) {
    const struct story *s = with_hours(11, 1);
    cr_assert(has(s, "gap"));
    for (size_t i = 0; i < s->blind_spot_count; i++)
        if (slice_eq(s->blind_spots[i].kind, SLICE("gap")))
            cr_assert(slice_find(s->blind_spots[i].title, SLICE("from 2026-03-03T11:00:00Z to 2026-03-03T13:00:00Z")) >
                      0);
    cr_assert_not(has(with_hours(-5, 1), "gap"), "none is missing");
    cr_assert_not(has(with_hours(17, 1), "gap"), "long after the story");
    cr_assert_not(has(with_hours(11, 3), "gap"), "such an account is often silent");
}

Test(blind, a_history_of_three_days_is_one) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    cr_expect(has(logs_only_alert(&logs), "short_history"), "none at all");
    end();
    begin();
    logs_add(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    logs_add(&logs, "+2d 10:00:00", MAL, "x:Grab", GRAB("a"));
    cr_expect(has(logs_only_alert(&logs), "short_history"), "two days");
    end();
    begin();
    logs_add(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    logs_add(&logs, "+3d 10:00:00", MAL, "x:Grab", GRAB("a"));
    cr_expect_not(has(logs_only_alert(&logs), "short_history"));
}
