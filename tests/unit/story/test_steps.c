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

TestSuite(steps, .init = begin, .fini = end);

Test(steps, attempts_are_steps_and_runs_are_cut_where_the_outcome_turns) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:10", MAL, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:00:20", MAL, "x:Grab", GRAB("c") "," DENIED);
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->step_count, 2);
    cr_assert(slice_eq(s->steps[0].title, SLICE("Grabbed 2 things")), "%.*s", SLICE_FMT(s->steps[0].title));
    cr_assert_eq(s->steps[1].outcome, STEP_FAILED);
    cr_assert(slice_starts(s->steps[1].title, SLICE("Tried")), "%.*s", SLICE_FMT(s->steps[1].title));
}

Test(steps, context_joins_without_changing_the_score) {
    logs_add(&logs, "09:59:00", MAL, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    int score = logs_only_alert(&logs)->score;
    struct slice id = arena_dup(&logs.arena, logs.set.alerts[0].id);
    logs.detail = true;
    struct caller office = MAL;
    office.ip = "192.0.2.99";
    logs_add(&logs, "09:58:00", MAL, "s3:ListBuckets", NULL);
    logs_add(&logs, "09:57:00", office, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:30:00", MAL, "s3:ListBuckets", NULL);
    logs_add(&logs, "11:30:00", MAL, "s3:ListBuckets", NULL);
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->score, score);
    cr_assert(slice_eq(s->id, id));
    cr_assert_eq(s->step_count, 3, "before from the same place, and within the hour after");
    cr_assert(s->steps[0].context);
    cr_assert_gt(s->steps[0].events[0].raw.len, 100);
}

Test(steps, a_run_ends_after_ten_minutes_of_something_else) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:05:00", MAL, "x:Probe", NULL);
    logs_add(&logs, "10:10:00", MAL, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:20:01", MAL, "x:Grab", GRAB("c"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->step_count, 3);
    cr_assert_eq(s->steps[0].count, 2, "ten minutes to the second still run together");
    cr_assert_eq(s->steps[0].to - s->steps[0].from, 10 * US_PER_MINUTE);
    cr_assert_eq(s->steps[2].count, 1);
}

Test(steps, an_outcome_that_turns_often_is_one_mixed_step) {
    for (int i = 0; i < 6; i++)
        logs_add(&logs, i % 2 ? "10:00:30" : "10:00:00", MAL, "x:Grab", i % 2 ? GRAB("a") "," DENIED : GRAB("b"));
    logs_add(&logs, "10:00:15", MAL, "x:Grab", GRAB("c") "," DENIED);
    logs_add(&logs, "10:00:20", MAL, "x:Grab", GRAB("d"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->step_count, 1);
    cr_assert_eq(s->steps[0].outcome, STEP_MIXED);
    cr_assert_eq(s->steps[0].count, 8);
    cr_assert_eq(s->steps[0].failed, 4);
}

Test(steps, a_look_around_is_one_step_whatever_was_looked_at) {
    logs.detail = true;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "rds:DescribeDBInstances", NULL);
    logs_add(&logs, "10:02:00", MAL, "ec2:DescribeVolumes", DENIED);
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->step_count, 2);
    cr_assert_eq(s->steps[1].outcome, STEP_MIXED);
    cr_assert(s->steps[1].context);
    cr_assert_eq(s->steps[1].apis, 2);
}

Test(steps, an_event_without_a_rule_can_be_the_hinge) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "x:Grab", GRAB("b"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->step_count, 3);
    cr_assert(s->steps[1].hinge);
    cr_assert(slice_eq(s->steps[1].title, SLICE("Launched i-0f3a91c2 as archiver")), "%.*s",
              SLICE_FMT(s->steps[1].title));
    cr_assert_eq(s->steps[1].event_count, 1);
    cr_assert_gt(s->steps[1].events[0].id.len, 0);
}
