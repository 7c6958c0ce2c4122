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

#define ROLE_OF(account)                                                                                       \
    "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::" account ":role/x\",\"thing\":\"arn:aws:iam::" account \
    ":role/x\"},\"responseElements\":{\"credentials\":{\"accessKeyId\":\"ASIAX\"}}"

Test(blind, an_account_that_sends_no_logs) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "sts:AssumeRole", ROLE_OF("444455556666"));
    logs.detail = true;
    logs_add(&logs, "10:02:00", MAL, "x:Grab", GRAB("b"));
    cr_expect(has(logs_only_alert(&logs), "account_without_logs"));
    struct caller there = ANN;
    there.account = "444455556666";
    logs_add(&logs, "08:00:00", there, "s3:ListBuckets", NULL);
    cr_expect_not(has(logs_only_alert(&logs), "account_without_logs"), "now it does");
}

Test(blind, a_region_that_sends_no_logs) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("arn:aws:rds:eu-north-1:111122223333:snapshot:a"));
    cr_expect(has(logs_only_alert(&logs), "region_without_logs"));
    end();
    begin();
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("arn:aws:rds:us-east-1:111122223333:snapshot:a"));
    cr_expect_not(has(logs_only_alert(&logs), "region_without_logs"), "events come from there");
    end();
    begin();
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("arn:aws:rds:eu-north-1:999988887777:snapshot:a"));
    cr_expect_not(has(logs_only_alert(&logs), "region_without_logs"), "somebody else's account");
    end();
    begin();
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("arn:aws:rds:eu-north-1:111122223333:snapshot:a") "," DENIED);
    logs_add(&logs, "10:01:00", MAL, "x:Grab", GRAB("b"));
    cr_expect_not(has(logs_only_alert(&logs), "region_without_logs"), "it was only tried");
}

/* --- digests --- */

#define AT(hour, minute) (INT64_C(1772496000) * US_PER_SECOND + (hour) * US_PER_HOUR + (minute) * US_PER_MINUTE)

/* The words of the one story, of ten o'clock in 111122223333, us-east-1, when that is wrong with the digests. */
static const struct story *with_problems(const struct digest_problem *problems, size_t count) {
    end();
    begin();
    logs.world.digest_problems = problems;
    logs.world.digest_problem_count = count;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:30:00", MAL, "x:Grab", GRAB("b"));
    return logs_only_alert(&logs);
}

static struct digest_problem problem(enum digest_fault fault, int64_t from, int64_t to) {
    return (struct digest_problem){.path = SLICE("AWSLogs/f/name.json.gz"),
                                   .fault = fault,
                                   .error = SLICE("e"),
                                   .account = SLICE("111122223333"),
                                   .region = SLICE("us-east-1"),
                                   .from = from,
                                   .to = to};
}

static size_t told(const struct story *s, const char *part) {
    size_t count = 0;
    for (size_t i = 0; i < s->blind_spot_count; i++)
        count += slice_eq(s->blind_spots[i].kind, SLICE("digest_broken")) &&
                 slice_find(s->blind_spots[i].title, slice_cstr(part)) >= 0;
    return count;
}

static bool tells(struct digest_problem p, const char *part) {
    return told(with_problems(&p, 1), part) == 1;
}

Test(blind, what_was_taken_from_the_logs_is_said) {
    cr_assert(tells(problem(DIGEST_LOG_CHANGED, AT(10, 0), AT(10, 5)),
                    "The log file name.json.gz was changed after its delivery: its digest says so."));
    cr_assert(tells(problem(DIGEST_LOG_MISSING, AT(10, 0), AT(10, 5)), "The log file name.json.gz was removed"));
    cr_assert(tells(problem(DIGEST_GAP, AT(9, 0), AT(11, 0)), "from 2026-03-03T09:00:00Z to 2026-03-03T11:00:00Z"));
    cr_assert(tells(problem(DIGEST_CHANGED, AT(9, 0), AT(11, 0)), "The digest name.json.gz was changed"));
    cr_assert(tells(problem(DIGEST_BAD_SIGNATURE, AT(9, 0), AT(11, 0)), "The signature of the digest name.json.gz"));
    cr_assert_not(tells(problem(DIGEST_UNVERIFIED, AT(9, 0), AT(11, 0)), ""), "that is a file that was not given");
}

Test(blind, an_hour_around_and_not_more) {
    cr_assert(tells(problem(DIGEST_LOG_MISSING, AT(8, 0), AT(9, 0)), ""));
    cr_assert_not(tells(problem(DIGEST_LOG_MISSING, AT(8, 0), AT(9, 0) - 1), ""));
    cr_assert(tells(problem(DIGEST_LOG_MISSING, AT(11, 30), AT(12, 0)), ""));
    cr_assert_not(tells(problem(DIGEST_LOG_MISSING, AT(11, 30) + 1, AT(12, 0)), ""));
}

Test(blind, other_accounts_and_regions_are_not_told) {
    struct digest_problem p = problem(DIGEST_LOG_MISSING, AT(10, 0), AT(10, 5));
    p.region = SLICE("eu-west-1");
    cr_assert_not(tells(p, ""));
    p.region = (struct slice){0};
    cr_assert_not(tells(p, ""));
    p = problem(DIGEST_LOG_MISSING, AT(10, 0), AT(10, 5));
    p.account = SLICE("444455556666");
    cr_assert_not(tells(p, ""));
}

Test(blind, of_many_the_first_are_told_and_the_rest_counted) {
    struct digest_problem many[20];
    for (size_t i = 0; i < 20; i++) many[i] = problem(DIGEST_LOG_MISSING, AT(10, 0), AT(10, 5));
    const struct story *s = with_problems(many, 20);
    cr_assert_eq(told(s, "was removed after"), 8);
    cr_assert_eq(told(s, "12 more log files or digests"), 1);
    cr_assert_eq(told(with_problems(many, 8), ""), 8);
}
