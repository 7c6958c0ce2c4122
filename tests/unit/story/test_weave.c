/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the weave, one test each, over logs written by hand; and the law: the order of arrival never shows. */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "logs.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(weave, .init = begin, .fini = end);

Test(weave, nothing_comes_of_nothing) {
    logs_add(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 0);
    cr_assert_eq(set->observation_count, 0);
    cr_assert_eq(set->input.account_count, 1);
}

Test(weave, a_low_finding_alone_is_an_observation) {
    logs_add(&logs, "10:00:00", MAL, "x:Probe", NULL);
    logs_add(&logs, "10:01:00", MAL, "x:Probe", NULL);
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 0);
    cr_assert_eq(set->observation_count, 1);
    cr_assert_eq(set->observations[0].count, 2);
    cr_assert(slice_eq(set->observations[0].actor, SLICE("mal in 111122223333")));
}

/* The worked example at the top of weave.c. */
Test(weave, taint_flows_forward_and_never_through_the_hub) {
    logs_add(&logs, "09:55:00", CI, "sts:AssumeRole", ASSUMES("deploy", "ASIAS1"));
    logs_add(&logs, "09:56:00", CI, "sts:AssumeRole", ASSUMES("deploy", "ASIAS2"));
    logs_add(&logs, "10:00:00", S1, "x:Grab", GRAB("db"));
    logs_add(&logs, "10:01:00", S2, "x:Probe", NULL);
    logs_add(&logs, "10:05:00", S1, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "x:Share", SHARE("snap", "999988887777"));
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 1);
    cr_assert_eq(set->observation_count, 1, "what the sibling did stays its own");
    const struct story *s = &set->alerts[0];
    cr_assert_eq(s->actor_count, 3);
    cr_assert(slice_eq(s->actors[0].name, SLICE("ci")));
    cr_assert(s->actors[0].untainted, "shown as where the credential came from");
    cr_assert(slice_eq(s->actors[1].session, SLICE("one")));
    cr_assert_eq(s->actors[1].via_confidence, CONFIDENCE_EXACT);
    cr_assert(slice_eq(s->actors[2].name, SLICE("i-0f3a91c2")));
    cr_assert_eq(s->actors[2].parent, 1);
    cr_assert_eq(s->actors[2].via_confidence, CONFIDENCE_STRONG);
    cr_assert(slice_eq(s->actors[2].via_kind, SLICE("launched")));
    cr_assert(s->steps[s->actors[2].via_step].hinge);
}

/* How many alerts come of a launch at `at`, from `ip`, an hour before the launcher's first finding or earlier. */
static size_t launched_before(const char *at, const char *ip) {
    struct caller launcher = ANN;
    launcher.ip = ip;
    end();
    begin();
    logs_add(&logs, at, launcher, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:00:00", ANN, "x:Grab", GRAB("db"));
    logs_add(&logs, "11:00:00", BOX, "x:Share", SHARE("snap", "999988887777"));
    return logs_weave(&logs)->alert_count;
}

Test(weave, a_child_made_before_its_parents_taint_is_not_the_parents) {
    cr_assert_eq(launched_before("08:59:59", ANN.ip), 2);
    cr_assert_eq(launched_before("09:00:00", ANN.ip), 1, "but for what the same address did within the hour before");
    cr_assert_eq(launched_before("09:59:00", "192.0.2.77"), 2, "another address may be the owner's");
}

Test(weave, a_function_acts_for_who_deployed_it) {
    struct caller function = {"session", "strong", .session = "ping", .key = "ASIAF", .created = "10:05:00"};
    struct caller before = {
        "session", "strong", .session = "ping", .key = "ASIAE", .ip = "203.0.113.80", .created = "09:05:00"};
    logs_add(&logs, "09:10:00", before, "x:Grab", GRAB("old"));
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "lambda:UpdateFunctionCode20150331v2",
             "\"responseElements\":{\"functionName\":\"ping\",\"role\":\"arn:aws:iam::111122223333:role/strong\"}");
    logs_add(&logs, "10:10:00", function, "x:Grab", GRAB("b"));
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 2, "what the function did before is another story");
    const struct story *s = &set->alerts[set->alerts[0].actor_count == 2 ? 0 : 1];
    cr_assert_eq(s->actor_count, 2);
    cr_assert(slice_eq(s->actors[1].via_kind, SLICE("deployed")));
}

