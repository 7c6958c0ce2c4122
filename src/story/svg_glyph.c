/* SPDX-License-Identifier: Apache-2.0 */
/* story/svg_glyph.c: the story without words: a dot a card, a line a lane, the branches in their colour. */
#include "story/svg_parts.h"

#define PITCH_WIDE 22 /* a column, while the story is short */
#define PITCH 15
#define COLUMNS_WIDE 24
#define ROW 13
#define EDGE 7

struct glyph {
    const struct layout *layout;
    struct buf *out;
    int pitch;
};

static int glyph_x(const struct glyph *g, int column) {
    return EDGE + (column < 0 ? 0 : column) * g->pitch;
}

static int glyph_y(const struct glyph *g, uint32_t lane) {
    return 6 + g->layout->lanes[lane].row * ROW;
}

static void put_dot(const struct glyph *g, const struct layout_card *card) {
    int x = glyph_x(g, card->column), y = glyph_y(g, card->lane);
    if (card->hinge) {
        buf_printf(g->out, "<circle class=\"gl-h\" cx=\"%d\" cy=\"%d\" r=\"4.6\"/>", x, y);
        return;
    }
    buf_printf(g->out, "<g class=\"t-%s\"><circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%s\"/>",
               family_name(card->family), card->outcome == STEP_SUCCEEDED ? "gl-d" : "gl-o", x, y,
               card->outcome == STEP_SUCCEEDED ? "4.6" : "3.8");
    if (card->outcome == STEP_MIXED)
        buf_printf(g->out, "<path class=\"gl-d\" d=\"M%d %d.4a4.6 4.6 0 0 0 0 9.2z\"/>", x, y - 5);
    buf_puts(g->out, "</g>");
}

void story_glyph(const struct story *st, const struct layout *layout, struct buf *out) {
    struct glyph g = {layout, out, layout->columns > COLUMNS_WIDE ? PITCH : PITCH_WIDE};
    int width = 2 * EDGE + (layout->columns > 1 ? layout->columns - 1 : 0) * g.pitch;
    int height = 12 + (layout->rows > 1 ? layout->rows - 1 : 0) * ROW;
    buf_printf(out, "<svg class=\"glyph\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
               width, height, width, height);
    PEN_SAY(out, st->lang, DRAW_OVERVIEW, NUMBER(st->step_count), NUMBER(st->actor_count));
    buf_puts(out, "\">");
    for (uint32_t k = 0; k < layout->lane_count; k++) {
        const struct layout_lane *lane = &layout->lanes[k];
        int from = glyph_x(&g, lane->head_column) + (lane->via_card == STORY_NONE ? 0 : 8), y = glyph_y(&g, k);
        buf_printf(out, "<path class=\"gl-r\" d=\"M%d %dH%d\"/>", from, y, glyph_x(&g, lane->last_column));
    }
    for (size_t b = 0; b < layout->branch_count; b++) {
        const struct layout_branch *branch = &layout->branches[b];
        if (branch->lane == STORY_NONE) continue;
        int x = glyph_x(&g, layout->cards[branch->card].column);
        int y0 = glyph_y(&g, layout->cards[branch->card].lane), y1 = glyph_y(&g, branch->lane);
        buf_printf(out, "<path class=\"gl-b\" d=\"M%d %dV%dq0 6 6 6h4\"/>", x, y0, y1 - 6);
    }
    for (size_t c = 0; c < layout->card_count; c++) put_dot(&g, &layout->cards[c]);
    buf_puts(out, "</svg>");
}
