/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "logs.h"
#include "story/person.h"

static struct logs logs;

static void begin(void) {
    logs_init(&logs, LOGS_RULES);
}

static void end(void) {
    logs_release(&logs);
}

TestSuite(person, .init = begin, .fini = end);

static const struct caller FAR = {"session",
                                  "far",
                                  .session = "work",
                                  .key = "ASIAFAR",
                                  .created = "10:20:00",
                                  .account = "777788889999",
                                  .source_identity = "ann",
                                  .ip = "203.0.113.40"};

#define SETS(name)                                                                             \
    "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::444455556666:role/middle\","            \
    "\"sourceIdentity\":\"" name "\"},\"responseElements\":{\"credentials\":{\"accessKeyId\":" \
    "\"ASIAUNSEEN\"},\"sourceIdentity\":\"" name "\"}"

static void expect(struct slice got, const char *want) {
    cr_assert(slice_eq(got, slice_cstr(want)), "%.*s", SLICE_FMT(got));
}

Test(person, nobody_of_that_name_leaves_the_name) {
    logs_add(&logs, "10:30:00", FAR, "x:Share", SHARE("snap", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->actor_count, 1);
    expect(s->actors[0].source_identity, "ann");
    expect(s->actors[0].origin, "On behalf of ann (source identity)");
    bool said = false;
    for (size_t i = 0; i < s->blind_spot_count; i++)
        said |= slice_find(s->blind_spots[i].title, SLICE("the chain was begun for ann")) >= 0;
    cr_assert(said);
}

/* A name is no proof: what ann does is not drawn into it. */
Test(person, a_user_of_that_name_is_shown_as_inferred) {
    logs_add(&logs, "09:00:00", ANN, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:30:00", FAR, "x:Share", SHARE("snap", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    const struct story_actor *ann = logs_actor(s, "ann"), *far = logs_actor(s, "far");
    cr_assert(ann && far);
    cr_assert(ann->untainted);
    cr_assert_eq(far->parent, (uint32_t)(ann - s->actors));
    cr_assert_eq(far->via_confidence, CONFIDENCE_INFERRED);
    expect(far->via_kind, "on behalf of");
    expect(far->origin, "On behalf of ann (source identity, inferred)");
}

Test(person, two_suspicious_ones_are_one_story) {
    logs_add(&logs, "09:00:00", ANN, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:30:00", FAR, "x:Share", SHARE("snap", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(s->actor_count, 2);
    cr_assert_not(logs_actor(s, "ann")->untainted);
}

Test(person, of_two_of_that_name_none_is_taken) {
    struct caller other = ANN;
    other.account = "444455556666", other.key = "AKIAOTHER";
    logs_add(&logs, "09:00:00", ANN, "x:Grab", GRAB("a"));
    logs_add(&logs, "09:10:00", other, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:30:00", FAR, "x:Share", SHARE("snap", "999988887777"));
    const struct story_set *set = logs_weave(&logs);
    cr_assert_eq(set->alert_count, 2);
    const struct story_actor *far = logs_actor(&set->alerts[0], "far");
    cr_assert_eq(far->parent, STORY_NONE);
    expect(far->origin, "On behalf of ann (source identity)");
}

/* A session that is over cannot have begun another; one that goes on is nearer than the user. */
Test(person, a_session_of_that_name_must_be_alive) {
    struct caller portal = {"session", "entry", .session = "ann", .key = "ASIAENTRY", .created = "09:00:00"};
    logs_add(&logs, "08:00:00", ANN, "s3:ListBuckets", NULL);
    logs_add(&logs, "09:30:00", portal, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:30:00", FAR, "x:Share", SHARE("snap", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    cr_assert_eq(logs_actor(s, "far")->parent, (uint32_t)(logs_actor(s, "entry") - s->actors));
    struct caller late = FAR;
    late.name = "late", late.key = "ASIALATE", late.created = "21:00:01";
    logs_add(&logs, "21:30:00", late, "x:Share", SHARE("other", "999988887777"));
    const struct story_set *set = logs_weave(&logs);
    for (size_t i = 0; i < set->alert_count; i++) {
        const struct story_actor *a = logs_actor(&set->alerts[i], "late");
        if (a) cr_assert(slice_eq(set->alerts[i].actors[a->parent].name, SLICE("ann")));
    }
    cr_assert_eq(set->alert_count, 2);
}

/* Who set it is in the logs: strong, and said. What the session does belongs to the story when it is suspicious. */
Test(person, who_set_it_is_strong) {
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "sts:AssumeRole", SETS("ann"));
    logs_add(&logs, "10:30:00", FAR, "x:Share", SHARE("snap", "999988887777"));
    const struct story *s = logs_only_alert(&logs);
    const struct story_actor *far = logs_actor(s, "far");
    cr_assert_eq(far->parent, (uint32_t)(logs_actor(s, "mal") - s->actors));
    cr_assert_eq(far->via_confidence, CONFIDENCE_STRONG);
    expect(far->origin, "On behalf of ann (source identity, strong)");
    cr_assert_neq(far->via_step, STORY_NONE);
}

/* Everybody's pipeline says the same: two who set it are two. */
Test(person, a_shared_word_joins_nobody) {
    struct caller two = {"user", "two", .key = "AKIATWO", .ip = "198.51.100.9", .agent = "two/1"};
    logs_add(&logs, "10:00:00", MAL, "x:Grab", GRAB("a"));
    logs_add(&logs, "10:01:00", MAL, "sts:AssumeRole", SETS("ann"));
    logs_add(&logs, "10:02:00", two, "x:Grab", GRAB("b"));
    logs_add(&logs, "10:03:00", two, "sts:AssumeRole", SETS("ann"));
    logs_add(&logs, "10:30:00", FAR, "x:Share", SHARE("snap", "999988887777"));
    cr_assert_eq(logs_weave(&logs)->alert_count, 3);
}
