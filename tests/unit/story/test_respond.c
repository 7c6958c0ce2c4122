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

Test(respond, sessions_of_a_user_are_cut_off_where_it_has_some) {
    struct caller console = MAL;
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    cr_expect_null(find(logs_only_alert(&logs), "put-user-policy"), "a key alone is deactivated");
    console.key = "ASIAMAL9";
    logs_add(&logs, "10:01:00", console, "x:Grab", GRAB("b"));
    const struct story_response *r = find(logs_only_alert(&logs), "aws iam put-user-policy --user-name mal ");
    cr_assert_not_null(r);
    cr_expect(slice_find(r->command, SLICE("\"aws:TokenIssueTime\":\"2026-03-03T10:01:01Z\"")) > 0, "%.*s",
              SLICE_FMT(r->command));
}

Test(respond, an_instance_is_isolated_before_it_is_stopped) {
    logs_add(&logs, "10:00:00", BOX, "x:Grab", GRAB("b"));
    const struct story *s = logs_only_alert(&logs);
    const struct story_response *isolated = find(s, "modify-instance-attribute --instance-id i-0f3a91c2 --groups");
    const struct story_response *stopped = find(s, "stop-instances");
    cr_assert(isolated && stopped);
    cr_expect(isolated < stopped);
}

Test(respond, a_task_is_stopped_in_whatever_cluster_it_runs) {
    struct caller task = {"session",
                          "worker",
                          .session = "0123456789abcdef0123456789abcdef",
                          .key = "ASIATASK",
                          .created = "08:00:00",
                          .ip = "198.51.100.20"};
    logs_add(&logs, "10:00:00", task, "x:Grab", GRAB("b"));
    cr_assert_not_null(find(logs_only_alert(&logs), "--task 0123456789abcdef0123456789abcdef --reason incident-"));
}
