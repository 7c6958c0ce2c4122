/* SPDX-License-Identifier: Apache-2.0 */
/* The ruler: when a mark has words, which tactics the ribbon shows, names behind a gap, the corner. */
#include <criterion/criterion.h>

#include "sketch.h"

Test(layout_ruler, a_minute_is_said_once_and_a_new_day_by_its_date) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    sketch_step(s, 0, 1, LEVEL_HIGH, "impact");
    sketch_step(s, 0, 12 * 60, LEVEL_HIGH, "impact");
    s->steps[1].from += 20 * US_PER_SECOND;
    sketch_layout(s);
    cr_assert_eq(s->layout.tick_count, 4);
    sketch_expect_text(s->layout.ticks[0].text, "13:00");
    sketch_expect_text(s->layout.ticks[1].text, "");
    sketch_expect_text(s->layout.ticks[2].text, "13:01");
    sketch_expect_text(s->layout.ticks[3].text, "4 Mar 01:00");
    for (size_t t = 0; t < 4; t++) cr_expect_eq(s->layout.ticks[t].x, s->layout.cards[t].x);
    sketch_free(s);
}

Test(layout_ruler, neighbours_of_one_tactic_are_one_run) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    static const char *const tactics[] = {"discovery", "discovery", "impact", "discovery"};
    for (int64_t i = 0; i < 4; i++) sketch_step(s, 0, i, LEVEL_HIGH, tactics[i]);
    sketch_layout(s);
    cr_assert_eq(s->layout.run_count, 3);
    sketch_expect_text(s->layout.runs[0].tactic, "Discovery");
    sketch_expect_text(s->layout.runs[1].tactic, "Impact");
    cr_expect_eq(s->layout.runs[0].w, GRID_COLUMN + GRID_CARD_W);
    cr_expect_eq(s->layout.runs[1].w, GRID_CARD_W);
    sketch_free(s);
}

Test(layout_ruler, a_name_is_said_again_behind_a_gap) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (int64_t i = 0; i < 4; i++) sketch_step(s, 0, i, LEVEL_HIGH, "impact");
    sketch_layout(s);
    cr_expect(s->layout.gap_count == 0 && s->layout.name_count == 0);
    sketch_step(s, 0, 3 + 15, LEVEL_HIGH, "impact");
    sketch_layout(s);
    cr_assert(s->layout.gap_count == 1 && s->layout.name_count == 1);
    cr_expect_eq(s->layout.gaps[0].length, 15 * US_PER_MINUTE);
    sketch_expect_text(s->layout.names[0].text, "a0");
    cr_expect_gt(s->layout.names[0].x, s->layout.gaps[0].x);
    sketch_free(s);
}

Test(layout_ruler, a_shorter_silence_is_no_gap) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (int64_t i = 0; i < 4; i++) sketch_step(s, 0, i, LEVEL_HIGH, "impact");
    sketch_step(s, 0, 3 + 14, LEVEL_HIGH, "impact");
    sketch_layout(s);
    cr_expect_eq(s->layout.gap_count, 0);
    sketch_free(s);
}

static void expect_corner(int64_t days, size_t accounts, const char *date, const char *counts) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    if (days) sketch_step(s, 0, days * 24 * 60, LEVEL_HIGH, "impact");
    s->st.account_count = accounts;
    sketch_layout(s);
    sketch_expect_text(s->layout.date, date);
    sketch_expect_text(s->layout.counts, counts);
    sketch_free(s);
}

Test(layout_ruler, the_corner) {
    expect_corner(0, 1, "3 Mar 2026", "1 step · 1 actor · 1 account");
    expect_corner(2, 2, "3 Mar – 5 Mar 2026", "2 steps · 1 actor · 2 accounts");
    expect_corner(365, 1, "3 Mar 2026 – 3 Mar 2027", "2 steps · 1 actor · 1 account");
}
