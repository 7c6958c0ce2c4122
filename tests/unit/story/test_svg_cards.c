/* SPDX-License-Identifier: Apache-2.0 */
/* A card: its classes and marks by outcome, the sentence for who cannot see it, a stack, hostile words. */
#include <criterion/criterion.h>

#include "sketch.h"

static struct sketch *one_step(void) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    return s;
}

static void put_card(const struct svg_pen *pen, void *index) {
    svg_card(pen, *(uint32_t *)index);
}

static struct buf card(struct sketch *s, uint32_t index) {
    return sketch_svg(s, put_card, &index);
}

static void expect_card(uint64_t count, uint64_t failed, const char *classes, const char *words, const char *mark) {
    struct sketch *s = one_step();
    s->steps[0].count = count, s->steps[0].failed = failed;
    struct buf out = card(s, 0);
    sketch_expect(&out, classes);
    sketch_expect(&out, words);
    sketch_expect(&out, mark);
    buf_release(&out);
    sketch_free(s);
}

Test(svg_cards, how_it_ended_is_told_by_class_words_and_shape) {
    expect_card(1, 0, "class=\"step t-break ok\" id=\"step-s01\"", "Succeeded, 1 call.", "class=\"ok-i\"");
    expect_card(3, 3, "class=\"step t-break no\"", "Attempted, denied, 3 calls.", "class=\"st-x\"");
    expect_card(3, 1, "class=\"step t-break mix\"", "Mixed: 2 succeeded, 1 denied, 3 calls.", "class=\"half\"");
}

Test(svg_cards, a_hinge_names_its_branches) {
    struct sketch *s = one_step();
    sketch_step(s, sketch_actor(s, ACTOR_SESSION, 0), 1, LEVEL_HIGH, "impact");
    struct buf out = card(s, 0);
    sketch_expect(&out, " hinge\"");
    sketch_expect(&out, "Step 1 of 2, 13:00:00 UTC, a0, Impact: s0. Succeeded, 1 call. Branch: issued key of a1.");
    sketch_expect(&out, "class=\"st-c\"");
    buf_release(&out);
    out = card(s, 1);
    cr_expect_null(strstr(out.ptr, "Branch:"));
    buf_release(&out);
    sketch_free(s);
}

Test(svg_cards, a_stack_lists_its_steps) {
    struct sketch *s = one_step();
    for (uint32_t i = 1; i <= PICTURE_CARDS_MAX; i++) sketch_step(s, 0, i, LEVEL_LOW, "discovery");
    struct buf out = card(s, 1);
    sketch_expect(&out, " stack\" id=\"step-s02\" data-step=\"2\" data-lane=\"0\" data-steps=\"2 3 4 ");
    sketch_expect(&out, "Step 2 of 61, with 58 more, ");
    cr_expect_eq(sketch_count(&out, "class=\"back\""), 2);
    buf_release(&out);
    sketch_free(s);
}

Test(svg_cards, hostile_words_stay_words) {
    struct sketch *s = one_step();
    s->steps[0].title = s->steps[0].detail = s->steps[0].tactic = SLICE("\"><script>&'\x1b");
    struct buf out = card(s, 0);
    cr_expect_null(strstr(out.ptr, "<script"));
    cr_expect_null(strchr(out.ptr, '\x1b'));
    sketch_expect(&out, "&lt;script&gt;&amp;");
    buf_release(&out);
    sketch_free(s);
}
