/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "logs.h"

static const struct caller WEB = {"session", "web", .session = "deploy", .key = "ASIAWEB", .created = "09:00:00"};

Test(lineage, actors_sightings_and_links_are_counted_once) {
    struct logs logs;
    logs_init(&logs, LOGS_RULES);
    logs_add(&logs, "10:00:00", ANN, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:05:00", ANN, "s3:ListBuckets", NULL);
    struct caller elsewhere = ANN;
    elsewhere.ip = "198.51.100.7";
    logs_add(&logs, "09:30:00", elsewhere, "s3:ListBuckets", NULL);
    logs_add(&logs, "10:06:00", WEB, "iam:CreateUser", "\"requestParameters\":{\"userName\":\"x\"}");
    const struct lineage *l = &logs.facts.lineage;
    cr_assert_eq(l->actor_count, 2);
    cr_assert_eq(l->sighting_count, 3);
    cr_assert_eq(l->link_count, 1);
    uint32_t ann = lineage_find(l, actor_key_user(SLICE("arn:aws:iam::111122223333:user/ann")));
    cr_assert_neq(ann, NO_ACTOR);
    cr_assert(slice_eq(actor_name(l, &l->actors[ann]), SLICE("ann")));
    cr_assert_eq(l->actors[ann].last - l->actors[ann].first, 35 * US_PER_MINUTE);
    cr_assert(slice_eq(lineage_text(l, TEXT_CONSOLE), SLICE("console")));
    logs_release(&logs);
}

Test(lineage, an_ipv4_address_is_its_own_number) {
    cr_assert_eq(address_number(SLICE("0.0.0.0")), 0);
    cr_assert_eq(address_number(SLICE("255.255.255.255")), UINT32_MAX);
    cr_assert_eq(address_number(SLICE("192.0.2.10")), 0xc000020a);
    static const char *const others[] = {"192.0.2.010", "192.0.2.256",  "192.0.2",     "192.0.2.",   "192.0.2.10.",
                                         ".0.2.10",     "192.0.2.1000", " 192.0.2.10", "192.0.2.1a", "",
                                         "::1",         "AWS Internal"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) /* a text like any other */
        cr_expect_eq(address_number(slice_cstr(others[i])), (uint32_t)hash64(slice_cstr(others[i]), 0), "%s",
                     others[i]);
}

Test(lineage, names_come_from_the_arn) {
    struct logs logs;
    logs_init(&logs, LOGS_RULES);
    logs_add(&logs, "10:00:00", WEB, "s3:ListBuckets", NULL);
    const struct lineage *l = &logs.facts.lineage;
    cr_assert(slice_eq(actor_name(l, &l->actors[0]), SLICE("web")));
    cr_assert_eq(actor_session(l, &l->actors[0]).len, 0, "nobody asked for it yet");
    logs_add(&logs, "10:01:00", WEB, "iam:CreateUser", "\"requestParameters\":{\"userName\":\"x\"}");
    cr_assert(slice_eq(actor_session(l, &l->actors[0]), SLICE("deploy")));
    cr_assert(slice_eq(actor_role(l, &l->actors[0]), SLICE("web")));
    logs_release(&logs);
}

Test(lineage, services_leave_no_links) {
    struct logs logs;
    logs_init(&logs, LOGS_RULES);
    logs_add(&logs, "10:00:00", (struct caller){"service", "ec2.amazonaws.com"}, "sts:AssumeRole",
             "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::111122223333:role/"
             "web\"},\"responseElements\":{\"credentials\":"
             "{\"accessKeyId\":\"ASIA1\"}}");
    cr_assert_eq(logs.facts.lineage.link_count, 0);
    logs_release(&logs);
}

/* Many actors, so that the tables grow; two halves merged are the whole. */
Test(lineage, merging_two_halves_gives_the_whole) {
    struct logs whole, left, right;
    logs_init(&whole, LOGS_RULES);
    logs_init(&left, LOGS_RULES);
    logs_init(&right, LOGS_RULES);
    for (int i = 0; i < 1200; i++) {
        struct caller who = ANN;
        char name[16];
        snprintf(name, sizeof name, "user%d", i % 700);
        who.name = who.key = name;
        struct slice record = logs_record(&whole, i % 2 ? "10:00:00" : "11:00:00", who, "iam:CreateUser",
                                          "\"requestParameters\":{\"userName\":\"x\"}");
        logs_add_json(&whole, record);
        logs_add_json(i % 3 ? &left : &right, record);
    }
    facts_merge(&left.facts, &right.facts);
    const struct lineage *a = &whole.facts.lineage, *b = &left.facts.lineage;
    cr_assert_eq(a->actor_count, 700);
    cr_assert_eq(b->actor_count, 700);
    cr_assert_eq(a->sighting_count, b->sighting_count);
    cr_assert_eq(a->link_count, b->link_count);
    for (uint32_t i = 0; i < a->actor_count; i++) {
        uint32_t other = lineage_find(b, a->actors[i].key);
        cr_assert_neq(other, NO_ACTOR);
        cr_assert_eq(a->actors[i].first, b->actors[other].first);
        cr_assert_eq(a->actors[i].last, b->actors[other].last);
        cr_assert(slice_eq(actor_name(a, &a->actors[i]), actor_name(b, &b->actors[other])));
    }
    logs_release(&whole);
    logs_release(&left);
    logs_release(&right);
}
