/* SPDX-License-Identifier: Apache-2.0 */
/* The words on cards, heads and stubs. That they end inside is in test_layout.c. */
#include <criterion/criterion.h>

#include "sketch.h"

static struct sketch *one_step(void) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    return s;
}

static void expect_outcome(uint64_t count, uint64_t failed, const char *error, const char *want) {
    struct sketch *s = one_step();
    const struct story_event event = {.error = slice_cstr(error)};
    s->steps[0].count = count, s->steps[0].failed = failed;
    s->steps[0].events = &event, s->steps[0].event_count = 1;
    sketch_layout(s);
    sketch_expect_text(s->layout.cards[0].outcome_text, want);
    sketch_free(s);
}

Test(layout_words, how_it_ended) {
    expect_outcome(1, 0, "", "1 call");
    expect_outcome(1204, 0, "", "1,204 calls");
    expect_outcome(3, 3, "AccessDenied", "3 denied");
    expect_outcome(3, 3, "Client.UnauthorizedOperation", "3 denied");
    expect_outcome(3, 3, "NoSuchBucket", "3 failed");
    expect_outcome(5, 2, "AccessDenied", "3 ok · 2 denied");
    expect_outcome(5, 2, "Throttling", "3 ok · 2 failed");
}

static void expect_time(int64_t seconds, const char *want) {
    struct sketch *s = one_step();
    s->steps[0].to += seconds * US_PER_SECOND;
    sketch_layout(s);
    sketch_expect_text(s->layout.cards[0].time_text, want);
    sketch_free(s);
}

Test(layout_words, when) {
    expect_time(0, "13:00:00");
    expect_time(75, "13:00:00 – 13:01:15");
    expect_time(86400, "13:00:00 – 4 Mar 13:00");
}

Test(layout_words, numbers_of_cards_and_stacks) {
    struct sketch *s = one_step();
    for (uint32_t i = 1; i <= PICTURE_CARDS_MAX; i++) sketch_step(s, 0, i, LEVEL_LOW, "discovery");
    sketch_layout(s);
    sketch_expect_text(s->layout.cards[0].number, "1");
    sketch_expect_text(s->layout.cards[0].stack_title, "");
    sketch_expect_text(s->layout.cards[1].number, "2 +58");
    sketch_expect_text(s->layout.cards[1].stack_title, "59 steps · 1 API");
    sketch_free(s);
}

static const struct layout_lane *head(struct sketch *s) {
    sketch_layout(s);
    return &s->layout.lanes[0];
}

Test(layout_words, a_head_of_which_nothing_is_known) {
    struct sketch *s = one_step();
    s->actors[0].name = s->actors[0].account = SLICE("");
    const struct layout_lane *lane = head(s);
    sketch_expect_text(lane->name, actor_kind_title(LANG_EN, ACTOR_USER));
    sketch_expect_text(lane->account, "unknown");
    sketch_expect_text(lane->key, "none seen");
    sketch_expect_text(lane->address, "unknown");
    sketch_expect_text(lane->network, "");
    sketch_free(s);
}

Test(layout_words, keys_and_addresses_are_counted) {
    static const struct story_credential keys[] = {
        {.id = SLICE("ASIAEXAMPLE1")}, {.id = SLICE("ASIAEXAMPLE2")}, {.id = SLICE("AKIAEXAMPLE3")}};
    static const struct story_address from[] = {
        {.ip = SLICE("192.0.2.1"), .country = SLICE("NL"), .network = SLICE("vpn")}, {.ip = SLICE("192.0.2.2")}};
    struct sketch *s = one_step();
    struct story_actor *who = &s->actors[0];
    who->credentials = keys, who->credential_count = 2;
    who->addresses = from, who->address_count = 2;
    sketch_expect_text(head(s)->key, "ASIA… 2 rotating");
    sketch_expect_text(s->layout.lanes[0].address, "192.0.2.1 +1");
    sketch_expect_text(s->layout.lanes[0].network, "NL · vpn");
    who->credential_count = 3, who->address_count = 1;
    cr_expect(slice_ends(head(s)->key, SLICE(" +2")), "%.*s", SLICE_FMT(s->layout.lanes[0].key));
    sketch_expect_text(s->layout.lanes[0].address, "192.0.2.1");
    sketch_free(s);
}

static void expect_role(enum actor_kind kind, const char *role, const char *session, const char *want) {
    struct sketch *s = one_step();
    s->actors[0].kind = kind, s->actors[0].role = slice_cstr(role), s->actors[0].session = slice_cstr(session);
    sketch_expect_text(head(s)->role, want);
    sketch_free(s);
}

Test(layout_words, roles) {
    expect_role(ACTOR_USER, "", "", actor_kind_title(LANG_EN, ACTOR_USER));
    expect_role(ACTOR_INSTANCE, "web-role", "i-1", "as web-role");
    expect_role(ACTOR_INSTANCE, "", "i-1", actor_kind_title(LANG_EN, ACTOR_INSTANCE));
    expect_role(ACTOR_SESSION, "admin", "ann", "role session · ann");
}

Test(layout_words, last_seen_is_never_before_the_last_step) {
    struct sketch *s = one_step();
    sketch_expect_text(head(s)->last_seen, "last seen 13:00");
    s->actors[0].last_seen = SKETCH_START + 3 * US_PER_HOUR;
    sketch_expect_text(head(s)->last_seen, "last seen 16:00");
    s->actors[0].last_seen = SKETCH_START + 25 * US_PER_HOUR;
    sketch_expect_text(head(s)->last_seen, "last seen 4 Mar 14:00");
    s->actors[0].last_seen = SKETCH_START - US_PER_HOUR;
    sketch_expect_text(head(s)->last_seen, "last seen 13:00");
    sketch_free(s);
}

Test(layout_words, stubs_count_who_has_no_lane) {
    struct sketch *s = one_step();
    sketch_actor(s, ACTOR_SESSION, 0);
    sketch_actor(s, ACTOR_SESSION, 0);
    sketch_layout(s);
    sketch_expect_text(s->layout.branches[0].object, "+2 quiet sessions");
    sketch_actor(s, ACTOR_ROOT, 0);
    sketch_layout(s);
    sketch_expect_text(s->layout.branches[0].object, "+3 quiet actors");
    sketch_free(s);
}
