/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "lineage/behalf.h"
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

TestSuite(behalf, .init = begin, .fini = end);

/* A session in an account whose neighbour sends no logs. */
static const struct caller FAR = {"session",
                                  "far",
                                  .session = "work",
                                  .key = "ASIAFAR",
                                  .created = "10:20:00",
                                  .account = "777788889999",
                                  .source_identity = "ann"};
static const struct caller BOB = {"user", "bob", .key = "AKIABOB"};

#define SETS(name)                                                                             \
    "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::444455556666:role/middle\","            \
    "\"sourceIdentity\":\"" name "\"},\"responseElements\":{\"credentials\":{\"accessKeyId\":" \
    "\"ASIAUNSEEN\"},\"sourceIdentity\":\"" name "\"}"

static const struct join *only_join_to(const char *child) {
    const struct join *found = NULL;
    size_t count = lineage_join(&logs.facts.lineage, &arena, &joins);
    for (size_t i = 0; i < count; i++) {
        struct slice name = actor_name(&logs.facts.lineage, &logs.facts.lineage.actors[joins[i].child]);
        if (!slice_eq(name, slice_cstr(child))) continue;
        cr_assert_null(found, "two joins");
        found = &joins[i];
    }
    return found;
}

static void expect_parent(const struct join *join, const char *name) {
    cr_assert_not_null(join);
    struct slice parent = actor_name(&logs.facts.lineage, &logs.facts.lineage.actors[join->parent]);
    cr_assert(slice_eq(parent, slice_cstr(name)), "%.*s", SLICE_FMT(parent));
}

Test(behalf, who_set_it_began_the_chain) {
    logs_add(&logs, "10:30:00", FAR, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:00", ANN, "sts:AssumeRole", SETS("ann"));
    const struct join *join = only_join_to("far");
    expect_parent(join, "ann");
    cr_assert_eq(join->confidence, CONFIDENCE_STRONG);
    cr_assert_eq(logs.facts.lineage.links[join->link].kind, LINK_ON_BEHALF);
}

Test(behalf, another_word_or_none_says_nothing) {
    struct caller silent = FAR;
    silent.source_identity = NULL;
    logs_add(&logs, "10:30:00", silent, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:00", ANN, "sts:AssumeRole", SETS("ann"));
    cr_assert_null(only_join_to("far"));
    struct caller other = FAR;
    other.name = "elsewhere", other.source_identity = "anna";
    logs_add(&logs, "10:30:00", other, "x:Grab", GRAB("a"));
    cr_assert_null(only_join_to("elsewhere"));
}

/* A word that two people use is nobody's. */
Test(behalf, two_who_set_it_are_two_people) {
    logs_add(&logs, "10:30:00", FAR, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:00", ANN, "sts:AssumeRole", SETS("ann"));
    logs_add(&logs, "10:10:00", BOB, "sts:AssumeRole", SETS("ann"));
    cr_assert_null(only_join_to("far"));
}

Test(behalf, only_while_a_chain_can_last) {
    struct caller tomorrow = FAR;
    tomorrow.created = "23:01:00";
    logs_add(&logs, "23:30:00", tomorrow, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:00:00", ANN, "sts:AssumeRole", SETS("ann"));
    cr_assert_null(only_join_to("far"), "13 hours and a minute");
    logs_add(&logs, "23:01:05", BOB, "sts:AssumeRole", SETS("ann"));
    cr_assert_null(only_join_to("far"), "set after the session began");
    logs_add(&logs, "10:01:00", ANN, "sts:AssumeRole", SETS("ann"));
    expect_parent(only_join_to("far"), "ann");
}

/* The session of the chain that assumed last is nearer than who began it, and is no second person. */
Test(behalf, the_last_of_one_chain) {
    struct caller near = {
        "session", "near", .session = "work", .key = "ASIANEAR", .created = "10:00:00", .source_identity = "ann"};
    logs_add(&logs, "10:00:00", ANN, "sts:AssumeRole",
             "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::111122223333:role/near\",\"sourceIdentity\":\"ann\"},"
             "\"responseElements\":{\"credentials\":{\"accessKeyId\":\"ASIANEAR\"}}");
    logs_add(&logs, "10:10:00", near, "sts:AssumeRole",
             "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::444455556666:role/middle\"},\"responseElements\":{"
             "\"credentials\":{\"accessKeyId\":\"ASIAUNSEEN\"}}");
    logs_add(&logs, "10:30:00", FAR, "x:Grab", GRAB("a"));
    expect_parent(only_join_to("far"), "near");
}

/* Who issued it is known: then that is the answer. */
Test(behalf, an_issuer_is_surer) {
    logs_add(&logs, "10:00:00", ANN, "sts:AssumeRole", SETS("ann"));
    logs_add(&logs, "10:20:00", CI, "sts:AssumeRole", ASSUMES("far", "ASIAFAR"));
    logs_add(&logs, "10:30:00", FAR, "x:Grab", GRAB("a"));
    const struct join *join = only_join_to("far");
    expect_parent(join, "ci");
    cr_assert_eq(join->confidence, CONFIDENCE_EXACT);
}

/* The called account logs the call, too, and knows of ann no more than her account and ID. */
Test(behalf, the_copy_of_the_called_account_is_no_second_person) {
    struct caller outside = {"account", "", .session = "AIDAann", .account = "111122223333"};
    logs_add(&logs, "10:00:00", ANN, "sts:AssumeRole", SETS("ann"));
    logs_add(&logs, "10:00:00", outside, "sts:AssumeRole", SETS("ann") ",\"recipientAccountId\":\"444455556666\"");
    logs_add(&logs, "10:30:00", FAR, "x:Grab", GRAB("a"));
    expect_parent(only_join_to("far"), "ann");
}
