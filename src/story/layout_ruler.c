/* SPDX-License-Identifier: Apache-2.0 */
/* story/layout_ruler.c: the ruler's marks, the ribbon of tactics, names repeated behind folded gaps, the corner's
 * words. */
#include "story/layout_parts.h"
#include "story/phrases.h"
#include "story/times.h"

#define RIBBON_WORDS_X 35 /* from a run's left edge to its words */
#define NAME_X 14
#define NAME_Y 22
#define NAME_ROOM 174
#define CORNER_W (GRID_FIRST_X - GRID_MARGIN - 8) /* before the ribbon */

/* The first card of each column, by reading order. */
static const struct layout_card **first_of_columns(struct layout_work *w) {
    const struct layout_card **first = ARENA_ARRAY(w->arena, const struct layout_card *, (size_t)w->out->columns + 1);
    for (size_t c = w->out->card_count; c-- > 0;) first[w->out->cards[c].column] = &w->out->cards[c];
    return first;
}

static bool same_minute(int64_t a, int64_t b) {
    return a / US_PER_MINUTE == b / US_PER_MINUTE;
}

static void make_ticks(struct layout_work *w, const struct layout_card **first) {
    struct layout *out = w->out;
    out->ticks = ARENA_ARRAY(w->arena, struct layout_tick, (size_t)out->columns + 1);
    for (int c = 0; c < out->columns; c++) {
        struct slice text = SLICE("");
        struct time_text clock = time_clock_short(first[c]->from);
        if (c && first[c - 1]->from / US_PER_DAY != first[c]->from / US_PER_DAY) {
            text = arena_printf(w->arena, "%s %s", day_words(w->st->lang, first[c]->from).text, clock.text);
        } else if (c == 0 || !same_minute(first[c - 1]->from, first[c]->from)) {
            text = arena_printf(w->arena, "%s", clock.text);
        }
        out->ticks[out->tick_count++] = (struct layout_tick){first[c]->x, text};
    }
}

/* The gravest card of each column; of equals the first. Context does not speak while anything else does. */
static const struct layout_card **gravest_of_columns(struct layout_work *w) {
    const struct layout_card **best = ARENA_ARRAY(w->arena, const struct layout_card *, (size_t)w->out->columns + 1);
    for (size_t c = 0; c < w->out->card_count; c++) {
        const struct layout_card *card = &w->out->cards[c], **at = &best[card->column];
        if (!*at || card->level > (*at)->level) *at = card;
    }
    return best;
}

static void make_runs(struct layout_work *w) {
    struct layout *out = w->out;
    const struct layout_card **best = gravest_of_columns(w);
    out->runs = ARENA_ARRAY(w->arena, struct layout_run, (size_t)out->columns + 1);
    for (int c = 0; c < out->columns; c++) {
        struct slice tactic = slice_cstr(tactic_title(w->st->lang, w->st->steps[best[c]->lead].tactic));
        struct layout_run *last = out->run_count ? &out->runs[out->run_count - 1] : NULL;
        int left = best[c]->x - 2;
        if (last && slice_eq(last->tactic, tactic) && last->family == best[c]->family)
            last->w = left + GRID_CARD_W - last->x;
        else out->runs[out->run_count++] = (struct layout_run){left, GRID_CARD_W, best[c]->family, tactic, tactic};
    }
    for (size_t r = 0; r < out->run_count; r++) {
        struct layout_run *run = &out->runs[r];
        run->label = text_cut(w->arena, run->tactic, FONT_RIBBON, run->w - RIBBON_WORDS_X - 6);
    }
}

/* Whether a label of this lane's row reaches into the place of a repeated name. */
static bool label_there(const struct layout *out, int row, int x, int width) {
    for (size_t b = 0; b < out->branch_count; b++) {
        const struct layout_branch *branch = &out->branches[b];
        if (out->lanes[out->cards[branch->card].lane].row != row) continue;
        if (branch->x - 12 < x + width && x < branch->x + branch->label_w + 6) return true;
    }
    return false;
}

static void make_names(struct layout_work *w) {
    struct layout *out = w->out;
    out->names = ARENA_ARRAY(w->arena, struct layout_name, out->gap_count * out->lane_count + 1);
    for (size_t g = 0; g < out->gap_count; g++) {
        for (size_t k = 0; k < out->lane_count; k++) {
            const struct layout_lane *lane = &out->lanes[k];
            int x = out->gaps[g].x + NAME_X;
            if (lane->x >= out->gaps[g].x || out->cards[lane->last_card].x < out->gaps[g].x) continue;
            struct slice text = text_cut(w->arena, lane->name, FONT_SMALL_BOLD, NAME_ROOM);
            if (label_there(out, lane->row, x, text_width(text, FONT_SMALL_BOLD))) continue;
            out->names[out->name_count++] = (struct layout_name){x, lane->rail_y + NAME_Y, text};
        }
    }
}

/* "3 Mar 2026"; "3 – 4 Mar 2026" would save little: "3 Mar – 4 Mar 2026". The year stands once, where the language has
 * it.
 */
static struct slice span_words(enum lang lang, struct arena *arena, int64_t from, int64_t to) {
    struct time_text begin = date_words(lang, from), end = date_words(lang, to);
    if (strcmp(begin.text, end.text) == 0) return arena_printf(arena, "%s", begin.text);
    if (time_civil(from).year == time_civil(to).year) {
        if (lang == LANG_EN) begin = day_words(lang, from);
        else end = day_words(lang, to);
    }
    return arena_printf(arena, "%s – %s", begin.text, end.text);
}

static void make_corner(struct layout_work *w) {
    const struct story *st = w->st;
    w->out->date = text_cut(w->arena, span_words(st->lang, w->arena, st->from, st->to), FONT_TITLE, CORNER_W);
    struct slice counts =
        phrase_make(w->arena, st->lang, SAY_DRAW_COUNTS,
                    PHRASE_VALUES(NUMBER(st->step_count), NUMBER(st->actor_count), NUMBER(st->account_count)));
    w->out->counts = text_cut(w->arena, counts, FONT_SMALL, CORNER_W);
}

void layout_make_ruler(struct layout_work *w) {
    make_ticks(w, first_of_columns(w));
    make_runs(w);
    make_names(w);
    make_corner(w);
}
