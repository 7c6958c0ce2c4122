/* SPDX-License-Identifier: Apache-2.0 */
/* What many share joins nobody: two attackers who use the same role, machine, address, tool or function are two. Each
 * hub with its two attackers; what is grave is done by each of them apart, so that two stories are the truth. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "logs.h"

static struct logs logs;

static const struct caller EVE = {"user", "eve", .key = "AKIAEVE", .ip = "203.0.113.77", .agent = "kali/2"};

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(hubs, .init = begin, .fini = end);

/* Two alerts, of which none names an actor of the other's. */
static void expect_two(const char *first, const char *second) {
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 2, "%zu alerts", set->alert_count);
    for (size_t i = 0; i < 2; i++) {
        const struct story *s = &set->alerts[i];
        bool a = logs_actor(s, first), b = logs_actor(s, second);
        cr_expect(a != b, "alert %zu has %s", i, a ? "both" : "neither");
    }
}

static struct caller session_of(const char *role, const char *name, const char *key, const char *ip,
                                const char *agent) {
    return (struct caller){"session", role,          .session = name, .key = key, .created = "09:50:00",
                           .ip = ip,  .agent = agent};
}

#define TARGET(instance) "\"requestParameters\":{\"target\":\"" instance "\"}"

Test(hubs, a_pipelines_role) {
    struct caller one = session_of("deploy", "build-1", "ASIAB1", "192.0.2.21", "terraform/1");
    struct caller two = session_of("deploy", "build-2", "ASIAB2", "192.0.2.22", "terraform/1");
    logs_add(&logs, "09:55:00", CI, "sts:AssumeRole", ASSUMES("deploy", "ASIAB1"));
    logs_add(&logs, "09:56:00", CI, "sts:AssumeRole", ASSUMES("deploy", "ASIAB2"));
    logs_add(&logs, "10:00:00", one, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", two, "x:Grab", GRAB("b"));
    expect_two("build-1", "build-2");
}

Test(hubs, a_role_of_many_people) {
    struct caller one =
        session_of("AWSReservedSSO_Admin_1234567890abcdef", "ann@example.com", "ASIAP1", "198.51.100.7", "a/1");
    struct caller two =
        session_of("AWSReservedSSO_Admin_1234567890abcdef", "bob@example.com", "ASIAP2", "203.0.113.8", "b/1");
    logs_add(&logs, "10:00:00", one, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", two, "x:Grab", GRAB("b"));
    expect_two("ann@example.com", "bob@example.com");
}

Test(hubs, a_role_that_both_assume) {
    logs_add(&logs, "09:50:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "09:50:30", EVE, "x:Grab", GRAB("b"));
    logs_add(&logs, "09:55:00", MAL, "sts:AssumeRole", ASSUMES("automation", "ASIAM1"));
    logs_add(&logs, "09:56:00", EVE, "sts:AssumeRole", ASSUMES("automation", "ASIAE1"));
    logs_add(&logs, "10:00:00", session_of("automation", "m", "ASIAM1", MAL.ip, MAL.agent), "x:Grab", GRAB("c"));
    logs_add(&logs, "10:01:00", session_of("automation", "e", "ASIAE1", EVE.ip, EVE.agent), "x:Grab", GRAB("d"));
    expect_two("mal", "eve");
}

/* Everybody comes by it, and it does nothing of its own. */
Test(hubs, a_bastion) {
    logs_add(&logs, "09:40:00", ANN, "ssm:StartSession", TARGET("i-0f3a91c2"));
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:30", EVE, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:01:00", MAL, "ssm:StartSession", TARGET("i-0f3a91c2"));
    logs_add(&logs, "10:02:00", EVE, "ssm:StartSession", TARGET("i-0f3a91c2"));
    logs_add(&logs, "10:05:00", BOX, "s3:ListBuckets", NULL);
    expect_two("mal", "eve");
}

Test(hubs, the_address_of_a_company) {
    for (unsigned i = 0; i < 50; i++) {
        char name[16], key[16];
        snprintf(name, sizeof name, "user%u", i);
        snprintf(key, sizeof key, "AKIAU%u", i);
        struct caller one = {"user", name, .key = key, .ip = "192.0.2.100", .agent = "aws-cli/2"};
        logs_add(&logs, "10:00:00", one, "s3:ListBuckets", NULL);
        if (i == 7 || i == 31) logs_add(&logs, "10:30:00", one, "x:Grab", GRAB("a"));
    }
    expect_two("user7", "user31");
}

Test(hubs, a_tool_that_both_use) {
    struct caller other = EVE;
    other.agent = MAL.agent;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:30", other, "x:Grab", GRAB("b"));
    expect_two("mal", "eve");
}

/* To call a function is not to become it. */
Test(hubs, a_function_that_everybody_calls) {
    static const char CALL[] = "\"requestParameters\":{\"functionName\":\"ping\"}";
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:30", EVE, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:01:00", MAL, "lambda:Invoke", CALL);
    logs_add(&logs, "10:02:00", EVE, "lambda:Invoke", CALL);
    logs_add(&logs, "10:03:00", session_of("ping-role", "ping", "ASIAFN", "3.3.3.3", "lambda/1"), "x:Probe", NULL);
    expect_two("mal", "eve");
}

#define STACK(name)                                                                                          \
    "\"requestParameters\":{\"stackName\":\"" name "\",\"roleARN\":\"arn:aws:iam::111122223333:role/cfn\"}," \
    "\"responseElements\":{\"stackId\":\"arn:aws:cloudformation:us-east-1:111122223333:stack/" name "/1\"}"

/* CloudFormation works with the role for both, under one name: what it does is grave, but not whose it is. */
Test(hubs, a_role_that_cloudformation_has_for_all) {
    struct caller stack = session_of("cfn", "AWSCloudFormation", "ASIACFN", "cloudformation.amazonaws.com",
                                     "cloudformation.amazonaws.com");
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:30", EVE, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:01:00", MAL, "cloudformation:CreateStack", STACK("one"));
    logs_add(&logs, "10:20:00", EVE, "cloudformation:CreateStack", STACK("two"));
    logs_add(&logs, "10:21:00", stack, "s3:ListBuckets", NULL);
    expect_two("mal", "eve");
}

Test(hubs, a_role_that_cloudformation_does_grave_things_with) {
    struct caller stack = session_of("cfn", "AWSCloudFormation", "ASIACFN", "cloudformation.amazonaws.com",
                                     "cloudformation.amazonaws.com");
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:30", EVE, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:01:00", MAL, "cloudformation:CreateStack", STACK("one"));
    logs_add(&logs, "10:01:30", stack, "x:Grab", GRAB("c"));
    logs_add(&logs, "10:20:00", EVE, "cloudformation:CreateStack", STACK("two"));
    logs_add(&logs, "10:21:00", stack, "x:Grab", GRAB("d"));
    const struct story_set *set = logs_weave(&logs);
    for (size_t i = 0; i < set->alert_count; i++)
        cr_expect_not(logs_actor(&set->alerts[i], "mal") && logs_actor(&set->alerts[i], "eve"));
}
