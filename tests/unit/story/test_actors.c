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

TestSuite(actors, .init = begin, .fini = end);

Test(actors, a_head_tells_credentials_addresses_and_origin) {
    struct caller elsewhere = MAL;
    elsewhere.ip = "203.0.113.50";
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", elsewhere, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:02:00", MAL, "x:Grab", GRAB("c"));
    const struct story_actor *a = &logs_only_alert(&logs)->actors[0];
    cr_assert(slice_eq(a->origin, SLICE("Older than the logs")));
    cr_assert_eq(a->credential_count, 1);
    cr_assert(slice_eq(a->credentials[0].id, SLICE("AKIAMAL")));
    cr_assert_eq(a->address_count, 2);
    cr_assert(slice_eq(a->addresses[0].ip, SLICE("198.51.100.7")));
    cr_assert_eq(a->addresses[0].count, 2);
    cr_assert_eq(a->id.len, 12);
    cr_assert_eq(a->parent, STORY_NONE);
}

Test(actors, a_child_says_which_step_made_it) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:05:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "x:Grab", GRAB("b"));
    const struct story_actor *a = &logs_only_alert(&logs)->actors[1];
    cr_assert(slice_eq(a->origin, SLICE("Launched in step 2")), "%.*s", SLICE_FMT(a->origin));
    cr_assert(slice_eq(a->role, SLICE("archiver")));
    cr_assert(slice_eq(a->via_label, SLICE("i-0f3a91c2 as archiver")));
}
