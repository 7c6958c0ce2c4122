/* SPDX-License-Identifier: Apache-2.0 */
/* What is new for an actor, and journeys; each with the look-alike that is none. */
#include <criterion/criterion.h>

#include "logs.h"

static struct logs logs;

/* 198.51.100.x is in Tokyo, 203.0.113.x in Frankfurt, 192.0.2.x is not in the file. */
static void place(const void *ctx, struct slice ip, struct world_place *out) {
    *out = (struct world_place){0};
    if (slice_starts(ip, SLICE("198.51.100.")))
        *out = (struct world_place){SLICE("JP"), SLICE("AS2516 KDDI"), true, 3568, 13969};
    if (slice_starts(ip, SLICE("203.0.113.")))
        *out = (struct world_place){SLICE("DE"), SLICE("AS3320 DTAG"), true, 5011, 868};
    if (slice_starts(ip, SLICE("198.18.")))
        *out = (struct world_place){SLICE("JP"), SLICE("AS9009 M247"), true, 3468, 13550};
}

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
    logs.world.place = place;
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(signs_first, .init = begin, .fini = end);

static struct caller at(struct caller who, const char *ip) {
    who.ip = ip;
    return who;
}

static const struct story_sign *sign(const char *kind) {
    const struct story *s = logs_only_alert(&logs);
    for (size_t i = 0; i < s->sign_count; i++)
        if (slice_eq(s->signs[i].kind, slice_cstr(kind))) return &s->signs[i];
    return NULL;
}

static void expect_title(const char *kind, const char *want) {
    const struct story_sign *s = sign(kind);
    cr_assert_not_null(s, "no %s", kind);
    cr_expect(slice_eq(s->title, slice_cstr(want)), "%.*s", SLICE_FMT(s->title));
}

Test(signs_first, a_country_never_seen) {
    logs_add(&logs, "09:00:00", at(MAL, "198.51.100.7"), "s3:ListBuckets", NULL);
    logs_add(&logs, "+5d 10:00:00", at(MAL, "203.0.113.9"), "x:Grab", GRAB("a"));
    expect_title("new_country", "mal came from 203.0.113.9 for the first time in 5 days: DE");
    cr_expect_null(sign("new_address"), "said once");
}

Test(signs_first, another_operator_of_the_same_country) {
    logs_add(&logs, "09:00:00", at(MAL, "198.51.100.7"), "s3:ListBuckets", NULL);
    logs_add(&logs, "+5d 10:00:00", at(MAL, "198.18.0.9"), "x:Grab", GRAB("a"));
    expect_title("new_network", "mal came from the network AS9009 M247 for the first time in 5 days: 198.18.0.9");
    cr_expect_null(sign("new_country"));
}

Test(signs_first, nothing_of_a_country_where_one_before_is_unknown) {
    logs_add(&logs, "09:00:00", at(MAL, "192.0.2.7"), "s3:ListBuckets", NULL);
    logs_add(&logs, "+5d 10:00:00", at(MAL, "203.0.113.9"), "x:Grab", GRAB("a"));
    cr_expect_null(sign("new_country"));
    cr_expect_not_null(sign("new_address"));
}

Test(signs_first, no_country_of_who_is_new) {
    logs_add(&logs, "09:00:00", at(MAL, "198.51.100.7"), "s3:ListBuckets", NULL);
    logs_add(&logs, "+2d 10:00:00", at(MAL, "203.0.113.9"), "x:Grab", GRAB("a"));
    cr_expect_null(sign("new_country"));
}

Test(signs_first, calls_never_made_before) {
    logs_add(&logs, "09:00:00", MAL, "s3:ListBuckets", NULL);
    logs_add(&logs, "+5d 10:00:00", MAL, "x:Grab", GRAB("a"));
    const struct story_sign *s = sign("new_calls");
    cr_assert_not_null(s);
    cr_expect(slice_find(s->title, SLICE("mal called x:Grab for the first time in 5 days")) == 0, "%.*s",
              SLICE_FMT(s->title));
    const struct story *story = &logs.set.alerts[0];
    int sum = 0;
    for (size_t i = 0; i < story->reason_count; i++) sum += story->reasons[i].points;
    cr_expect_eq(sum, story->score);
}

Test(signs_first, a_call_that_was_made_before_is_not_new) {
    logs_add(&logs, "09:00:00", MAL, "x:Grab", "\"errorCode\":\"Other\"");
    logs_add(&logs, "+5d 10:00:00", MAL, "x:Grab", GRAB("a"));
    const struct story_set *set = logs_weave(&logs);
    for (size_t i = 0; i < set->alert_count; i++)
        for (size_t k = 0; k < set->alerts[i].sign_count; k++)
            cr_expect(!slice_eq(set->alerts[i].signs[k].kind, SLICE("new_calls")));
}

/* Sessions come and go: their role has the history. */
Test(signs_first, a_role_remembers_for_its_sessions) {
    logs_add(&logs, "09:56:00", S1, "s3:ListBuckets", NULL);
    logs_add(&logs, "+5d 10:00:00", S2, "x:Grab", GRAB("a"));
    expect_title("new_calls", "deploy called x:Grab for the first time in 5 days (Credential access)");
}

Test(signs_first, nobody_is_in_frankfurt_an_hour_after_tokyo) {
    logs_add(&logs, "09:00:00", at(MAL, "198.51.100.7"), "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", at(MAL, "203.0.113.9"), "x:Grab", GRAB("a"));
    expect_title("impossible_travel",
                 "AKIAMAL was used from 198.51.100.7, and 1 h later from 203.0.113.9, 9,330 km away");
}

static bool travels(const char *then, const char *ip) {
    end();
    begin();
    logs_add(&logs, "09:00:00", at(MAL, "198.51.100.7"), "s3:ListBuckets", NULL);
    logs_add(&logs, then, at(MAL, ip), "x:Grab", GRAB("a"));
    return sign("impossible_travel") != NULL;
}

Test(signs_first, a_flight_a_train_and_the_unknown_are_no_wonder) {
    cr_expect(travels("18:00:00", "203.0.113.9"), "nine hours are too short");
    cr_expect_not(travels("19:00:00", "203.0.113.9"), "ten are a flight");
    cr_expect_not(travels("09:10:00", "198.18.0.9"), "Tokyo to Osaka is less than 500 km");
    cr_expect_not(travels("09:10:00", "192.0.2.7"), "who knows where that is");
}

Test(signs_first, without_a_file_of_places_nothing_is_told_of_them) {
    logs.world.place = NULL;
    logs_add(&logs, "09:00:00", at(MAL, "198.51.100.7"), "s3:ListBuckets", NULL);
    logs_add(&logs, "+5d 10:00:00", at(MAL, "203.0.113.9"), "x:Grab", GRAB("a"));
    cr_expect_null(sign("new_country"));
    cr_expect_null(sign("impossible_travel"));
    cr_expect_not_null(sign("new_address"));
}
