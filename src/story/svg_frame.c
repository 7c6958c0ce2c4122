/* SPDX-License-Identifier: Apache-2.0 */
/* story/svg_frame.c: what stands around the story: ribbon of tactics, ruler, folded gaps, rails, legend. */
#include "story/svg_parts.h"

#define RULER_Y 82
#define FOLD_LEFT 72 /* from a gap's right column back to the torn strip */
#define FOLD_WIDTH 48
#define TEAR 11
#define GRID_FIRST_LEFT (GRID_FIRST_X - 2)

static void put_ribbon(const struct svg_pen *pen) {
    struct buf *out = pen->out;
    buf_printf(out, "<g class=\"chapters\" role=\"group\" aria-label=\"%s\">",
               phrase(pen->st->lang, SAY_DRAW_TACTICS).ptr);
    for (size_t r = 0; r < pen->layout->run_count; r++) {
        const struct layout_run *run = &pen->layout->runs[r];
        /* The tag of a run: that of the first step with its tactic. */
        struct slice tag = SLICE("");
        for (size_t i = 0; i < pen->st->step_count && tag.len == 0; i++) {
            if (slice_eq(slice_cstr(tactic_title(pen->st->lang, pen->st->steps[i].tactic)), run->tactic))
                tag = pen->st->steps[i].tactic;
        }
        buf_printf(out, "<g class=\"t-%s\" data-tactic=\"", family_name(run->family));
        xml_put(out, tag);
        buf_puts(out, "\"><title>");
        xml_put(out, run->tactic);
        buf_printf(out, "</title><path class=\"chap\" d=\"M%d 18h%da6 6 0 0 1 6 6v16a6 6 0 0 1 -6 6h-%dz\"/>", run->x,
                   run->w - 6, run->w - 6);
        buf_printf(out, "<rect class=\"chap-l\" x=\"%d\" y=\"18\" width=\"4\" height=\"28\"/>", run->x);
        svg_icon(out, " fam", run->x + 14, false, 25, "0.875", "1.83", icon_tactic(tag));
        svg_text(out, "chap-t", run->x + 35, false, 365, run->label);
        buf_puts(out, "</g>");
    }
    buf_puts(out, "</g>");
}

static void put_ruler(const struct svg_pen *pen) {
    const struct layout *l = pen->layout;
    struct buf *out = pen->out;
    buf_puts(out, "<g class=\"time\" aria-hidden=\"true\">");
    svg_text(out, "date", GRID_MARGIN, false, 320, l->date);
    svg_text(out, "note", GRID_MARGIN, false, 480, l->counts);
    svg_text(out, "note utc", GRID_MARGIN, false, 810, SLICE("UTC"));
    int from = GRID_FIRST_LEFT;
    for (size_t g = 0; g < l->gap_count; g++) {
        buf_printf(out, "<path class=\"ruler\" d=\"M%d %dH%d\"/>", from, RULER_Y, l->gaps[g].x - FOLD_LEFT + 4);
        from = l->gaps[g].x - 20;
    }
    buf_printf(out, "<path class=\"ruler\" d=\"M%d %dH%d\"/>", from, RULER_Y, l->ruler_end_x);
    for (size_t t = 0; t < l->tick_count; t++) {
        buf_printf(out, "<path class=\"ruler\" d=\"M%d 76V%d\"/>", l->ticks[t].x, RULER_Y);
        svg_text(out, "tick", l->ticks[t].x + 7, false, 760, l->ticks[t].text);
    }
    buf_puts(out, "</g>");
}

/* One torn edge from top to bottom, or back up. */
static void put_tear(struct buf *out, int x, int count, bool up) {
    for (int i = 0; i <= count; i++) {
        int step = up ? count - i : i;
        buf_printf(out, "%s%d %d", i == 0 && !up ? "M" : "L", x + (step % 2 ? 8 : 0), 60 + step * TEAR);
    }
}

static void put_gap(const struct svg_pen *pen, const struct layout_gap *gap) {
    struct buf *out = pen->out;
    struct time_text length = length_words(pen->st->lang, gap->length);
    int left = gap->x - FOLD_LEFT, count = (pen->layout->last_rail_y - 60) / TEAR;
    char words[64];
    snprintf(words, sizeof words, "+%s", length.text);
    buf_puts(out, "<g class=\"gap\" role=\"img\" aria-label=\"");
    PEN_SAY(out, pen->st->lang, DRAW_GAP, slice_cstr(words));
    buf_puts(out, "\"><title>");
    PEN_SAY(out, pen->st->lang, DRAW_GAP, slice_cstr(words));
    buf_puts(out, "</title>");
    buf_puts(out, "<path class=\"fold\" d=\"");
    put_tear(out, left, count, false);
    put_tear(out, left + FOLD_WIDTH, count, true);
    buf_puts(out, "z\"/>");
    for (int side = 0; side < 2; side++) {
        buf_puts(out, "<path class=\"fold-e\" d=\"");
        put_tear(out, left + side * FOLD_WIDTH, count, false);
        buf_puts(out, "\"/>");
    }
    int width = text_width(slice_cstr(words), FONT_RIBBON) + 14, middle = left + FOLD_WIDTH / 2 + 4;
    buf_printf(out, "<rect class=\"fold-p\" x=\"%d\" y=\"70\" width=\"%d\" height=\"23\" rx=\"11.5\"/>",
               middle - width / 2, width);
    svg_text(out, "fold-t", middle, false, 855, slice_cstr(words));
    buf_puts(out, "</g>");
}

