/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdio.h>

#include "base/limits.h"
#include "logs.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(common, .init = begin, .fini = end);

/* User number `i` makes a call. */
static void call(struct logs *to, int i, const char *api, const char *members) {
    char name[16], key[24];
    snprintf(name, sizeof name, "user%04d", i);
    snprintf(key, sizeof key, "AKIA%04d", i);
    logs_add(to, "10:00:00", (struct caller){"user", name, .key = key, .ip = "192.0.2.1"}, api, members);
}

Test(common, a_rule_is_common_beyond_the_limit) {
    struct common common;
    common_init(&common, 2);
    for (uint32_t i = 0; i < COMMON_ACTORS_MAX; i++) {
        cr_assert_not(common_note(&common, 1, i, ACTOR_USER, 100 + i));
        cr_assert_not(common_note(&common, 1, i, ACTOR_USER, 100 + i), "the same actor once more");
    }
    cr_assert_not(common_everywhere(&common, 1));
    cr_assert(common_note(&common, 1, COMMON_ACTORS_MAX, ACTOR_USER, 50));
    cr_assert(common_everywhere(&common, 1));
    cr_assert_not(common_everywhere(&common, 0));
    cr_assert_not(common_note(&common, 1, 5000, ACTOR_USER, 60), "it was so before");
    cr_assert_eq(common.rules[1]->kinds[ACTOR_USER].findings, 2 * COMMON_ACTORS_MAX + 2);
    cr_assert_eq(common.rules[1]->kinds[ACTOR_USER].from, 50);
    common_release(&common);
}

Test(common, half_of_a_kind_is_not_yet_more_than_half) {
    struct common common;
    common_init(&common, 1);
    for (uint32_t i = 0; i < 10; i++) common_note(&common, 0, i, ACTOR_SESSION, 0);
    cr_assert_not(common_to_kind(&common, 0, ACTOR_SESSION, COMMON_KIND_MIN));
    common_note(&common, 0, 10, ACTOR_SESSION, 0);
    cr_assert(common_to_kind(&common, 0, ACTOR_SESSION, COMMON_KIND_MIN));
    cr_assert_not(common_to_kind(&common, 0, ACTOR_SESSION, COMMON_KIND_MIN - 1), "too few to tell");
    cr_assert_not(common_to_kind(&common, 0, ACTOR_USER, COMMON_KIND_MIN), "another kind");
    common_release(&common);
}

/* Whoever read what: two sets of which neither knows the rule to be common, and together they do. */
Test(common, two_halves_are_the_whole) {
    struct logs left, right;
    logs_init(&left, LOGS_RULES);
    logs_init(&right, LOGS_RULES);
    for (int i = 0; i <= COMMON_ACTORS_MAX; i++) {
        call(&logs, i, "x:Grab", GRAB("a"));
        call(i % 2 ? &left : &right, i, "x:Grab", GRAB("a"));
    }
    cr_assert_eq(logs.facts.finding_count, 0, "dropped as soon as it is known");
    cr_assert_eq(logs.facts.event_count, 0);
    cr_assert_gt(left.facts.finding_count, 0);
    facts_merge(&left.facts, &right.facts);
    cr_assert_eq(left.facts.finding_count, 0);
    const struct story_set *whole = logs_weave(&logs), *merged = logs_weave(&left);
    cr_assert_eq(whole->alert_count, 0);
    cr_assert_eq(merged->alert_count, 0);
    cr_assert_eq(merged->observation_count, 1);
    cr_assert_eq(whole->observations[0].count, COMMON_ACTORS_MAX + 1);
    cr_assert_eq(merged->observations[0].count, COMMON_ACTORS_MAX + 1);
    cr_assert(slice_eq(merged->observations[0].actor, SLICE("more than 1,000 actors")));
    logs_release(&left);
    logs_release(&right);
}

/* What a rule that everybody sets off leaves of other findings: all of them, renumbered. */
Test(common, other_findings_stay) {
    logs_add(&logs, "09:00:00", MAL, "x:Share", SHARE("a", "999988887777"));
    for (int i = 0; i <= COMMON_ACTORS_MAX; i++) call(&logs, i, "x:Grab", GRAB("a"));
    logs_add(&logs, "11:00:00", MAL, "x:Share", SHARE("b", "999988887777"));
    cr_assert_eq(logs.facts.event_count, 2);
    const struct story *story = logs_only_alert(&logs);
    cr_assert(slice_eq(story->actors[0].name, SLICE("mal")));
    cr_assert_eq(story->step_count, 2);
}

Test(common, what_most_users_do_is_said_once) {
    for (int i = 0; i < COMMON_KIND_MIN; i++) call(&logs, i, i < 11 ? "x:Grab" : "s3:ListBuckets", GRAB("a"));
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 0);
    cr_assert_eq(set->observation_count, 1);
    cr_assert(slice_ends(set->observations[0].title, SLICE(": too common to tell anything")));
    cr_assert(slice_eq(set->observations[0].actor, SLICE("11 actors")));
    cr_assert_eq(set->observations[0].level, LEVEL_MEDIUM);
    cr_assert_eq(set->observations[0].score, 0);
}

Test(common, what_half_of_the_users_do_is_still_told_of_each) {
    for (int i = 0; i < COMMON_KIND_MIN; i++) call(&logs, i, i < 10 ? "x:Grab" : "s3:ListBuckets", GRAB("a"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 10);
}

Test(common, a_grave_rule_is_never_common) {
    for (int i = 0; i < COMMON_KIND_MIN; i++) call(&logs, i, "x:Share", SHARE("a", "999988887777"));
    cr_assert_eq(logs_weave(&logs)->alert_count, COMMON_KIND_MIN);
}
