/* SPDX-License-Identifier: Apache-2.0 */
/* Who gets a lane: all up to the limit; beyond it siblings share one, then the least grave give theirs up. */
#include <criterion/criterion.h>

#include "sketch.h"

static uint32_t lane_of(const struct sketch *s, uint32_t actor) {
    return s->layout.lane_of_actor[actor];
}

/* `count` users without a link between them, a step each, the level by `levels`. */
static struct sketch *strangers(uint32_t count, const enum level *levels) {
    struct sketch *s = sketch_new();
    for (uint32_t i = 0; i < count; i++) sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (uint32_t i = 0; i < count; i++) sketch_step(s, i, i, levels ? levels[i] : LEVEL_HIGH, "discovery");
    sketch_layout(s);
    return s;
}

Test(layout_lanes, all_up_to_the_limit) {
    struct sketch *s = strangers(PICTURE_LANES_MAX, NULL);
    cr_expect_eq(s->layout.lane_count, (size_t)PICTURE_LANES_MAX);
    for (uint32_t i = 0; i < PICTURE_LANES_MAX; i++) cr_expect_eq(lane_of(s, i), i);
    sketch_free(s);
}

Test(layout_lanes, beyond_it_the_least_grave_goes_and_the_origin_stays) {
    enum level levels[PICTURE_LANES_MAX + 1];
    for (size_t i = 0; i <= PICTURE_LANES_MAX; i++) levels[i] = LEVEL_HIGH;
    levels[0] = LEVEL_LOW, levels[5] = LEVEL_MEDIUM;
    struct sketch *s = strangers(PICTURE_LANES_MAX + 1, levels);
    cr_expect_eq(s->layout.lane_count, (size_t)PICTURE_LANES_MAX);
    cr_expect_eq(lane_of(s, 5), STORY_NONE);
    cr_expect_eq(lane_of(s, 0), 0);
    cr_expect_eq(lane_of(s, 6), 5);
    sketch_free(s);
}

Test(layout_lanes, of_equals_the_one_with_fewer_steps_goes_then_the_later) {
    struct sketch *s = sketch_new();
    for (uint32_t i = 0; i <= PICTURE_LANES_MAX; i++) sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (uint32_t i = 0; i <= PICTURE_LANES_MAX; i++) sketch_step(s, i, i, LEVEL_HIGH, "discovery");
    for (uint32_t i = 4; i <= PICTURE_LANES_MAX; i++) sketch_step(s, i, 100 + i, LEVEL_HIGH, "discovery");
    sketch_layout(s);
    cr_expect_eq(lane_of(s, 3), STORY_NONE);
    cr_expect_neq(lane_of(s, 2), STORY_NONE);
    sketch_free(s);
}

/* One user that makes `count` keys in one step; each is used. */
static struct sketch *family(uint32_t count) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    uint32_t made = sketch_step(s, 0, 0, LEVEL_HIGH, "persistence");
    for (uint32_t i = 1; i <= count; i++) sketch_actor(s, i == 2 ? ACTOR_ROOT : ACTOR_SESSION, made);
    for (uint32_t i = 1; i <= count; i++) sketch_step(s, i, i, LEVEL_LOW, "discovery");
    sketch_layout(s);
    return s;
}

Test(layout_lanes, siblings_of_one_kind_share_a_lane_when_there_are_too_many) {
    struct sketch *s = family(PICTURE_LANES_MAX - 1);
    cr_expect_eq(s->layout.lane_count, (size_t)PICTURE_LANES_MAX);
    sketch_free(s);
    s = family(PICTURE_LANES_MAX);
    cr_assert_eq(s->layout.lane_count, 3);
    cr_expect_eq(lane_of(s, 3), lane_of(s, 1));
    cr_expect_neq(lane_of(s, 2), lane_of(s, 1));
    cr_expect_eq(s->layout.lanes[lane_of(s, 1)].member_count, (uint32_t)PICTURE_LANES_MAX - 1);
    cr_expect_eq(s->layout.lanes[lane_of(s, 1)].parent, lane_of(s, 0));
    sketch_free(s);
}

Test(layout_lanes, who_does_nothing_has_none) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    uint32_t made = sketch_step(s, 0, 0, LEVEL_HIGH, "persistence");
    sketch_actor(s, ACTOR_SESSION, made);
    sketch_layout(s);
    cr_expect(s->layout.lane_count == 1 && lane_of(s, 1) == STORY_NONE);
    cr_assert_eq(s->layout.branch_count, 1);
    sketch_expect_text(s->layout.branches[0].object, "+1 quiet session");
    sketch_free(s);
}

Test(layout_lanes, where_only_the_parent_is_known_its_last_step_before_is_taken) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_actor(s, ACTOR_SESSION, STORY_NONE);
    s->actors[1].parent = 0;
    sketch_step(s, 0, 0, LEVEL_HIGH, "discovery");
    sketch_step(s, 0, 1, LEVEL_HIGH, "persistence");
    sketch_step(s, 1, 2, LEVEL_HIGH, "impact");
    sketch_step(s, 0, 3, LEVEL_HIGH, "impact");
    sketch_layout(s);
    cr_expect_eq(s->layout.lanes[1].via_card, 1);
    sketch_free(s);
}