#define OPENS(role, account)                                                                      \
    "\"requestParameters\":{\"roleName\":\"" role "\",\"policyDocument\":\"{\\\"Statement\\\":[{" \
    "\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":{\\\"AWS\\\":\\\"" account "\\\"}}]}\"}"

/* How many alerts come of it when Mallory opens a role to `opened`, and somebody of another account comes in. */
static size_t came_in_by(const char *opens) {
    struct caller stranger = {"account", "x", .session = "AIDAX", .account = "999988887777", .ip = "203.0.113.9"};
    struct caller inside = {
        "session", "deploy", .session = "x", .key = "ASIAX", .ip = "203.0.113.9", .created = "10:05:00"};
    end();
    begin();
    logs.detail = true;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "iam:UpdateAssumeRolePolicy", opens);
    logs_add(&logs, "10:04:00", stranger, "x:Probe", "\"recipientAccountId\":\"111122223333\"");
    logs_add(&logs, "10:05:00", stranger, "sts:AssumeRole",
             ASSUMES("deploy", "ASIAX") ",\"recipientAccountId\":\"111122223333\"");
    logs_add(&logs, "10:10:00", inside, "x:Grab", GRAB("b"));
    return logs_weave(&logs)->alert_count;
}

Test(weave, a_door_is_for_whom_it_was_opened) {
    cr_assert_eq(came_in_by(OPENS("deploy", "999988887777")), 1);
    cr_assert_eq(came_in_by(OPENS("deploy", "*")), 1);
    cr_assert_eq(came_in_by(OPENS("deploy", "555566667777")), 2, "somebody else came in");
    cr_assert_eq(came_in_by(OPENS("other", "999988887777")), 2, "another door");
}

Test(weave, who_came_in_by_a_door_has_two_lines) {
    cr_assert_eq(came_in_by(OPENS("deploy", "999988887777")), 1);
    const struct story *s = &logs.set.alerts[0];
    size_t doors = 0, inside = 0;
    for (size_t i = 0; i < s->actor_count; i++)
        if (slice_eq(s->actors[i].name, SLICE("deploy"))) inside = i;
    cr_assert(slice_eq(s->actors[inside].via_kind, SLICE("assumed")), "the credential came from who assumed the role");
    for (size_t i = 0; i < s->edge_count; i++) {
        const struct story_edge *e = &s->edges[i];
        if (!slice_eq(e->kind, SLICE("opened trust"))) continue;
        cr_assert(slice_eq(s->actors[s->steps[e->from].actor].name, SLICE("mal")));
        cr_assert_eq(s->steps[e->to].actor, inside);
        doors++;
    }
    cr_assert_eq(doors, 1);
}

Test(weave, silence_ends_a_story) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "+3d 10:00:00", MAL, "x:Grab", GRAB("b"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 1, "three days to the second is still the same story");
    logs_add(&logs, "+6d 10:00:01", MAL, "x:Grab", GRAB("c"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 2);
    logs.world.gap = US_PER_DAY;
    cr_assert_eq(logs_weave(&logs)->alert_count, 3);
}

Test(weave, the_involved_are_named_for_the_second_pass) {
    struct actor_set involved;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:30:00", ANN, "x:Probe", NULL);
    arena_init(&logs.set.arena, 0);
    weave(&logs.facts, &logs.world, &logs.set, &involved);
    cr_assert_eq(involved.count, 2, "Mallory and the instance; Ann is but an observation");
    free(involved.list);
}

/* --- the law --- */

/* All that a reader could see of a story, as text. */
static void put_story(struct buf *out, const struct story *s) {
    buf_printf(out, "%.*s %.*s %d\n%.*s\n", SLICE_FMT(s->id), SLICE_FMT(s->title), s->score, SLICE_FMT(s->summary));
    for (size_t i = 0; i < s->actor_count; i++)
        buf_printf(out, "a %.*s %u %u %.*s\n", SLICE_FMT(s->actors[i].id), s->actors[i].parent, s->actors[i].via_step,
                   SLICE_FMT(s->actors[i].origin));
    for (size_t i = 0; i < s->step_count; i++)
        buf_printf(out, "s %.*s %u %.*s|%.*s %llu\n", SLICE_FMT(s->steps[i].id), s->steps[i].actor,
                   SLICE_FMT(s->steps[i].title), SLICE_FMT(s->steps[i].detail), (unsigned long long)s->steps[i].count);
    for (size_t i = 0; i < s->edge_count; i++)
        buf_printf(out, "e %u %u %.*s\n", s->edges[i].from, s->edges[i].to, SLICE_FMT(s->edges[i].label));
}

