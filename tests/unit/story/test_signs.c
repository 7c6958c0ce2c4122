/* SPDX-License-Identifier: Apache-2.0 */
/* A sign each, and the look-alike that is none. */
#include <criterion/criterion.h>

#include "logs.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(signs, .init = begin, .fini = end);

static struct caller at(struct caller who, const char *ip) {
    who.ip = ip;
    return who;
}

/* The only story's sign of that kind, or NULL. */
static const struct story_sign *sign(const char *kind) {
    const struct story *s = logs_only_alert(&logs);
    for (size_t i = 0; i < s->sign_count; i++)
        if (slice_eq(s->signs[i].kind, slice_cstr(kind))) return &s->signs[i];
    return NULL;
}

static int64_t minute_of(int64_t time) {
    return time % US_PER_DAY / US_PER_MINUTE;
}

Test(signs, one_key_in_two_networks_at_once) {
    logs_add(&logs, "09:00:00", at(MAL, "203.0.113.9"), "s3:ListBuckets", NULL);
    logs_add(&logs, "11:00:00", at(MAL, "203.0.113.9"), "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    const struct story_sign *s = sign("shared_credential");
    cr_assert_not_null(s);
    cr_assert(slice_eq(s->title, SLICE("AKIAMAL was used from 198.51.100.7 while 203.0.113.9 went on using it")),
              "%.*s", SLICE_FMT(s->title));
    cr_assert_eq(minute_of(s->at), 600);
    const struct story *story = &logs.set.alerts[0];
    int sum = 0;
    for (size_t i = 0; i < story->reason_count; i++) sum += story->reasons[i].points;
    cr_assert_eq(sum, story->score);
    cr_assert_eq(story->score, 28 + 8 + s->points);
}

static bool shared(const char *first, const char *last, const char *ip) {
    end();
    begin();
    logs_add(&logs, first, at(MAL, ip), "s3:ListBuckets", NULL);
    logs_add(&logs, last, at(MAL, ip), "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    return sign("shared_credential") != NULL;
}

Test(signs, what_is_not_at_once_or_no_other_network) {
    cr_assert(shared("09:00:00", "11:00:00", "203.0.113.9"));
    cr_assert_not(shared("08:00:00", "09:59:00", "203.0.113.9"), "one after the other: somebody moved");
    cr_assert_not(shared("09:00:00", "11:00:00", "198.51.7.7"), "one network");
    cr_assert_not(shared("09:00:00", "11:00:00", "10.0.0.9"), "inside");
    cr_assert_not(shared("09:00:00", "11:00:00", "cloudformation.amazonaws.com"), "a service on its behalf");
}

Test(signs, two_keys_are_two_credentials) {
    struct caller other = at(MAL, "203.0.113.9");
    other.key = "AKIAOTHER";
    logs_add(&logs, "09:00:00", other, "s3:ListBuckets", NULL);
    logs_add(&logs, "11:00:00", other, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    cr_assert_null(sign("shared_credential"));
}

/* Its keys rotate, so it is the address that goes on, not the key. */
Test(signs, an_instances_credential_used_outside) {
    struct caller early = BOX, late = BOX;
    early.key = "ASIA1", late.key = "ASIA3";
    logs_add(&logs, "08:00:00", early, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", at(BOX, "198.51.100.7"), "x:Grab", GRAB("a"));
    logs_add(&logs, "12:00:00", late, "s3:ListBuckets", NULL);
    const struct story_sign *s = sign("used_outside");
    cr_assert_not_null(s);
    cr_assert(slice_eq(s->title, SLICE("The credential of i-0f3a91c2 was used from 198.51.100.7 while it called from "
                                       "203.0.113.9")));
}

Test(signs, a_user_from_a_new_address_after_days) {
    logs_add(&logs, "10:00:00", at(ANN, "192.0.2.10"), "s3:ListBuckets", NULL);
    logs_add(&logs, "+4d 10:00:00", at(ANN, "198.51.100.7"), "x:Grab", GRAB("a"));
    const struct story_sign *s = sign("new_address");
    cr_assert_not_null(s);
    cr_assert(slice_eq(s->title, SLICE("ann came from 198.51.100.7 for the first time in 4 days")));
}

Test(signs, too_short_a_past_says_nothing) {
    logs_add(&logs, "10:00:00", at(ANN, "192.0.2.10"), "s3:ListBuckets", NULL);
    logs_add(&logs, "+2d 10:00:00", at(ANN, "198.51.100.7"), "x:Grab", GRAB("a"));
    cr_assert_null(sign("new_address"));
    cr_assert_null(sign("new_service"));
}

Test(signs, a_service_that_the_account_never_used) {
    logs_add(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    logs_add(&logs, "+4d 10:00:00", MAL, "x:Grab", GRAB("a"));
    const struct story_sign *s = sign("new_service");
    cr_assert_not_null(s);
    cr_assert(slice_eq(s->title, SLICE("Account 111122223333 used x for the first time in 4 days")));
    cr_assert_null(sign("new_region"));
}

Test(signs, a_key_that_slept) {
    logs_add_json(&logs,
                  SLICE("{\"eventTime\":\"2025-11-01T10:00:00Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":"
                        "\"ListBuckets\",\"eventID\":\"old\",\"recipientAccountId\":\"111122223333\",\"awsRegion\":"
                        "\"us-east-1\",\"sourceIPAddress\":\"192.0.2.10\",\"userIdentity\":{\"type\":\"IAMUser\","
                        "\"principalId\":\"AIDAmal\",\"arn\":\"arn:aws:iam::111122223333:user/mal\",\"accountId\":"
                        "\"111122223333\",\"userName\":\"mal\",\"accessKeyId\":\"AKIAMAL\"}}"));
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    const struct story_sign *s = sign("woke");
    cr_assert_not_null(s);
    cr_assert(slice_eq(s->title, SLICE("AKIAMAL had not been used for 122 days")), "%.*s", SLICE_FMT(s->title));
}