void svg_frame(const struct svg_pen *pen) {
    put_ribbon(pen);
    put_ruler(pen);
    for (size_t g = 0; g < pen->layout->gap_count; g++) put_gap(pen, &pen->layout->gaps[g]);
}

static void put_rail(const struct svg_pen *pen, const struct layout_lane *lane) {
    struct buf *out = pen->out;
    int from = lane->via_card == STORY_NONE ? lane->x + 23 : lane->x + 22, y = lane->rail_y;
    buf_printf(out, "<g class=\"way\" data-lane=\"%u\">", (unsigned)(lane - pen->layout->lanes));
    for (size_t g = 0; g < pen->layout->gap_count; g++) {
        int gap = pen->layout->gaps[g].x;
        if (gap <= lane->x || gap > lane->end_x) continue;
        buf_printf(out, "<path class=\"rail\" d=\"M%d %dH%d\"/><path class=\"rail gap\" d=\"M%d %dH%d\"/>", from, y,
                   gap - FOLD_LEFT + 4, gap - FOLD_LEFT + 7, y, gap - 20);
        from = gap - 20;
    }
    buf_printf(out, "<path class=\"rail\" d=\"M%d %dH%d\"/><path class=\"end\" d=\"M%d %dv16\"/>", from, y, lane->end_x,
               lane->end_x, y - 8);
    svg_text(out, "note", lane->end_x + 11, false, (y + 4) * 10, lane->last_seen);
    buf_puts(out, "</g>");
}

void svg_rails(const struct svg_pen *pen) {
    buf_puts(pen->out, "<g class=\"rails\" aria-hidden=\"true\">");
    for (size_t k = 0; k < pen->layout->lane_count; k++) put_rail(pen, &pen->layout->lanes[k]);
    for (size_t n = 0; n < pen->layout->name_count; n++) {
        const struct layout_name *name = &pen->layout->names[n];
        svg_text(pen->out, "rail-n", name->x, false, name->y * 10, name->text);
    }
    buf_puts(pen->out, "</g>");
}

void svg_legend(const struct svg_pen *pen) {
    static const char *const marks[MARKS] = {
        [MARK_OK] = "<g class=\"t-hide\"><circle class=\"st\" cx=\"8\" cy=\"0\" r=\"7.5\"/></g>",
        [MARK_NO] = "<g class=\"t-hide no\"><circle class=\"st\" cx=\"8\" cy=\"0\" r=\"7\"/><path class=\"st-x\" "
                    "d=\"M5.5-2.5l5 5m0-5l-5 5\"/></g>",
        [MARK_MIX] = "<g class=\"t-hide mix\"><circle class=\"st-h\" cx=\"8\" cy=\"0\" r=\"7\"/><path class=\"half\" "
                     "d=\"M8-7a7 7 0 0 0 0 14z\"/></g>",
        [MARK_HINGE] = "<g class=\"mark hinge\"><circle class=\"st\" cx=\"8\" cy=\"0\" r=\"7\"/></g>",
        [MARK_EXACT] = "<path class=\"branch exact\" d=\"M2 0H42\"/>",
        [MARK_STRONG] = "<path class=\"branch strong\" d=\"M2 0H42\"/>",
        [MARK_INFERRED] = "<path class=\"branch inferred\" d=\"M2 0H42\"/>",
    };
    static const char *const data[MARKS] = {
        [MARK_OK] = " data-outcome=\"succeeded\"", [MARK_NO] = " data-outcome=\"failed\""};
    buf_puts(pen->out, "<g class=\"legend\" aria-hidden=\"true\">");
    for (int m = 0; m < MARKS; m++) {
        const struct layout_mark *mark = &pen->layout->legend[m];
        if (!mark->text) continue;
        buf_printf(pen->out,
                   "<g%s transform=\"translate(%d %d)\">%s<text class=\"note\" x=\"%d\" y=\"4\">%s</text></g>",
                   data[m] ? data[m] : "", mark->x, mark->y, marks[m], m < MARK_EXACT ? 25 : 51, mark->text);
    }
    buf_puts(pen->out, "</g>");
}
