/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "story/respond.h"

static struct story_event events[4];
static struct story_step steps[4];
static struct story_actor actor;
static struct story_response list[16];
static const struct facts facts; /* in English */
static struct weaver w;
static struct story_set set;
static struct story st;
static struct plan plan;

static void begin(void) {
    memset(events, 0, sizeof events);
    memset(steps, 0, sizeof steps);
    actor = (struct story_actor){0};
    st = (struct story){.actors = &actor, .actor_count = 1, .steps = steps};
    arena_init(&set.arena, 0);
    w = (struct weaver){.facts = &facts, .arena = &set.arena};
    plan = (struct plan){.w = &w, .story = &st, .list = list, .cap = 16};
}

static void end(void) {
    arena_release(&set.arena);
}

TestSuite(respond_undo, .init = begin, .fini = end);

static void did(const char *api, const char *resource, const char *title) {
    events[st.step_count] = (struct story_event){.name = slice_cstr(api),
                                                 .resource = slice_cstr(resource),
                                                 .region = SLICE("eu-west-1"),
                                                 .account = SLICE("111122223333")};
    steps[st.step_count] =
        (struct story_step){.events = &events[st.step_count], .event_count = 1, .title = slice_cstr(title)};
    st.step_count++;
}

#define COMMAND(i, text) cr_assert(slice_eq(list[i].command, SLICE(text)), "%.*s", SLICE_FMT(list[i].command))

Test(respond_undo, a_call_is_taken_back_with_its_own_values) {
    did("ModifyDBSnapshotAttribute", "orders", "Shared an RDS snapshot with 999988887777");
    plan_undo(&plan);
    cr_assert_eq(plan.count, 1);
    COMMAND(0, "aws rds modify-db-snapshot-attribute --attribute-name restore --db-snapshot-identifier orders "
               "--values-to-remove 999988887777 --region eu-west-1");
    cr_assert(list[0].reversible);
    cr_assert(slice_eq(list[0].account, SLICE("111122223333")));
}

Test(respond_undo, what_cannot_be_taken_back_comes_last_and_backwards) {
    did("CreateRole", "r", "Created the role r");
    did("AttachRolePolicy", "r", "Gave r AdministratorAccess");
    did("RunInstances", "i-0f3a91c2", "Launched i-0f3a91c2");
    plan_undo(&plan);
    cr_assert_eq(plan.count, 3);
    COMMAND(0, "aws iam detach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/AdministratorAccess");
    COMMAND(1, "aws ec2 terminate-instances --instance-ids i-0f3a91c2 --region eu-west-1");
    COMMAND(2, "aws iam delete-role --role-name r");
    cr_assert_not(list[2].reversible);
}

Test(respond_undo, another_policy_is_not_guessed) {
    did("AttachRolePolicy", "r", "Gave r PowerUser");
    plan_undo(&plan);
    cr_assert_eq(plan.count, 0);
}

Test(respond_undo, nothing_that_a_shell_reads_and_nothing_without_its_values) {
    did("CreateUser", "x;id", "Created a user");
    did("CreateUser", "--help", "Created a user");
    did("ModifyDBSnapshotAttribute", "orders", "Shared an RDS snapshot with everybody");
    plan_undo(&plan);
    cr_assert_eq(plan.count, 0);
}

Test(respond_undo, what_failed_or_was_an_ancestors_stays) {
    did("CreateUser", "x", "Created a user");
    events[0].error = SLICE("AccessDenied");
    plan_undo(&plan);
    cr_assert_eq(plan.count, 0);
    events[0].error = (struct slice){0};
    actor.untainted = true;
    plan_undo(&plan);
    cr_assert_eq(plan.count, 0);
}
