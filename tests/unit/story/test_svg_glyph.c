/* SPDX-License-Identifier: Apache-2.0 */
/* The story without words: a mark a card by outcome, a line a lane, a bend a branch. */
#include <criterion/criterion.h>

#include "sketch.h"

static void put_glyph(const struct svg_pen *pen, void *ctx) {
    story_glyph(pen->st, pen->layout, pen->out);
}

Test(svg_glyph, a_mark_for_everything) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (int64_t i = 0; i < 4; i++) sketch_step(s, 0, i, LEVEL_HIGH, "impact");
    s->steps[1].failed = 1;
    s->steps[2].count = 2, s->steps[2].failed = 1;
    sketch_step(s, sketch_actor(s, ACTOR_SESSION, 3), 5, LEVEL_HIGH, "discovery");
    sketch_actor(s, ACTOR_SESSION, 3); /* without a lane: no bend */
    struct buf out = sketch_svg(s, put_glyph, NULL);
    cr_expect_eq(sketch_count(&out, "<circle class=\"gl-d\""), 2, "succeeded");
    cr_expect_eq(sketch_count(&out, "<circle class=\"gl-o\""), 2, "failed, and some of each");
    cr_expect_eq(sketch_count(&out, "<path class=\"gl-d\""), 1, "half full: some of each");
    cr_expect_eq(sketch_count(&out, "class=\"gl-h\""), 1, "the branch leaves it");
    cr_expect_eq(sketch_count(&out, "class=\"gl-r\""), 2);
    cr_expect_eq(sketch_count(&out, "class=\"gl-b\""), 1);
    cr_expect_eq(sketch_count(&out, "class=\"t-look\""), 1);
    sketch_expect(&out, "aria-label=\"Overview: 5 steps, 3 actors\"");
    sketch_expect(&out, "height=\"25\"");
    buf_release(&out);
    sketch_free(s);
}

static void expect_width(uint32_t columns, const char *want) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (uint32_t i = 0; i < columns; i++) sketch_step(s, 0, i, LEVEL_HIGH, "impact");
    struct buf out = sketch_svg(s, put_glyph, NULL);
    sketch_expect(&out, want);
    buf_release(&out);
    sketch_free(s);
}

Test(svg_glyph, a_long_story_is_drawn_closer) {
    expect_width(0, "width=\"14\" height=\"12\"");
    expect_width(1, "width=\"14\" height=\"12\"");
    expect_width(24, "width=\"520\""); /* 14 + 23 × 22 */
    expect_width(25, "width=\"374\""); /* 14 + 24 × 15 */
}
