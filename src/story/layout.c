/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout.c: the order of the layout's parts, and the columns.
 *
 * column = max(column of the card before, last column of this lane + 1, column of the card the lane came out of + 1).
 * Silence of at least GAP_LEAST and GAP_TIMES the median distance of two steps is folded, and begins a new column.
 */
#include <stdlib.h>

#include "story/layout_parts.h"

#define GAP_LEAST (15 * US_PER_MINUTE)
#define GAP_TIMES 10

static int time_order(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The least silence that is folded. */
static int64_t gap_limit(const struct layout_work *w) {
    size_t count = w->st->step_count;
    if (count < 3) return GAP_LEAST;
    int64_t *distance = ARENA_ARRAY(w->arena, int64_t, count);
    for (size_t i = 1; i < count; i++) distance[i - 1] = w->st->steps[i].from - w->st->steps[i - 1].from;
    qsort(distance, count - 1, sizeof *distance, time_order);
    int64_t median = distance[(count - 2) / 2]; /* of an even number the lower */
    int64_t least = median > INT64_MAX / GAP_TIMES ? INT64_MAX : median * GAP_TIMES;
    return least > GAP_LEAST ? least : GAP_LEAST;
}

static int column_of(const struct layout_work *w, size_t index, const int *last_column, int before, bool gap) {
    const struct layout_card *card = &w->out->cards[index];
    const struct layout_lane *lane = &w->out->lanes[card->lane];
    int column = index == 0 ? 0 : before + (gap ? 1 : 0);
    if (last_column[card->lane] + 1 > column) column = last_column[card->lane] + 1;
    if (lane->via_card != STORY_NONE && w->out->cards[lane->via_card].column + 1 > column)
        column = w->out->cards[lane->via_card].column + 1;
    return column;
}

/* Columns and x of the cards, and the folded gaps. */
static void place_columns(struct layout_work *w) {
    struct layout *out = w->out;
    int *last_column = ARENA_ARRAY(w->arena, int, out->lane_count + 1);
    int64_t limit = gap_limit(w), latest = 0;
    int column = 0, folds = 0;
    out->gaps = ARENA_ARRAY(w->arena, struct layout_gap, out->card_count + 1);
    for (size_t k = 0; k < out->lane_count; k++) last_column[k] = -1;
    for (size_t c = 0; c < out->card_count; c++) {
        struct layout_card *card = &out->cards[c];
        bool gap = c > 0 && card->from - latest >= limit;
        column = column_of(w, c, last_column, column, gap);
        if (gap) folds++;
        card->column = column;
        card->x = GRID_FIRST_X + column * GRID_COLUMN + folds * GRID_FOLD;
        if (gap) out->gaps[out->gap_count++] = (struct layout_gap){card->x, card->from - latest};
        if (c == 0 || card->to > latest) latest = card->to;
        last_column[card->lane] = column;
    }
    out->columns = out->card_count ? column + 1 : 0;
}

/* Where the heads stand: at the station they came out of, or a column before their first card. */
static void place_heads(struct layout_work *w) {
    struct layout *out = w->out;
    for (size_t k = 0; k < out->lane_count; k++) {
        struct layout_lane *lane = &out->lanes[k];
        const struct layout_card *first = &out->cards[lane->first_card], *last = &out->cards[lane->last_card];
        lane->last_column = last->column;
        lane->end_x = last->x + GRID_END;
        if (lane->via_card != STORY_NONE) {
            lane->head_column = out->cards[lane->via_card].column;
            lane->x = out->cards[lane->via_card].x;
        } else {
            lane->head_column = first->column - 1;
            lane->x = first->column == 0 ? GRID_ORIGIN_X : first->x - GRID_COLUMN;
        }
    }
}

/* The story's other edges between cards of different lanes: neither "next" nor the line to a lane. */
static void find_links(struct layout_work *w) {
    struct layout *out = w->out;
    out->links = ARENA_ARRAY(w->arena, struct layout_link, w->st->edge_count + 1);
    for (uint32_t e = 0; e < w->st->edge_count; e++) {
        const struct story_edge *edge = &w->st->edges[e];
        if (edge->from >= w->st->step_count || edge->to >= w->st->step_count) continue;
        uint32_t from = out->card_of_step[edge->from], to = out->card_of_step[edge->to];
        if (slice_eq(edge->kind, SLICE("next")) || from == STORY_NONE || to == STORY_NONE) continue;
        const struct layout_card *a = &out->cards[from], *b = &out->cards[to];
        if (a->lane == b->lane || out->lanes[b->lane].via_card == from || a->column >= b->column) continue;
        out->links[out->link_count++] = (struct layout_link){from, to, e};
    }
}

void layout_story(const struct story *st, struct arena *arena, struct layout *out) {
    *out = (struct layout){0};
    struct layout_work w = {.st = st, .arena = arena, .out = out};
    layout_choose_lanes(&w);
    layout_fold_steps(&w);
    place_columns(&w);
    place_heads(&w);
    find_links(&w);
    layout_card_words(&w);
    layout_lane_words(&w);
    layout_make_branches(&w);
    layout_place_rows(&w);
    layout_make_ruler(&w);
    size_t drawn = 0;
    for (size_t c = 0; c < out->card_count; c++) drawn += out->cards[c].step_count == 1;
    out->folded = drawn < st->step_count;
}
