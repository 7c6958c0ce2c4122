/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_bands.c: the picture once more, for paper: cut at columns into bands as wide as a page, and a band that is
 * higher than a page at lanes into tiles. Nothing is drawn twice: a tile looks through windows at the picture above.
 *
 * In:   an alert with its layout.     Out: <div class="bands">, hidden on a screen.
 * Law:  every card lies whole in one tile. Each tile has ribbon and ruler, the rows that have a lane in it, and the
 * names of lanes that come in from the left, and the legend: any of them may be a page. All tiles have one scale. */
#include "story/html_parts.h"

#define BAND_COLUMNS 8
#define BAND_WIDTH (BAND_COLUMNS * GRID_COLUMN + GRID_FIRST_X)
#define BAND_HEIGHT 1230 /* a page on its side, A4 or Letter, is 0.68 as high as wide within its margins */
#define BAND_LEFT 16     /* of a pole: room for its station and ring */
#define ROW_ABOVE 12     /* of a lane's top: room for the edges of a stack */
#define HEAD (GRID_LANE_TOP - ROW_ABOVE) /* ribbon and ruler */

struct bands {
    struct html_alert *a;
    const struct layout *l;
    int *tops; /* of each row, and behind the last its end */
    int count; /* of tiles so far */
};

struct tile {
    int from, to;    /* of the picture, in x */
    int first, last; /* rows */
    bool *used;
};

static void find_rows(struct bands *b) {
    const struct layout *l = b->l;
    b->tops = ARENA_ARRAY(b->a->page->arena, int, (size_t)l->rows + 1);
    for (int r = 0; r <= l->rows; r++) b->tops[r] = l->height;
    for (size_t k = 0; k < l->lane_count; k++) {
        int *top = &b->tops[l->lanes[k].row];
        if (l->lanes[k].y - ROW_ABOVE < *top) *top = l->lanes[k].y - ROW_ABOVE;
    }
    for (int m = 0; m < MARKS; m++) {
        if (l->legend[m].text && l->legend[m].y - 14 < b->tops[l->rows]) b->tops[l->rows] = l->legend[m].y - 14;
    }
}

/* Whether a cut at `x` would go through the label of a branch. */
static bool cuts_label(const struct layout *l, int x) {
    for (size_t i = 0; i < l->branch_count; i++) {
        if (l->branches[i].x < x && l->branches[i].x + l->branches[i].label_w > x) return true;
    }
    return false;
}

/* Where the band that begins at `from` ends: just left of a pole, or before the torn strip of a folded gap. */
static int next_cut(const struct layout *l, int from, int span) {
    int to = from + span + (from ? 0 : GRID_FIRST_X - BAND_LEFT), good = 0, any = 0;
    if (to >= l->width) return l->width;
    for (size_t c = 0; c < l->card_count; c++) {
        int cut = l->cards[c].x - BAND_LEFT;
        if (cut <= from + (from ? 0 : GRID_FIRST_X) || cut > to) continue;
        for (size_t g = 0; g < l->gap_count; g++) {
            if (l->gaps[g].x == l->cards[c].x) cut -= GRID_FOLD;
        }
        any = cut;
        if (cut > from + span / 2 && !cuts_label(l, cut)) good = cut;
    }
    return good ? good : any > from ? any : l->width;
}

/* The columns, shared evenly: a last band of one column would be a page of its own. */
static int even_span(const struct layout *l) {
    int most = BAND_COLUMNS * GRID_COLUMN, wide = l->width - GRID_FIRST_X + BAND_LEFT;
    int bands = (wide + most - 1) / most;
    int even = bands > 1 ? (wide / bands / GRID_COLUMN + 1) * GRID_COLUMN : most;
    return even < most ? even : most;
}

static void put_window(struct bands *b, const struct tile *t, int x, int y, int from_y, int height) {
    struct buf *out = b->a->page->out;
    int width = t->to - t->from;
    buf_printf(out, "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\"><use href=\"#%sstory-",
               t->from, y, width, height, x, from_y, width, height, b->a->prefix);
    xml_put(out, b->a->st->id);
    /* Its own size: on the screen the picture may be zoomed. */
    buf_printf(out, "\" width=\"%d\" height=\"%d\"/></svg>", b->l->width, b->l->height);
}

/* Rows that touch are one window; the head is one with the first row. */
static int put_rows(struct bands *b, const struct tile *t) {
    int y = HEAD;
    if (t->first > 0 || !t->used[0]) put_window(b, t, t->from, 0, 0, HEAD);
    for (int r = t->first; r < t->last; r++) {
        if (!t->used[r]) continue;
        int end = r + 1, from = r == 0 ? 0 : b->tops[r];
        while (end < t->last && t->used[end]) end++;
        put_window(b, t, t->from, y - (b->tops[r] - from), from, b->tops[end] - from);
        for (size_t k = 0; k < b->l->lane_count; k++) {
            const struct layout_lane *lane = &b->l->lanes[k];
            if (lane->row < r || lane->row >= end || lane->x >= t->from || lane->end_x <= t->from) continue;
            buf_printf(b->a->page->out, "<text class=\"rail-n\" x=\"%d\" y=\"%d\">", t->from + 30,
                       y + lane->rail_y - b->tops[r] + 22);
            xml_put(b->a->page->out, lane->name);
            buf_puts(b->a->page->out, "</text>");
        }
        y += b->tops[end] - b->tops[r];
        r = end - 1;
    }
    return y;
}

static void put_tile(struct bands *b, const struct tile *t, int rows_height) {
    struct buf *out = b->a->page->out;
    int legend = b->l->height - b->tops[b->l->rows];
    buf_printf(out, "<svg class=\"band story\" viewBox=\"%d 0 %d %d\">", t->from, BAND_WIDTH,
               HEAD + rows_height + legend);
    int y = put_rows(b, t);
    if (legend > 0) put_window(b, t, 0, y, b->tops[b->l->rows], legend);
    buf_puts(out, "</svg>");
    b->count++;
}

/* One band: as many tiles as its rows need. */
static void put_band(struct bands *b, int from, int to) {
    const struct layout *l = b->l;
    struct tile t = {from, to, 0, 0, ARENA_ARRAY(b->a->page->arena, bool, (size_t)l->rows + 1)};
    for (size_t k = 0; k < l->lane_count; k++) {
        if (l->lanes[k].x < to && l->lanes[k].end_x > from) t.used[l->lanes[k].row] = true;
    }
    int height = 0;
    for (int r = 0; r < l->rows; r++) {
        int more = t.used[r] ? b->tops[r + 1] - b->tops[r] : 0;
        if (height && HEAD + height + more > BAND_HEIGHT) {
            put_tile(b, &t, height);
            t.first = r, height = 0;
        }
        t.last = r + 1, height += more;
    }
    if (height || b->count == 0) put_tile(b, &t, height);
}

void html_bands(struct html_alert *a) {
    struct bands b = {.a = a, .l = &a->layout};
    int span = even_span(b.l);
    find_rows(&b);
    buf_puts(a->page->out, "<div class=\"bands\" aria-hidden=\"true\">");
    for (int from = 0, to; from < b.l->width; from = to) {
        to = next_cut(b.l, from, span);
        put_band(&b, from, to);
    }
    buf_puts(a->page->out, "</div>");
}
