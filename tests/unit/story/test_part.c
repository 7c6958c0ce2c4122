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

TestSuite(part, .init = begin, .fini = end);

Test(part, edges_steps_and_sets_agree) {
    logs_add(&logs, "10:00:00", MAL, "x:Probe", NULL);
    logs_add(&logs, "10:01:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:05:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "x:Share", SHARE("snap", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->step_count, 4);
    cr_assert_eq(s->edge_count, 3, "two within the first lane, one branch");
    size_t branches = 0;
    for (size_t i = 0; i < s->edge_count; i++) {
        cr_assert_lt(s->edges[i].from, s->edges[i].to);
        branches += slice_eq(s->edges[i].kind, SLICE("launched"));
    }
    cr_assert_eq(branches, 1);
    cr_assert_eq(s->tactic_count, 3);
    cr_assert(slice_eq(s->techniques[0], SLICE("T1537")));
    cr_assert_eq(s->account_count, 1);
    cr_assert_eq(s->to - s->from, 20 * US_PER_MINUTE);
    cr_assert_eq(s->id.len, 12);
    for (size_t i = 1; i < s->step_count; i++) cr_assert_leq(s->steps[i - 1].from, s->steps[i].from);
}
