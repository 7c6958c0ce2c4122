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

TestSuite(observe, .init = begin, .fini = end);

static struct caller session(const char *name, const char *created, const char *key) {
    return (struct caller){"session", "deploy", .session = name, .key = key, .created = created, .ip = "192.0.2.20"};
}

Test(observe, sessions_of_one_role_that_did_the_same_are_one_line) {
    logs_add(&logs, "09:10:00", session("one", "09:00:00", "ASIA1"), "x:Probe", NULL);
    logs_add(&logs, "09:11:00", session("one", "09:00:00", "ASIA1"), "x:Probe", NULL);
    logs_add(&logs, "08:10:00", session("two", "08:00:00", "ASIA2"), "x:Probe", NULL);
    logs_add(&logs, "12:00:00", ANN, "x:Probe", NULL);
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->observation_count, 2);
    const struct observation *o = &set->observations[0];
    cr_assert_eq(o->count, 3);
    cr_assert_eq(o->to - o->from, 61 * US_PER_MINUTE);
    cr_assert_eq(set->observations[1].count, 1, "another actor");
}
