/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around the story: the ribbon's runs, marks of the ruler, torn gaps, rails, the legend. */
#include <criterion/criterion.h>

#include "sketch.h"

static void put_frame(const struct svg_pen *pen, void *ctx) {
    svg_frame(pen);
    svg_rails(pen);
    svg_legend(pen);
}

/* Three steps a minute apart, and one two hours later. */
static struct sketch *with_gap(void) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (int64_t i = 0; i < 3; i++) sketch_step(s, 0, i, LEVEL_HIGH, i ? "impact" : "discovery");
    sketch_step(s, 0, 122, LEVEL_HIGH, "impact");
    return s;
}

Test(svg_frame, ribbon_and_ruler) {
    struct sketch *s = with_gap();
    struct buf out = sketch_svg(s, put_frame, NULL);
    cr_expect_eq(sketch_count(&out, "class=\"chap\""), 2);
    sketch_expect(&out, "<g class=\"t-look\" data-tactic=\"discovery\"><title>Discovery</title>");
    sketch_expect(&out, "<g class=\"t-break\" data-tactic=\"impact\"><title>Impact</title>");
    cr_expect_eq(sketch_count(&out, "class=\"tick\""), 4);
    sketch_expect(&out, ">3 Mar 2026</text>");
    sketch_expect(&out, ">4 steps · 1 actor · 1 account</text>");
    buf_release(&out);
    sketch_free(s);
}

Test(svg_frame, a_gap_says_how_long_and_tears_ruler_and_rail) {
    struct sketch *s = with_gap();
    struct buf out = sketch_svg(s, put_frame, NULL);
    cr_expect_eq(sketch_count(&out, "class=\"gap\""), 1);
    sketch_expect(&out, "aria-label=\"+2 h without a step\"");
    cr_expect_eq(sketch_count(&out, "class=\"rail gap\""), 1);
    cr_expect_eq(sketch_count(&out, "class=\"rail\""), 2);
    cr_expect_eq(sketch_count(&out, "<g class=\"way\" data-lane=\"0\">"), 1, "however often it is torn");
    cr_expect_eq(sketch_count(&out, "class=\"rail-n\""), 1);
    buf_release(&out);
    s->st.step_count = 3;
    out = sketch_svg(s, put_frame, NULL);
    cr_expect_eq(sketch_count(&out, "class=\"gap\"") + sketch_count(&out, "rail gap"), 0);
    cr_expect_eq(sketch_count(&out, "class=\"rail\""), 1);
    buf_release(&out);
    sketch_free(s);
}

Test(svg_frame, the_legend_is_as_short_as_the_story) {
    struct sketch *s = with_gap();
    struct buf out = sketch_svg(s, put_frame, NULL);
    sketch_expect(&out, ">succeeded</text>");
    cr_expect_eq(sketch_count(&out, "failed") + sketch_count(&out, "evidence") + sketch_count(&out, "hinge"), 0);
    buf_release(&out);
    sketch_free(s);
}

Test(svg_frame, the_legend_explains_every_mark) {
    struct sketch *s = sketch_every_mark();
    struct buf out = sketch_svg(s, put_frame, NULL);
    for (int m = 0; m < MARKS; m++) sketch_expect(&out, s->layout.legend[m].text);
    for (int c = CONFIDENCE_EXACT; c <= CONFIDENCE_INFERRED; c++) {
        char line[64];
        snprintf(line, sizeof line, "class=\"branch %s\"", confidence_name((enum confidence)c));
        sketch_expect(&out, line);
    }
    buf_release(&out);
    sketch_free(s);
}
