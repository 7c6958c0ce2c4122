/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "lineage/join.h"
#include "logs.h"

static struct logs logs;
static struct arena arena;
static const struct join *joins;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
    arena_init(&arena, 0);
}

static void end(void) {
    arena_release(&arena);
    logs_release(&logs);
}

static size_t join(void) {
    return lineage_join(&logs.facts.lineage, &arena, &joins);
}

static struct slice name_of(uint32_t actor) {
    return actor_name(&logs.facts.lineage, &logs.facts.lineage.actors[actor]);
}

TestSuite(join, .init = begin, .fini = end);

static const struct caller AUDIT = {"session", "prod-admin", .session = "audit", .key = "ASIA7KDM",
                                    .created = "14:09:03"};

#define ASSUME(key)                                                                                                \
    "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::111122223333:role/prod-admin\"},\"responseElements\":{" key \
    "\"assumedRoleUser\":{\"assumedRoleId\":\"AROAprod-admin:audit\"}}"

Test(join, by_key_is_exact_even_when_the_use_comes_first) {
    logs_add(&logs, "14:11:00", AUDIT, "s3:ListBuckets", NULL);
    logs_add(&logs, "14:09:03", MAL, "sts:AssumeRole", ASSUME("\"credentials\":{\"accessKeyId\":\"ASIA7KDM\"},"));
    cr_assert_eq(join(), 1);
    cr_assert_eq(joins[0].confidence, CONFIDENCE_EXACT);
    cr_assert(slice_eq(name_of(joins[0].parent), SLICE("mal")));
    cr_assert(slice_eq(name_of(joins[0].child), SLICE("prod-admin")));
}

Test(join, by_session_is_strong_and_takes_the_one_begun_then) {
    struct caller earlier = AUDIT, later = AUDIT;
    earlier.created = "09:00:00", earlier.key = "ASIAEARLY";
    later.created = "14:09:06", later.key = "ASIALATE";
    logs_add(&logs, "14:09:02", MAL, "sts:AssumeRole", ASSUME(""));
    logs_add(&logs, "10:00:00", earlier, "s3:ListBuckets", NULL);
    logs_add(&logs, "15:00:00", later, "s3:ListBuckets", NULL);
    cr_assert_eq(join(), 0, "4 s apart is another session");
    logs_add(&logs, "14:11:00", AUDIT, "s3:ListBuckets", NULL);
    cr_assert_eq(join(), 1);
    cr_assert_eq(joins[0].confidence, CONFIDENCE_STRONG);
    cr_assert_eq(logs.facts.lineage.actors[joins[0].child].created % US_PER_DAY,
                 (14 * 60 + 9) * US_PER_MINUTE + 3 * US_PER_SECOND);
}

Test(join, by_instance_is_strong) {
    struct caller instance = {"instance", "archiver", .session = "i-0f3a91c2", .key = "ASIAI1"};
    logs_add(&logs, "13:11:00", instance, "s3:ListBuckets", NULL);
    logs_add(
        &logs, "13:08:30", MAL, "ec2:RunInstances",
        "\"requestParameters\":{\"iamInstanceProfile\":{\"name\":\"archiver\"}},\"responseElements\":{\"instancesSet\":"
        "{\"items\":[{\"instanceId\":\"i-0f3a91c2\"}]}}");
    cr_assert_eq(join(), 1);
    cr_assert_eq(joins[0].confidence, CONFIDENCE_STRONG);
    cr_assert(slice_eq(name_of(joins[0].child), SLICE("i-0f3a91c2")));
}

#define PROJECT "\"requestParameters\":{\"name\":\"site\",\"serviceRole\":\"arn:aws:iam::111122223333:role/builder\"}"

Test(join, a_passed_role_reaches_what_the_service_runs_with_it_afterwards) {
    struct caller build = {"session", "builder", .session = "AWSCodeBuild-4c0d", .key = "ASIAB1",
                           .created = "14:00:00"};
    struct caller person = {"session", "builder", .session = "ann", .key = "ASIAP1", .created = "15:00:00"};
    struct caller other = build;
    other.session = "AWSCodeBuild-0000", other.key = "ASIAB0", other.created = "09:00:00";
    logs_add(&logs, "13:00:00", MAL, "codebuild:CreateProject", PROJECT);
    logs_add(&logs, "14:10:00", build, "s3:ListBuckets", NULL);
    logs_add(&logs, "15:10:00", person, "s3:ListBuckets", NULL);
    logs_add(&logs, "09:10:00", other, "s3:ListBuckets", NULL);
    cr_assert_eq(join(), 1, "neither a person in that role nor a build that was over");
    cr_assert(slice_eq(name_of(joins[0].child), SLICE("AWSCodeBuild-4c0d")));
    cr_assert_eq(joins[0].confidence, CONFIDENCE_STRONG);
}

Test(join, an_issued_key_that_nobody_used_reaches_nobody) {
    struct caller ann = {"user", "ann", .key = "AKIAANN"};
    static const char *const issued =
        "\"requestParameters\":{\"userName\":\"ann\"},\"responseElements\":{\"accessKey\":"
        "{\"accessKeyId\":\"AKIANEW\",\"userName\":\"ann\"}}";
    logs_add(&logs, "10:00:00", MAL, "iam:CreateAccessKey", issued);
    logs_add(&logs, "11:00:00", ann, "s3:ListBuckets", NULL);
    cr_assert_eq(join(), 0);
    ann.key = "AKIANEW";
    logs_add(&logs, "11:30:00", ann, "s3:ListBuckets", NULL);
    cr_assert_eq(join(), 1);
    cr_assert_eq(joins[0].confidence, CONFIDENCE_EXACT);
    cr_assert(slice_eq(lineage_text(&logs.facts.lineage, joins[0].credential), SLICE("AKIANEW")));
}

Test(join, a_key_for_oneself_is_no_link) {
    struct caller mal_again = MAL;
    mal_again.key = "AKIAMAL2";
    logs_add(&logs, "10:00:00", MAL, "iam:CreateAccessKey",
             "\"requestParameters\":{\"userName\":\"mal\"},\"responseElements\":{\"accessKey\":{\"accessKeyId\":"
             "\"AKIAMAL2\"}}");
    logs_add(&logs, "10:01:00", mal_again, "s3:ListBuckets", NULL);
    cr_assert_eq(join(), 0);
}

Test(join, a_created_role_reaches_sessions_begun_after_only) {
    struct caller before = AUDIT, after = AUDIT;
    before.created = "08:00:00", before.session = "old", before.key = "ASIAOLD";
    after.created = "12:00:00", after.session = "new", after.key = "ASIANEW";
    logs_add(&logs, "13:00:00", before, "s3:ListBuckets", NULL);
    logs_add(&logs, "13:00:00", after, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:00:00", MAL, "iam:CreateRole", "\"requestParameters\":{\"roleName\":\"prod-admin\"}");
    cr_assert_eq(join(), 1);
    const struct actor *child = &logs.facts.lineage.actors[joins[0].child];
    cr_assert_eq(child->created - child->first, -US_PER_HOUR, "the session of 12:00:00, seen at 13:00:00");
}

Test(join, paths_of_users_do_not_matter) {
    logs_add(&logs, "10:00:00", MAL, "iam:CreateLoginProfile", "\"requestParameters\":{\"userName\":\"ann\"}");
    struct caller ann = {"user", "ops/ann", .key = "AKIAANN"};
    logs_add(&logs, "11:00:00", ann, "s3:ListBuckets", NULL);
    cr_assert_eq(join(), 1);
    cr_assert(joins[0].console);
}
