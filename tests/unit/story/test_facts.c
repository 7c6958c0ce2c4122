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

TestSuite(facts, .init = begin, .fini = end);

Test(facts, pass_one_keeps_what_raises_and_pass_two_all_of_the_wanted) {
    logs_add(&logs, "10:00:00", MAL, "s3:ListBuckets", NULL);
    cr_assert_eq(logs.facts.event_count, 0, "an informational finding is not kept");
    logs_add(&logs, "10:01:00", MAL, "x:Grab", GRAB("a"));
    cr_assert_eq(logs.facts.event_count, 1);
    logs.detail = true;
    logs_add(&logs, "10:02:00", MAL, "s3:ListBuckets", NULL);
    cr_assert_eq(logs.facts.event_count, 2);
    cr_assert_eq(logs.facts.events[0].raw, 0);
    cr_assert_gt(facts_raw(&logs.facts, &logs.facts.events[1]).len, 0);
}

Test(facts, the_words_of_a_finding_follow_the_outcome) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:01", MAL, "x:Grab", GRAB("a") "," DENIED);
    const struct fact_finding *f = logs.facts.findings;
    cr_assert(slice_eq(facts_text(&logs.facts, f[0].step), SLICE("Grabbed a")));
    cr_assert(slice_eq(facts_text(&logs.facts, f[1].step), SLICE("Tried: Grabbed a")));
    cr_assert(slice_eq(facts_text(&logs.facts, f[0].resource), SLICE("a")));
    cr_assert(slice_eq(facts_text(&logs.facts, logs.facts.events[1].error), SLICE("AccessDenied")));
}

Test(facts, a_title_is_cut_at_its_limit) {
    char thing[STEP_TEXT_MAX * 2], members[STEP_TEXT_MAX * 3];
    memset(thing, 'x', sizeof thing - 1);
    thing[sizeof thing - 1] = '\0';
    snprintf(members, sizeof members, "\"requestParameters\":{\"thing\":\"%s\"}", thing);
    logs_add(&logs, "10:00:00", MAL, "x:Grab", members);
    cr_assert_eq(facts_text(&logs.facts, logs.facts.findings[0].step).len, STEP_TEXT_MAX);
    thing[STEP_TEXT_MAX] = '\0';
    snprintf(members, sizeof members, "\"requestParameters\":{\"thing\":\"%s\"}", thing);
    logs_add(&logs, "10:00:00", MAL, "x:Grab", members);
    cr_assert_eq(facts_text(&logs.facts, logs.facts.findings[1].resource).len, STEP_TEXT_MAX, "at the limit: whole");
}

Test(facts, presence_names_an_actor_once_an_object) {
    logs_add(&logs, "10:00:00", MAL, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", MAL, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    cr_assert_eq(logs.facts.presence_count, 1);
    cr_assert_eq(logs.facts.present_count, 2);
    cr_assert_eq(facts_presence_end(&logs.facts, 0), 2);
}

Test(facts, sets_of_keys_are_searched_whole) {
    struct actor_span list[] = {{{1, 5}, 10, 20}, {{2, 0}, 0, 0}, {{2, 9}, 0, 0}};
    struct actor_set set = {list, 3};
    cr_assert_eq(actor_set_find(&set, (struct hash128){2, 9}), &list[2]);
    cr_assert_eq(actor_set_find(&set, (struct hash128){1, 5}), &list[0]);
    cr_assert_null(actor_set_find(&set, (struct hash128){2, 5}));
    cr_assert_null(actor_set_find(&(struct actor_set){0}, (struct hash128){2, 5}));
}
