/* SPDX-License-Identifier: Apache-2.0 */
/* story/svg_cards.c: a step's card with its pole, station and words. Offsets are from the pole's middle and the lane's
 * top. */
#include "story/svg_parts.h"

#define STACK_EDGES 2

static const char *outcome_class(enum step_outcome outcome) {
    static const char *const names[] = {[STEP_SUCCEEDED] = "ok", [STEP_FAILED] = "no", [STEP_MIXED] = "mix"};
    return names[outcome];
}

static void put_outcome_words(enum lang lang, const struct layout_card *card, struct buf *out) {
    const struct time_text calls = number_words(card->count), bad = number_words(card->failed);
    const struct time_text good = number_words(card->count - card->failed);
    enum phrase p = SAY_DRAW_SUCCEEDED;
    if (card->outcome == STEP_FAILED) p = card->denied ? SAY_DRAW_WAS_DENIED : SAY_DRAW_HAS_FAILED;
    if (card->outcome != STEP_MIXED) {
        phrase_put_xml(out, lang, p, PHRASE_VALUES(slice_cstr(calls.text)));
        return;
    }
    p = card->denied ? SAY_DRAW_MIXED_DENIED : SAY_DRAW_MIXED_FAILED;
    phrase_put_xml(out, lang, p, PHRASE_VALUES(slice_cstr(good.text), slice_cstr(bad.text), slice_cstr(calls.text)));
}

void card_sentence(const struct story *st, const struct layout *layout, uint32_t index, struct buf *out) {
    const struct layout_card *card = &layout->cards[index];
    const struct story_step *lead = &st->steps[card->lead];
    const enum lang lang = st->lang;
    struct arena arena;
    arena_init(&arena, 1024);
    PEN_SAY(out, lang, DRAW_STEP, NUMBER(card->steps[0] + 1), NUMBER(st->step_count));
    if (card->step_count > 1) PEN_SAY(out, lang, DRAW_WITH, NUMBER(card->step_count - 1));
    PEN_SAY(out, lang, DRAW_AT, PHRASE_TIME(time_clock(card->from)));
    PEN_SAY(out, lang, DRAW_DEED, text_group_accounts(&arena, st->actors[lead->actor].name),
            slice_cstr(tactic_title(lang, lead->tactic)), text_group_accounts(&arena, lead->title));
    put_outcome_words(lang, card, out);
    if (lead->detail.len) PEN_SAY(out, lang, DRAW_DETAIL, text_group_accounts(&arena, lead->detail));
    for (size_t k = 0; k < layout->lane_count; k++) {
        const struct story_actor *child = &st->actors[layout->lanes[k].actor];
        if (layout->lanes[k].via_card == index)
            PEN_SAY(out, lang, DRAW_BRANCH, child->via_verb, text_group_accounts(&arena, child->via_label));
    }
    arena_release(&arena);
}

static void put_opening(const struct svg_pen *pen, uint32_t index) {
    const struct layout_card *card = &pen->layout->cards[index];
    struct buf *out = pen->out;
    buf_printf(out, "<g class=\"step t-%s %s%s%s%s\" id=\"%sstep-s%02u\"", family_name(card->family),
               outcome_class(card->outcome), card->hinge ? " hinge" : "", card->context ? " ctx" : "",
               card->step_count > 1 ? " stack" : "", pen->prefix, card->steps[0] + 1);
    buf_printf(out, " data-step=\"%u\" data-lane=\"%u\"", card->lead + 1, card->lane);
    if (card->step_count > 1) {
        buf_puts(out, " data-steps=\"");
        for (size_t i = 0; i < card->step_count; i++) buf_printf(out, "%s%u", i ? " " : "", card->steps[i] + 1);
        buf_putc(out, '"');
    }
    buf_puts(out, " data-tactic=\"");
    xml_put(out, pen->st->steps[card->lead].tactic);
    buf_printf(out, "\" role=\"graphics-symbol img\" aria-roledescription=\"%s\" aria-label=\"",
               phrase(pen->st->lang, SAY_DRAW_A_STEP).ptr);
    size_t from = out->len;
    card_sentence(pen->st, pen->layout, index, out);
    size_t length = out->len - from;
    buf_puts(out, "\"><title>");
    buf_reserve(out, length); /* so that the words, which are in this buffer, stay where they are */
    buf_put(out, slice_from(out->ptr + from, length));
    buf_puts(out, "</title>");
}

