/* SPDX-License-Identifier: Apache-2.0 */
/* The fixtures keep the invariants of story.h: what the renderers' tests rest upon. */
#include <criterion/criterion.h>

#include "story_fixture.h"

static void check_steps(const struct story *st) {
    for (size_t i = 0; i < st->step_count; i++) {
        const struct story_step *s = &st->steps[i];
        cr_assert_lt(s->actor, st->actor_count);
        cr_assert_geq(s->to, s->from);
        cr_assert_leq(s->failed, s->count);
        cr_assert(i == 0 || st->steps[i - 1].from <= s->from);
        for (size_t e = 0; e < s->event_count; e++) {
            cr_assert(s->events[e].time >= s->from && s->events[e].time <= s->to);
            cr_assert(e == 0 || s->events[e - 1].time <= s->events[e].time);
        }
    }
}

static void check_actors(const struct story *st) {
    int score = 0;
    for (size_t i = 0; i < st->reason_count; i++) score += st->reasons[i].points;
    cr_assert_eq(score, st->score);
    cr_assert_eq(st->actors[0].parent, STORY_NONE);
    for (uint32_t k = 1; k < st->actor_count; k++) {
        const struct story_actor *who = &st->actors[k];
        cr_assert_lt(who->parent, k);
        if (who->via_step == STORY_NONE) continue;
        cr_assert_eq(st->steps[who->via_step].actor, who->parent);
        cr_assert(st->steps[who->via_step].hinge);
    }
}

Test(fixture, reference) {
    struct story_set set;
    fixture_reference(&set);
    const struct story *st = &set.alerts[0];
    cr_assert_eq(st->step_count, 16);
    cr_assert_eq(st->actor_count, 3);
    cr_assert_eq(st->edge_count, 15);
    size_t events = 0;
    for (size_t i = 0; i < st->step_count; i++) events += st->steps[i].event_count;
    cr_assert_eq(events, 60);
    check_steps(st);
    check_actors(st);
    arena_release(&set.arena);
}

Test(fixture, random_ones_are_valid) {
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct story_set set;
        size_t steps = 1 + seed * 7 % 90;
        fixture_random(&set, seed, steps, 1 + seed % 14);
        cr_assert_eq(set.alerts[0].step_count, steps);
        check_steps(&set.alerts[0]);
        check_actors(&set.alerts[0]);
        arena_release(&set.arena);
    }
}