static void put_set(struct buf *out, const struct story_set *set) {
    for (size_t i = 0; i < set->alert_count; i++) put_story(out, &set->alerts[i]);
    for (size_t i = 0; i < set->observation_count; i++)
        buf_printf(out, "o %.*s %.*s %d\n", SLICE_FMT(set->observations[i].title),
                   SLICE_FMT(set->observations[i].actor), set->observations[i].score);
}

static size_t sample(struct logs *l, struct slice *records) {
    size_t n = 0;
    struct caller bob = {"user", "bob", .key = "AKIABOB", .ip = MAL.ip, .agent = MAL.agent};
    records[n++] = logs_record(l, "09:55:00", CI, "sts:AssumeRole", ASSUMES("deploy", "ASIAS1"));
    records[n++] = logs_record(l, "09:56:00", CI, "sts:AssumeRole", ASSUMES("deploy", "ASIAS2"));
    records[n++] = logs_record(l, "10:00:00", S1, "x:Grab", GRAB("db"));
    records[n++] = logs_record(l, "10:00:00", S1, "x:Grab", GRAB("db2"));
    records[n++] = logs_record(l, "10:00:01", S1, "x:Grab", GRAB("db3") "," DENIED);
    records[n++] = logs_record(l, "10:01:00", S2, "x:Probe", NULL);
    records[n++] = logs_record(l, "10:05:00", S1, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    records[n++] = logs_record(l, "10:20:00", BOX, "x:Share", SHARE("snap", "999988887777"));
    records[n++] = logs_record(l, "10:20:00", BOX, "x:Share", SHARE("snap2", "999988887777"));
    records[n++] = logs_record(l, "10:30:00", MAL, "x:Grab", GRAB("a"));
    records[n++] = logs_record(l, "10:40:00", bob, "x:Grab", GRAB("b"));
    records[n++] = logs_record(l, "10:40:00", ANN, "x:Probe", NULL);
    return n;
}

/* A small generator (Knuth's MMIX constants): the same rolls on every machine. */
static uint64_t roll(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

Test(weave, the_order_of_arrival_never_shows) {
    struct slice records[16];
    struct buf first, other;
    buf_init(&first);
    buf_init(&other);
    size_t n = sample(&logs, records);
    for (size_t i = 0; i < n; i++) logs_add_json(&logs, records[i]);
    put_set(&first, logs_weave(&logs));
    cr_assert_gt(first.len, 500);
    uint64_t dice = 7;
    for (int round = 0; round < 40; round++) {
        struct logs left, right;
        logs_init(&left, LOGS_RULES);
        logs_init(&right, LOGS_RULES);
        for (size_t i = n; i > 1; i--) {
            size_t k = (size_t)(roll(&dice) % i);
            struct slice swap = records[i - 1];
            records[i - 1] = records[k], records[k] = swap;
        }
        for (size_t i = 0; i < n; i++) logs_add_json(roll(&dice) % 2 ? &left : &right, records[i]);
        facts_merge(&left.facts, &right.facts);
        buf_clear(&other);
        put_set(&other, logs_weave(&left));
        cr_assert_str_eq(first.ptr, other.ptr, "round %d", round);
        logs_release(&left);
        logs_release(&right);
    }
    /* The check can fail: one changed record shows. */
    struct logs changed;
    logs_init(&changed, LOGS_RULES);
    for (size_t i = 1; i < n; i++) logs_add_json(&changed, records[i]);
    buf_clear(&other);
    put_set(&other, logs_weave(&changed));
    cr_assert_str_neq(first.ptr, other.ptr);
    logs_release(&changed);
    buf_release(&first);
    buf_release(&other);
}
