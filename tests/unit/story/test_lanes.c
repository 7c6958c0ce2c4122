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

TestSuite(lanes, .init = begin, .fini = end);

Test(lanes, granted_rights_join_only_a_suspect) {
    static const char *const grant =
        "\"requestParameters\":{\"userName\":\"ann\",\"policyArn\":\"arn:aws:iam::aws:policy/X\"}";
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("db"));
    logs_add(&logs, "10:01:00", MAL, "iam:AttachUserPolicy", grant);
    logs_add(&logs, "10:02:00", ANN, "s3:ListBuckets", NULL);
    cr_assert_eq(logs_only_alert(&logs)->actor_count, 1);
    logs_add(&logs, "10:03:00", ANN, "x:Grab", GRAB("other"));
    cr_assert_eq(logs_only_alert(&logs)->actor_count, 2);
}

Test(lanes, a_key_that_was_issued_is_a_node_of_its_own) {
    struct caller ann_by_mal = ANN;
    ann_by_mal.key = "AKIANEW", ann_by_mal.ip = MAL.ip;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("db"));
    logs_add(
        &logs, "10:01:00", MAL, "iam:CreateAccessKey",
        "\"requestParameters\":{\"userName\":\"ann\"},\"responseElements\":{\"accessKey\":{\"accessKeyId\":\"AKIANEW\","
        "\"userName\":\"ann\"}}");
    logs_add(&logs, "10:10:00", ann_by_mal, "x:Share", SHARE("snap", "999988887777"));
    logs_add(&logs, "10:11:00", ANN, "x:Probe", NULL);
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 1);
    cr_assert_eq(set->observation_count, 1, "what Ann does with her own key is not Mallory's");
    const struct story_actor *ann = logs_actor(&set->alerts[0], "ann");
    cr_assert_not_null(ann);
    cr_assert(slice_eq(ann->via_kind, SLICE("issued key")));
    cr_assert_eq(ann->credential_count, 1);
}

Test(lanes, parents_stand_before_children_and_families_together) {
    struct caller other = BOX;
    other.session = "i-0f3a91c3", other.key = "ASIABOX3";
    struct caller child = {"session", "prod", .session = "p", .key = "ASIAPROD", .created = "10:30:00"};
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:05:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:06:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c3"));
    logs_add(&logs, "10:20:00", BOX, "x:Probe", NULL);
    logs_add(&logs, "10:21:00", other, "x:Probe", NULL);
    logs_add(&logs, "10:30:00", BOX, "sts:AssumeRole", ASSUMES("prod", "ASIAPROD"));
    logs_add(&logs, "10:31:00", child, "x:Share", SHARE("s", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->actor_count, 4);
    cr_assert(slice_eq(s->actors[0].name, SLICE("mal")));
    cr_assert(slice_eq(s->actors[1].name, SLICE("i-0f3a91c2")));
    cr_assert(slice_eq(s->actors[2].name, SLICE("prod")));
    cr_assert(slice_eq(s->actors[3].name, SLICE("i-0f3a91c3")));
    cr_assert_eq(s->actors[2].parent, 1);
    cr_assert_eq(s->actors[3].parent, 0);
    for (uint32_t i = 1; i < s->actor_count; i++) cr_assert_lt(s->actors[i].parent, i);
}

Test(lanes, two_who_made_each_other_do_not_go_round_in_circles) {
    struct caller ann = ANN, bob = {"user", "bob", .key = "AKIABOB"};
    ann.key = "AKIAANN2", bob.key = "AKIABOB2";
    logs_add(&logs, "10:00:00", ANN, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", ANN, "iam:CreateUser", "\"requestParameters\":{\"userName\":\"bob\"}");
    logs_add(&logs, "10:02:00", bob, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:03:00", bob, "iam:AttachUserPolicy",
             "\"requestParameters\":{\"userName\":\"ann\",\"policyArn\":\"arn:aws:iam::aws:policy/X\"}");
    logs_add(&logs, "10:04:00", ann, "x:Grab", GRAB("c"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->actor_count, 2);
    cr_assert_eq(s->actors[0].parent, STORY_NONE);
    cr_assert_eq(s->actors[1].parent, 0);
}
