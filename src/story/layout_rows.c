/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout_rows.c: lanes → rows, and everything that has a y.
 *
 * Children stand below their parent, the youngest nearest, so an older child's line passes left of where the younger
 * lane begins and the lines of a tree never cross a rail or a card. A lane without children may share a row with lanes
 * that end two columns before it begins (or begin two after it ends), where its line finds its way free.
 */
#include <stdlib.h>

#include "story/layout_parts.h"
#include "story/phrases.h"

#define LABEL_FIRST 14 /* from the rail to the first label */
#define LABEL_PAD 29   /* 19 before the words, 10 behind */
#define STUB_PAD 24
#define LABEL_LEAST 60
#define VERB_GAP 5
#define LEGEND_DOT 25 /* a mark of the legend, before its words */
#define LEGEND_LINE 51
#define LEGEND_BETWEEN 26
#define LINE_CLEAR 14 /* between a label and the next line */

struct rows {
    struct layout_work *w;
    uint32_t *placed; /* lanes, in the order in which they got a row */
    size_t count;
    int used; /* rows */
};

static bool crosses(const struct layout_lane *lane, int column, uint32_t via_card) {
    if (lane->head_column == column && lane->via_card == via_card && via_card != STORY_NONE) return false;
    return lane->head_column <= column && column <= lane->last_column;
}

static bool line_hits(const struct layout *out, const struct layout_lane *line, int line_row,
                      const struct layout_lane *lane, int lane_row) {
    if (line->parent == STORY_NONE) return false;
    return out->lanes[line->parent].row < lane_row && lane_row < line_row &&
           crosses(lane, line->head_column, line->via_card);
}

static bool row_free(const struct rows *r, const struct layout_lane *lane, int row) {
    const struct layout *out = r->w->out;
    for (size_t i = 0; i < r->count; i++) {
        const struct layout_lane *other = &out->lanes[r->placed[i]];
        bool apart = other->last_column + 2 <= lane->head_column || lane->last_column + 2 <= other->head_column;
        if (other->row == row && !apart) return false;
        if (line_hits(out, lane, row, other, other->row) || line_hits(out, other, other->row, lane, row)) return false;
    }
    return true;
}

static void give_row(struct rows *r, uint32_t index, bool leaf) {
    struct layout_lane *lane = &r->w->out->lanes[index];
    int row = r->used;
    if (leaf && lane->parent != STORY_NONE) {
        row = r->w->out->lanes[lane->parent].row + 1;
        while (row < r->used && !row_free(r, lane, row)) row++;
    }
    lane->row = row;
    if (row == r->used) r->used++;
    r->placed[r->count++] = index;
}

/* The child of `parent` that is next: the youngest that has no row yet. */
static uint32_t next_child(const struct rows *r, const bool *done, uint32_t parent) {
    const struct layout *out = r->w->out;
    uint32_t found = STORY_NONE;
    for (uint32_t k = 0; k < out->lane_count; k++) {
        const struct layout_lane *lane = &out->lanes[k];
        if (done[k] || lane->parent != parent) continue;
        if (found == STORY_NONE || lane->head_column > out->lanes[found].head_column) found = k;
    }
    return found;
}

/* Rows in depth-first order, without recursion: from each lane to its next child, or back to its parent. */
static void give_rows(struct rows *r) {
    const struct layout *out = r->w->out;
    bool *done = ARENA_ARRAY(r->w->arena, bool, out->lane_count + 1);
    for (uint32_t root = 0; root < out->lane_count; root++) {
        if (out->lanes[root].parent != STORY_NONE) continue;
        uint32_t at = root;
        while (at != STORY_NONE) {
            if (!done[at]) {
                done[at] = true;
                give_row(r, at, next_child(r, done, at) == STORY_NONE);
            }
            uint32_t child = next_child(r, done, at);
            at = child != STORY_NONE ? child : out->lanes[at].parent;
        }
    }
}

/* Rows to pixels: the gap below a row grows with the labels that stack in it. */
static void place_lanes(struct rows *r) {
    struct layout *out = r->w->out;
    int *labels = ARENA_ARRAY(r->w->arena, int, (size_t)r->used + 1);
    int *of_card = ARENA_ARRAY(r->w->arena, int, out->card_count + 1);
    for (size_t b = 0; b < out->branch_count; b++) {
        struct layout_branch *branch = &out->branches[b];
        int row = out->lanes[out->cards[branch->card].lane].row;
        branch->label_y = of_card[branch->card]++;
        if (of_card[branch->card] > labels[row]) labels[row] = of_card[branch->card];
    }
    int *top = ARENA_ARRAY(r->w->arena, int, (size_t)r->used + 1);
    top[0] = GRID_LANE_TOP;
    for (int row = 0; row < r->used; row++) {
        int more = labels[row] > 1 ? (labels[row] - 1) * GRID_LABEL : 0;
        top[row + 1] = top[row] + GRID_RAIL + GRID_GAP + more;
    }
    for (size_t k = 0; k < out->lane_count; k++) {
        out->lanes[k].y = top[out->lanes[k].row];
        out->lanes[k].rail_y = out->lanes[k].y + GRID_RAIL;
    }
    for (size_t c = 0; c < out->card_count; c++) out->cards[c].y = out->lanes[out->cards[c].lane].y;
    out->rows = r->used;
    out->last_rail_y = r->used ? top[r->used - 1] + GRID_RAIL : GRID_LANE_TOP;
    out->height =
        out->last_rail_y + 36 + (r->used && labels[r->used - 1] ? 18 + (labels[r->used - 1] - 1) * GRID_LABEL : 0);
}

