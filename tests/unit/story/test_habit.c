/* SPDX-License-Identifier: Apache-2.0 */
/* What is tried day after day by one name is one observation; what is not only tried, or only for two days, is not. */
#include <criterion/criterion.h>

#include "logs.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(habit, .init = begin, .fini = end);

/* Ten calls, which are an alert even when they fail; in a session of its own, four days after the last. */
static void grabs(int day, const char *role, const char *members) {
    static const char *const days[] = {"10:00:00", "+4d 10:00:00", "+8d 10:00:00"};
    static const char *const keys[] = {"ASIA0", "ASIA1", "ASIA2"};
    struct caller scanner = {"session",        role, .session = "scan", .key = keys[day], .created = days[day],
                             .ip = "192.0.2.9"};
    for (int i = 0; i < 10; i++) logs_add(&logs, days[day], scanner, "x:Grab", members);
}

Test(habit, three_days_of_the_same_are_one_observation) {
    for (int day = 0; day < 3; day++) grabs(day, "scanner", GRAB("keys") "," DENIED);
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 0);
    cr_assert_eq(set->observation_count, 1);
    cr_assert_eq(set->observations[0].count, 30);
}

Test(habit, two_days_are_none) {
    for (int day = 0; day < 2; day++) grabs(day, "scanner", GRAB("keys") "," DENIED);
    cr_assert_eq(logs_weave(&logs)->alert_count, 2);
}

Test(habit, another_name_is_another_habit) {
    for (int day = 0; day < 3; day++) grabs(day, day ? "scanner" : "other", GRAB("keys") "," DENIED);
    cr_assert_eq(logs_weave(&logs)->alert_count, 3);
}

Test(habit, to_be_let_in_is_none) {
    for (int day = 0; day < 3; day++) grabs(day, "scanner", GRAB("keys"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 3);
}
