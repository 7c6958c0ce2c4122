/* SPDX-License-Identifier: Apache-2.0 */
/* Steps to cards: at the limit and beyond, what is never stacked, and what a stack says of its steps. */
#include <criterion/criterion.h>

#include "sketch.h"

static struct sketch *row_of(uint32_t steps, const char *tactic) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (uint32_t i = 0; i < steps; i++) sketch_step(s, 0, i, LEVEL_LOW, tactic);
    return s;
}

static const struct layout_card *stack_of(const struct sketch *s) {
    const struct layout_card *found = NULL;
    for (size_t c = 0; c < s->layout.card_count; c++) {
        if (s->layout.cards[c].step_count == 1) continue;
        cr_expect_null(found, "two stacks");
        found = &s->layout.cards[c];
    }
    return found;
}

Test(layout_fold, a_card_each_up_to_the_limit) {
    struct sketch *s = row_of(PICTURE_CARDS_MAX, "discovery");
    sketch_layout(s);
    cr_expect_eq(s->layout.card_count, (size_t)PICTURE_CARDS_MAX);
    cr_expect(!stack_of(s) && !s->layout.folded);
    for (uint32_t i = 0; i < PICTURE_CARDS_MAX; i++) cr_expect_eq(s->layout.card_of_step[i], i);
    sketch_free(s);
}

Test(layout_fold, beyond_it_a_run_becomes_one_between_the_ends) {
    struct sketch *s = row_of(PICTURE_CARDS_MAX + 1, "discovery");
    sketch_layout(s);
    cr_assert_eq(s->layout.card_count, 3);
    const struct layout_card *stack = stack_of(s);
    cr_assert(stack);
    cr_expect(stack->step_count == PICTURE_CARDS_MAX - 1 && stack->steps[0] == 1 && s->layout.folded);
    cr_expect(s->layout.cards[2].last && !stack->last);
    sketch_free(s);
}

Test(layout_fold, a_stack_says_what_its_steps_say_together) {
    struct sketch *s = row_of(PICTURE_CARDS_MAX + 1, "discovery");
    s->steps[7].count = 10, s->steps[7].failed = 4, s->steps[7].apis = 5;
    s->steps[9].level = LEVEL_MEDIUM;
    s->steps[9].to += US_PER_DAY;
    for (uint32_t i = 0; i <= PICTURE_CARDS_MAX; i++) s->steps[i].context = i != 20;
    sketch_layout(s);
    const struct layout_card *stack = stack_of(s);
    cr_assert(stack);
    cr_expect_eq(stack->count, (uint64_t)PICTURE_CARDS_MAX - 1 + 9);
    cr_expect(stack->failed == 4 && stack->outcome == STEP_MIXED && stack->apis == 5);
    cr_expect(stack->lead == 9 && stack->level == LEVEL_MEDIUM && !stack->context);
    cr_expect(stack->from == s->steps[1].from && stack->to == s->steps[9].to);
    sketch_free(s);
}

Test(layout_fold, the_grave_stay_while_the_others_are_enough) {
    struct sketch *s = row_of(PICTURE_CARDS_MAX + 10, "discovery");
    s->steps[30].level = LEVEL_HIGH;
    sketch_layout(s);
    cr_expect_eq(s->layout.cards[s->layout.card_of_step[30]].step_count, 1);
    cr_expect_leq(s->layout.card_count, (size_t)PICTURE_CARDS_MAX);
    sketch_free(s);
}

Test(layout_fold, a_run_is_of_one_tactic_while_that_is_enough) {
    struct sketch *s = row_of(PICTURE_CARDS_MAX + 10, "discovery");
    for (uint32_t i = 0; i < 30; i++) s->steps[i].tactic = SLICE("collection");
    sketch_layout(s);
    for (size_t c = 0; c < s->layout.card_count; c++) {
        const struct layout_card *card = &s->layout.cards[c];
        for (size_t i = 1; i < card->step_count; i++)
            cr_expect(slice_eq(s->steps[card->steps[i]].tactic, s->steps[card->steps[0]].tactic));
    }
    sketch_free(s);
}

Test(layout_fold, a_hinge_is_never_stacked) {
    struct sketch *s = row_of(PICTURE_CARDS_MAX + 20, "discovery");
    sketch_actor(s, ACTOR_SESSION, 40);
    sketch_step(s, 1, PICTURE_CARDS_MAX + 20, LEVEL_LOW, "impact");
    sketch_layout(s);
    const struct layout_card *hinge = &s->layout.cards[s->layout.card_of_step[40]];
    cr_expect(hinge->step_count == 1 && hinge->hinge);
    cr_expect_eq(s->layout.lanes[1].via_card, s->layout.card_of_step[40]);
    sketch_free(s);
}

Test(layout_fold, a_child_is_read_after_what_it_came_out_of) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    uint32_t made = sketch_step(s, 0, 10, LEVEL_LOW, "persistence");
    sketch_actor(s, ACTOR_SESSION, made);
    sketch_step(s, 1, 5, LEVEL_LOW, "impact"); /* its clock ran behind */
    sketch_layout(s);
    cr_expect_lt(s->layout.card_of_step[0], s->layout.card_of_step[1]);
    cr_expect_lt(s->layout.cards[0].column, s->layout.cards[1].column);
    sketch_free(s);
}