/* The nearest vertical line right of `x` in the gap below `row`. */
static int next_line(const struct layout *out, int x, int row) {
    int nearest = INT32_MAX;
    for (size_t b = 0; b < out->branch_count; b++) {
        const struct layout_branch *branch = &out->branches[b];
        int from = out->lanes[out->cards[branch->card].lane].row;
        int to = branch->lane == STORY_NONE ? from + 1 : out->lanes[branch->lane].row;
        if (from <= row && row < to && branch->x > x && branch->x < nearest) nearest = branch->x;
    }
    return nearest;
}

static void place_label(struct layout_work *w, struct layout_branch *b) {
    struct layout *out = w->out;
    const struct layout_lane *from = &out->lanes[out->cards[b->card].lane];
    b->from_y = from->rail_y;
    b->label_y = from->rail_y + LABEL_FIRST + b->label_y * GRID_LABEL;
    b->to_y = b->lane == STORY_NONE ? b->label_y + GRID_LABEL_H / 2 : out->lanes[b->lane].rail_y;
    int line = next_line(out, b->x, from->row), pad = b->lane == STORY_NONE ? STUB_PAD : LABEL_PAD;
    int room = line == INT32_MAX ? 2 * GRID_COLUMN : line - b->x - LINE_CLEAR;
    if (room > 2 * GRID_COLUMN) room = 2 * GRID_COLUMN;
    room -= pad;
    b->verb = text_cut(w->arena, b->verb, FONT_LABEL, room - LABEL_LEAST);
    /* The verb is drawn at weight 750: one part in forty wider than the table's 650. */
    b->verb_w = b->verb.len ? text_width(b->verb, FONT_LABEL) * 41 / 40 + VERB_GAP : 0;
    b->object = text_cut(w->arena, b->object, FONT_LABEL, room - b->verb_w);
    b->label_w = pad + b->verb_w + text_width(b->object, FONT_LABEL);
}

static enum layout_mark_kind mark_of(enum confidence confidence) {
    return confidence == CONFIDENCE_EXACT ? MARK_EXACT : confidence == CONFIDENCE_STRONG ? MARK_STRONG : MARK_INFERRED;
}

/* Which marks stand in the picture: what is not there needs no word. */
static void find_marks(const struct story *st, const struct layout *out, bool shown[MARKS]) {
    for (size_t c = 0; c < out->card_count; c++) {
        const enum step_outcome outcome = out->cards[c].outcome;
        shown[outcome == STEP_SUCCEEDED ? MARK_OK : outcome == STEP_MIXED ? MARK_MIX : MARK_NO] = true;
    }
    for (size_t b = 0; b < out->branch_count; b++) {
        shown[MARK_HINGE] = true;
        shown[mark_of(out->branches[b].confidence)] = true;
    }
    for (size_t k = 0; k < out->link_count; k++) shown[mark_of(st->edges[out->links[k].edge].confidence)] = true;
}

/* Legend: marks flow into as many lines as the width asks for. */
static void place_legend(const struct story *st, struct layout *out) {
    bool shown[MARKS] = {false};
    int x = GRID_MARGIN, y = out->height;
    find_marks(st, out, shown);
    for (int m = 0; m < MARKS; m++) {
        if (!shown[m]) continue;
        struct slice text = phrase(st->lang, SAY_DRAW_MARK_OK + (enum phrase)m);
        int width = (m < MARK_EXACT ? LEGEND_DOT : LEGEND_LINE) + text_width(text, FONT_SMALL);
        if (x + width > out->width - GRID_MARGIN && x > GRID_MARGIN) x = GRID_MARGIN, y += 24;
        out->legend[m] = (struct layout_mark){x, y, text.ptr};
        x += width + LEGEND_BETWEEN;
    }
    out->height = y + 26;
}

static void place_canvas(const struct story *st, struct layout *out) {
    int right = GRID_FIRST_X + GRID_COLUMN;
    for (size_t c = 0; c < out->card_count; c++) {
        int edge = out->cards[c].x + GRID_CARD_W - 2;
        if (edge > right) right = edge;
    }
    out->ruler_end_x = right;
    for (size_t b = 0; b < out->branch_count; b++) {
        int edge = out->branches[b].x + out->branches[b].label_w;
        if (edge > right) right = edge;
    }
    for (size_t k = 0; k < out->lane_count; k++) {
        int edge = out->lanes[k].end_x + 11 + text_width(out->lanes[k].last_seen, FONT_SMALL);
        if (edge > right) right = edge;
    }
    out->width = right + GRID_MARGIN;
    place_legend(st, out);
}

void layout_place_rows(struct layout_work *w) {
    struct rows r = {.w = w, .placed = ARENA_ARRAY(w->arena, uint32_t, w->out->lane_count + 1)};
    give_rows(&r);
    place_lanes(&r);
    for (size_t b = 0; b < w->out->branch_count; b++) place_label(w, &w->out->branches[b]);
    place_canvas(w->st, w->out);
}
