/* SPDX-License-Identifier: Apache-2.0 */
/* Rows: the youngest child nearest, rows shared where there is room, labels below one another, and the canvas. */
#include <criterion/criterion.h>

#include "sketch.h"

/* A user whose steps at minutes 0, 10, 20 each make a session that acts a minute later, `last` minutes long. */
static struct sketch *three_children(int64_t last) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t made = sketch_step(s, 0, 10 * i, LEVEL_HIGH, "persistence");
        uint32_t child = sketch_actor(s, ACTOR_SESSION, made);
        sketch_step(s, child, 10 * i + 1, LEVEL_HIGH, "impact");
    }
    for (uint32_t child = 1; child <= 3 && last; child++)
        sketch_step(s, child, 30 + last + child, LEVEL_HIGH, "impact");
    sketch_layout(s);
    return s;
}

Test(layout_rows, the_youngest_child_stands_nearest) {
    struct sketch *s = three_children(5);
    const struct layout_lane *lanes = s->layout.lanes;
    cr_assert(s->layout.lane_count == 4 && s->layout.rows == 4);
    cr_expect(lanes[0].row == 0 && lanes[3].row == 1 && lanes[2].row == 2 && lanes[1].row == 3);
    for (size_t k = 0; k < 4; k++) {
        cr_expect_eq(lanes[k].y, GRID_LANE_TOP + lanes[k].row * (GRID_RAIL + GRID_GAP));
        cr_expect_eq(lanes[k].rail_y, lanes[k].y + GRID_RAIL);
    }
    cr_expect_eq(s->layout.last_rail_y, lanes[1].rail_y);
    sketch_free(s);
}

Test(layout_rows, lanes_far_apart_in_time_share_one) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    uint32_t early = sketch_step(s, 0, 0, LEVEL_HIGH, "persistence");
    sketch_step(s, sketch_actor(s, ACTOR_SESSION, early), 1, LEVEL_HIGH, "impact");
    for (int64_t i = 2; i < 8; i++) sketch_step(s, 0, i, LEVEL_HIGH, "discovery");
    uint32_t late = (uint32_t)s->st.step_count - 1;
    sketch_step(s, sketch_actor(s, ACTOR_SESSION, late), 9, LEVEL_HIGH, "impact");
    sketch_layout(s);
    cr_expect(s->layout.rows == 2 && s->layout.lanes[1].row == 1 && s->layout.lanes[2].row == 1);
    sketch_free(s);
}

Test(layout_rows, labels_of_one_station_stand_below_one_another) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    uint32_t made = sketch_step(s, 0, 0, LEVEL_HIGH, "persistence");
    for (int i = 0; i < 2; i++) sketch_actor(s, ACTOR_SESSION, made);
    for (uint32_t i = 1; i <= 2; i++) sketch_step(s, i, i, LEVEL_HIGH, "impact");
    sketch_layout(s);
    const struct layout_branch *b = s->layout.branches;
    cr_assert_eq(s->layout.branch_count, 2);
    cr_expect_eq(b[1].label_y - b[0].label_y, GRID_LABEL);
    cr_expect_eq(b[0].x, b[1].x);
    cr_expect_eq(b[0].from_y, s->layout.lanes[0].rail_y);
    cr_expect_eq(b[1].to_y, s->layout.lanes[2].rail_y);
    /* and the gap below the row grows by that much */
    int nearest = s->layout.lanes[1].y < s->layout.lanes[2].y ? s->layout.lanes[1].y : s->layout.lanes[2].y;
    cr_expect_eq(nearest, GRID_LANE_TOP + GRID_RAIL + GRID_GAP + GRID_LABEL);
    sketch_free(s);
}

Test(layout_rows, a_label_ends_before_the_next_line) {
    struct sketch *s = three_children(0);
    for (uint32_t i = 1; i <= 3; i++)
        s->actors[i].via_label = SLICE("a role with a name that is longer than a column is wide, by far");
    sketch_layout(s);
    const struct layout_branch *b = s->layout.branches;
    cr_assert_eq(s->layout.branch_count, 3);
    cr_expect_lt(b[0].x + b[0].label_w, b[1].x);
    cr_expect_lt(b[1].x + b[1].label_w, b[2].x);
    cr_expect_gt(b[2].label_w, b[1].label_w, "nothing stands right of the last one");
    cr_expect_leq(b[2].x + b[2].label_w + GRID_MARGIN, s->layout.width);
    sketch_free(s);
}

Test(layout_rows, the_legend_takes_the_lines_it_needs) {
    struct sketch *s = sketch_every_mark();
    sketch_layout(s);
    const struct layout *l = &s->layout;
    for (int m = 0; m < MARKS; m++) {
        cr_assert(l->legend[m].text, "mark %d", m);
        cr_expect(l->legend[m].text[0] && l->legend[m].x >= GRID_MARGIN && l->legend[m].y < l->height);
        cr_expect(m == 0 || l->legend[m].y > l->legend[m - 1].y || l->legend[m].x > l->legend[m - 1].x);
    }
    cr_expect_eq(l->legend[MARK_INFERRED].y, l->legend[MARK_OK].y, "a wide picture");
    sketch_free(s);
    s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    uint32_t made = sketch_step(s, 0, 0, LEVEL_HIGH, "persistence");
    s->steps[made].count = 2;
    s->steps[made].failed = 1;
    sketch_actor(s, ACTOR_SESSION, made);
    sketch_step(s, 1, 0, LEVEL_HIGH, "impact");
    sketch_layout(s);
    cr_expect_gt(s->layout.legend[MARK_EXACT].y, s->layout.legend[MARK_OK].y, "a narrow one");
    sketch_free(s);
}

Test(layout_rows, the_legend_names_what_is_there) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    uint32_t step = sketch_step(s, 0, 0, LEVEL_HIGH, "impact");
    static const enum layout_mark_kind marks[] = {MARK_OK, MARK_MIX, MARK_NO}; /* none, some, all failed */
    s->steps[step].count = 2;
    for (unsigned failed = 0; failed < 3; failed++) {
        s->steps[step].failed = failed;
        sketch_layout(s);
        for (int m = 0; m < MARKS; m++)
            cr_expect_eq(s->layout.legend[m].text != NULL, m == (int)marks[failed], "%u failed, mark %d", failed, m);
    }
    sketch_free(s);
}
