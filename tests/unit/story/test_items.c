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

TestSuite(items, .init = begin, .fini = end);

Test(items, sharing_with_ourselves_raises_nothing) {
    logs_add(&logs, "10:00:00", MAL, "x:Share", SHARE("snap", "444455556666"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 1);
    struct caller other = ANN;
    other.account = "444455556666";
    logs_add(&logs, "10:00:00", other, "s3:ListBuckets", NULL);
    cr_assert_eq(logs_weave(&logs)->alert_count, 0, "an account that logs here is ours");
    logs_add(&logs, "10:01:00", MAL, "x:Share", SHARE("snap", "999988887777"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 1);
    struct slice vendor = SLICE("999988887777");
    logs.world.trusted = &vendor, logs.world.trusted_count = 1;
    cr_assert_eq(logs_weave(&logs)->alert_count, 0, "trusted by the configuration");
}

Test(items, copies_in_two_accounts_are_one_call) {
    struct caller theirs = {"account", "", .session = "AIDAmal", .account = "444455556666"};
    logs_add(&logs, "10:00:00", theirs, "x:Grab",
             GRAB("a") ",\"sharedEventID\":\"s-1\",\"recipientAccountId\":\"555566667777\"");
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a") ",\"sharedEventID\":\"s-1\"");
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->actor_count, 1);
    cr_assert(slice_eq(s->actors[0].name, SLICE("mal")), "the caller's own copy tells who it was");
    cr_assert_eq(s->steps[0].count, 1);
}
