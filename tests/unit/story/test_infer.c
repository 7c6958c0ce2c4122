/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdio.h>

#include "logs.h"
#include "story/infer.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(infer, .init = begin, .fini = end);

Test(infer, an_inferred_tie_needs_an_unusual_address) {
    struct caller bob = {"user", "bob", .key = "AKIABOB", .ip = MAL.ip, .agent = MAL.agent};
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "11:00:00", bob, "x:Grab", GRAB("b"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->actor_count, 2);
    cr_assert_eq(s->actors[1].via_confidence, CONFIDENCE_INFERRED);
    struct caller other_tool = bob;
    other_tool.name = "carl", other_tool.key = "AKIACARL", other_tool.agent = "else/1";
    logs_add(&logs, "11:10:00", other_tool, "x:Grab", GRAB("c"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 2, "another tool");
    struct caller innocent = ANN;
    innocent.ip = MAL.ip;
    logs_add(&logs, "12:00:00", innocent, "s3:ListBuckets", NULL);
    cr_assert_eq(logs_weave(&logs)->alert_count, 3, "an innocent used the address: it is a NAT, it joins nobody");
}

Test(infer, an_inferred_tie_fades_within_hours) {
    struct caller bob = {"user", "bob", .key = "AKIABOB", .ip = MAL.ip, .agent = MAL.agent};
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "16:00:01", bob, "x:Grab", GRAB("b"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 2);
}

Test(infer, what_is_no_address_joins_nobody) {
    struct caller a = MAL, b = MAL;
    a.ip = b.ip = "cloudformation.amazonaws.com";
    b.name = "bob", b.key = "AKIABOB";
    logs_add(&logs, "10:00:00", a, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", b, "x:Grab", GRAB("b"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 2);
}

static struct slice office(const void *ctx, struct slice ip) {
    return slice_eq(ip, SLICE("198.51.100.7")) ? SLICE("office") : SLICE("");
}

Test(infer, a_network_of_ours_joins_nobody) {
    struct caller bob = {"user", "bob", .key = "AKIABOB", .ip = MAL.ip, .agent = MAL.agent};
    logs.world.network = office;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:30:00", bob, "x:Grab", GRAB("b"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 2);
    cr_assert(slice_eq(logs.set.alerts[0].actors[0].addresses[0].network, SLICE("office")));
}

/* As many strangers as one attacker may have stolen keys of, and one more. */
Test(infer, a_crowd_is_no_attacker) {
    char names[INFER_GROUPS_MAX + 1][8];
    for (int i = 0; i <= INFER_GROUPS_MAX; i++) {
        snprintf(names[i], sizeof names[i], "u%d", i);
        struct caller user = {"user", names[i], .key = names[i], .ip = MAL.ip, .agent = MAL.agent};
        logs_add(&logs, "10:00:00", user, "x:Grab", GRAB("a"));
        size_t alerts = logs_weave(&logs)->alert_count;
        if (i < INFER_GROUPS_MAX) cr_assert_eq(alerts, 1, "%d keys from one address", i + 1);
        else cr_assert_eq(alerts, INFER_GROUPS_MAX + 1, "an address that people share");
    }
}