static void put_body(const struct layout_card *card, struct buf *out) {
    int x = card->x, y = card->y;
    if (card->outcome == STEP_FAILED) {
        buf_printf(out, "<path class=\"pole\" d=\"M%d %dV%d.5\"/>", x, y, y + GRID_RAIL - 9);
    } else {
        buf_printf(out, "<rect class=\"pole\" x=\"%d\" y=\"%d\" width=\"4\" height=\"%d\"/>", x - 2, y, GRID_RAIL);
    }
    for (int i = card->step_count > 1 ? STACK_EDGES : 0; i > 0; i--) {
        buf_printf(out, "<path class=\"back\" d=\"M%d.5 %d.5h%da8 8 0 0 1 8 8v121a8 8 0 0 1 -8 8h-%dz\"/>",
                   x + 2 + 4 * i, y - 4 * i, 167, 167);
    }
    buf_printf(out, "<path class=\"body\" d=\"M%d.5 %d.5h167a8 8 0 0 1 8 8v121a8 8 0 0 1 -8 8h-167z\"/>", x + 2, y);
    if (card->outcome != STEP_FAILED)
        buf_printf(out, "<rect class=\"pole\" x=\"%d\" y=\"%d\" width=\"5\" height=\"%d\"/>", x - 2, y, GRID_CARD_H);
}

static void put_pill(const struct layout_card *card, struct buf *out) {
    int x = card->x, y = card->y, width = 31 + text_width(card->outcome_text, (struct font){FACE_BOLD, 105});
    bool mixed = card->outcome == STEP_MIXED;
    buf_printf(out, "<rect class=\"pill\" x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"19\" rx=\"9.5\"/>", x + 11,
               y + 111, width);
    buf_printf(out, "<circle class=\"glyph\" cx=\"%d\" cy=\"%d\" r=\"4.5\"/>", x + 23, y + 121);
    if (mixed) buf_printf(out, "<path class=\"half\" d=\"M%d %d.5a4.5 4.5 0 0 0 0 9z\"/>", x + 23, y + 116);
    else buf_printf(out, "<path class=\"glyph\" d=\"M%d.9 %d.1l6.2-6.2\"/>", x + 19, y + 124);
    svg_text(out, "pill-t", x + 33, true, (y + 124) * 10 + 7, card->outcome_text);
}

static void put_words(const struct svg_pen *pen, const struct layout_card *card) {
    struct buf *out = pen->out;
    int x = card->x, y = card->y, line = y + 46;
    bool stack = card->step_count > 1;
    svg_icon(out, " fam", x + 13, true, y + 11, "0.9375", "1.71", icon_tactic(pen->st->steps[card->lead].tactic));
    svg_text(out, "tac", x + 34, true, (y + 22) * 10 + 5, card->tactic);
    svg_text(out, "num", x + 166, true, (y + 22) * 10 + 5, card->number);
    if (stack) {
        svg_text(out, "ttl", x + 13, true, line * 10, card->stack_title);
        line += 18;
    }
    for (int i = 0; i < card->title_lines; i++, line += 18) {
        svg_text(out, stack ? "ttl by" : "ttl", x + 13, true, line * 10, card->title[i]);
    }
    svg_text(out, "res m", x + 13, true, (y + 104) * 10, card->detail);
    if (card->outcome == STEP_SUCCEEDED) {
        buf_printf(out, "<path class=\"ok-i\" d=\"M%d %d.3l3 3.2 5.6-6.6\"/>", x + 15, y + 121);
        svg_text(out, "note out", x + 31, true, (y + 125) * 10, card->outcome_text);
    } else {
        put_pill(card, out);
    }
    svg_text(out, "at m", x + 11, false, (y + 155) * 10 + 5, card->time_text);
}

static void put_station(const struct layout_card *card, struct buf *out) {
    int x = card->x, y = card->y + GRID_RAIL;
    if (card->hinge) {
        buf_printf(out,
                   "<circle class=\"st\" cx=\"%d\" cy=\"%d\" r=\"10.5\"/><circle class=\"st-c\" cx=\"%d\" cy=\"%d\" "
                   "r=\"3.5\"/>",
                   x, y, x, y);
        return;
    }
    buf_printf(out, "<circle class=\"st\" cx=\"%d\" cy=\"%d\" r=\"%s\"/>", x, y,
               card->outcome == STEP_FAILED ? "8.5" : "9.75");
    if (card->outcome == STEP_FAILED) buf_printf(out, "<path class=\"st-x\" d=\"M%d %dl6 6m0-6l-6 6\"/>", x - 3, y - 3);
    if (card->outcome == STEP_MIXED) {
        buf_printf(out, "<circle class=\"st-h\" cx=\"%d\" cy=\"%d\" r=\"7.5\"/>", x, y);
        buf_printf(out, "<path class=\"half\" d=\"M%d %d.5a7.5 7.5 0 0 0 0 15z\"/>", x, y - 8);
    }
}

void svg_card(const struct svg_pen *pen, uint32_t index) {
    const struct layout_card *card = &pen->layout->cards[index];
    put_opening(pen, index);
    put_body(card, pen->out);
    put_words(pen, card);
    put_station(card, pen->out);
    buf_printf(pen->out,
               "<path class=\"ring\" d=\"M%d.5 %d.5h176a11 11 0 0 1 11 11v123a11 11 0 0 1 -11 11h-176z\"/></g>",
               card->x - 6, card->y - 4);
}
