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

TestSuite(score, .init = begin, .fini = end);

static int score_of(const struct story_set *set) {
    return set->alert_count ? set->alerts[0].score : set->observation_count ? set->observations[0].score : 0;
}

Test(score, is_the_sum_of_its_reasons) {
    logs_add(&logs, "10:00:00", MAL, "x:Probe", NULL);
    logs_add(&logs, "10:00:30", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:05:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "x:Share", SHARE("snap", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    int sum = 0;
    for (size_t i = 0; i < s->reason_count; i++) {
        cr_assert_gt(s->reasons[i].points, 0);
        cr_assert_gt(s->reasons[i].reason.len, 5);
        sum += s->reasons[i].points;
    }
    cr_assert_eq(sum, s->score);
    cr_assert_leq(s->score, 100);
    cr_assert_eq(s->level, LEVEL_CRITICAL, "%d", s->score);
    cr_assert_eq(s->impact_count, 2);
    cr_assert(slice_eq(s->impacts[1].kind, SLICE("exfiltration")));
}

/* From harmless to grave, each a little more than the one before it. */
Test(score, grows_with_what_was_done) {
    int before = score_of(logs_weave(&logs));
    cr_assert_eq(before, 0);
    static const struct {
        const char *clock, *api, *members;
    } more[] = {
        {"10:00:00", "x:Probe", NULL},
        {"10:01:00", "x:Grab", GRAB("a") "," DENIED},
        {"10:02:00", "x:Grab", GRAB("a")},
        {"10:03:00", "x:Share", SHARE("s", "999988887777") "," DENIED},
        {"10:04:00", "x:Share", SHARE("s", "999988887777")},
    };
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        logs_add(&logs, more[i].clock, MAL, more[i].api, more[i].members);
        int now = score_of(logs_weave(&logs));
        cr_assert_gt(now, before, "after %s at %s: %d, before %d", more[i].api, more[i].clock, now, before);
        before = now;
    }
}

Test(score, an_important_account_weighs) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    int plain = logs_only_alert(&logs)->score;
    struct world_account prod = {SLICE("111122223333"), SLICE("prod"), 1};
    logs.world.accounts = &prod, logs.world.account_count = 1;
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->score, plain + 5);
    cr_assert(slice_eq(s->actors[0].account_name, SLICE("prod")));
}

/* One low rule along a chain of sessions, again and again: no graver than once. */
Test(score, repeats_of_one_low_rule_weigh_nothing) {
    for (int i = 0; i < 12; i++) logs_add(&logs, "10:00:00", S1, "x:Probe", NULL);
    logs_add(&logs, "10:01:00", S1, "sts:AssumeRole", ASSUMES("deploy", "ASIAS2"));
    for (int i = 0; i < 12; i++) logs_add(&logs, "10:02:00", S2, "x:Probe", NULL);
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 0);
    cr_assert_eq(set->observation_count, 1);
    cr_assert_eq(set->observations[0].score, 8);
}

/* What the story itself made is no loss. */
Test(score, clearing_away_what_one_made_destroys_nothing) {
    static const char *const rules =
        "title: Made\nid: r-made\nlogsource: {product: aws, service: cloudtrail}\nlevel: informational\n"
        "detection: {s: {eventName: CreateThing}, condition: s}\nemaki: {step: Made, resource: "
        "requestParameters.thing}\n"
        "---\n"
        "title: Gone\nid: r-gone\nlogsource: {product: aws, service: cloudtrail}\nlevel: medium\n"
        "detection: {s: {eventName: DeleteThing}, condition: s}\n"
        "emaki: {step: Deleted, resource: requestParameters.thing, impact: destruction}\n";
    logs_release(&logs);
    logs_init(&logs, rules);
    logs.detail = true;
    logs_add(&logs, "10:00:00", MAL, "x:DeleteThing", GRAB("a"));
    int lost = logs_only_alert(&logs)->score;
    logs_add(&logs, "09:59:00", MAL, "x:CreateThing", GRAB("b"));
    cr_assert_eq(logs_only_alert(&logs)->score, lost, "another thing");
    logs_add(&logs, "09:58:00", MAL, "x:CreateThing", GRAB("a") "," DENIED);
    cr_assert_eq(logs_only_alert(&logs)->score, lost, "it was not made");
    logs_add(&logs, "09:57:00", MAL, "x:CreateThing", GRAB("a"));
    cr_assert_eq(logs_only_alert(&logs)->score, lost - 15);
    logs_add(&logs, "10:01:00", MAL, "x:CreateThing", GRAB("a"));
    cr_assert_eq(logs_only_alert(&logs)->score, lost, "it goes on making: which one went cannot be told");
}
