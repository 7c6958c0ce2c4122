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

TestSuite(respond, .init = begin, .fini = end);

static const struct story_response *find(const struct story *s, const char *command) {
    for (size_t i = 0; i < s->response_count; i++)
        if (slice_find(s->responses[i].command, slice_cstr(command)) >= 0) return &s->responses[i];
    return NULL;
}

Test(respond, keys_sessions_and_instances_are_contained) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:05:00", MAL, "ec2:RunInstances", LAUNCHES("i-0f3a91c2"));
    logs_add(&logs, "10:20:00", BOX, "x:Grab", GRAB("b"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_not_null(find(s, "aws iam update-access-key --user-name mal --access-key-id AKIAMAL --status Inactive"));
    cr_assert_not_null(find(s, "aws iam put-role-policy --role-name archiver"));
    cr_assert_not_null(find(s, "aws ec2 stop-instances --instance-ids i-0f3a91c2"));
}

Test(respond, an_untainted_ancestor_is_left_in_peace) {
    logs_add(&logs, "09:55:00", CI, "sts:AssumeRole", ASSUMES("deploy", "ASIAS1"));
    logs_add(&logs, "10:00:00", S1, "x:Grab", GRAB("a"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_not_null(find(s, "--role-name deploy"));
    cr_assert_null(find(s, "--role-name ci"));
}

Test(respond, what_a_shell_could_read_never_enters_a_command) {
    struct caller evil = MAL;
    evil.name = "x;rm -rf $HOME";
    logs_add(&logs, "10:00:00", evil, "x:Grab", GRAB("a"));
    const struct story *s = logs_only_alert(&logs);
    for (size_t i = 0; i < s->response_count; i++)
        cr_assert_eq(slice_find(s->responses[i].command, SLICE("rm -rf")), -1);
}
