/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of story/layout*.c: the grid of the reference story, and over random stories: nothing overlaps, nothing leaves
 * its card or the canvas, lines cross nothing, time never runs back. The check is itself shown to fail. */
#include <criterion/criterion.h>

#include "base/limits.h"
#include "story/layout.h"
#include "story/times.h"
#include "story_fixture.h"

struct box {
    int x0, y0, x1, y1;
    uint32_t line; /* for lines and heads: the card that they come out of, else STORY_NONE */
    char what;
};

struct boxes {
    struct box *items;
    size_t count;
};

static void add(struct boxes *b, char what, int x, int y, int w, int h, uint32_t line) {
    b->items[b->count++] = (struct box){x, y, x + w, y + h, line, what};
}

static int font_text(struct slice s, int face, int tenths) {
    return text_width(s, (struct font){(enum face)face, tenths});
}

static void add_cards(struct boxes *b, const struct layout *l) {
    for (size_t c = 0; c < l->card_count; c++) {
        const struct layout_card *k = &l->cards[c];
        int edge = k->step_count > 1 ? 8 : 0;
        add(b, 'c', k->x - 2, k->y - edge, GRID_CARD_W + edge, GRID_CARD_H + edge, STORY_NONE);
        add(b, 't', k->x + 11, k->y + 146, text_width(k->time_text, FONT_MONO), 12, STORY_NONE);
    }
}

static void add_lanes(struct boxes *b, const struct layout *l) {
    for (size_t i = 0; i < l->lane_count; i++) {
        const struct layout_lane *k = &l->lanes[i];
        bool root = k->via_card == STORY_NONE;
        add(b, 'h', root ? k->x - 2 : k->x + 4, k->y, root ? 176 : 174, GRID_CARD_H, k->via_card);
        add(b, 's', k->end_x + 11, k->rail_y - 6, text_width(k->last_seen, FONT_SMALL), 12, STORY_NONE);
    }
    for (size_t i = 0; i < l->name_count; i++) {
        add(b, 'n', l->names[i].x, l->names[i].y - 10, text_width(l->names[i].text, FONT_SMALL_BOLD), 12, STORY_NONE);
    }
    for (size_t i = 0; i < l->branch_count; i++) {
        const struct layout_branch *k = &l->branches[i];
        add(b, 'l', k->x, k->label_y, k->label_w, GRID_LABEL_H, k->card);
        if (k->lane != STORY_NONE) add(b, '|', k->x - 3, k->from_y + 11, 7, k->to_y - k->from_y - 11, k->card);
    }
}

/* What stands around the story: the corner's words, the ribbon, the ruler's times, folded gaps, the legend. */
static void add_frame(struct boxes *b, const struct story *st, const struct layout *l) {
    add(b, 'd', GRID_MARGIN, 20, text_width(l->date, FONT_TITLE), 14, STORY_NONE);
    add(b, 'd', GRID_MARGIN, 38, text_width(l->counts, FONT_SMALL), 12, STORY_NONE);
    for (size_t r = 0; r < l->run_count; r++) add(b, 'r', l->runs[r].x, 18, l->runs[r].w, 28, STORY_NONE);
    for (size_t t = 0; t < l->tick_count; t++)
        add(b, 'k', l->ticks[t].x + 7, 66, text_width(l->ticks[t].text, FONT_RIBBON), 12, STORY_NONE);
    for (size_t g = 0; g < l->gap_count; g++) {
        struct time_text length = length_words(st->lang, l->gaps[g].length);
        int width = text_width(slice_cstr(length.text), FONT_RIBBON) + 22;
        add(b, 'p', l->gaps[g].x - 44 - width / 2, 70, width, 23, STORY_NONE);
    }
    for (int m = 0; m < MARKS; m++) {
        const struct layout_mark *mark = &l->legend[m];
        int indent = m < MARK_EXACT ? 25 : 51;
        if (mark->text)
            add(b, 'g', mark->x, mark->y - 8, indent + text_width(slice_cstr(mark->text), FONT_SMALL), 16, STORY_NONE);
    }
}

/* What may touch: lines, labels and heads of one hinge. */
static bool may_touch(const struct box *a, const struct box *b) {
    return a->line != STORY_NONE && a->line == b->line && (a->what == '|' || b->what == '|');
}

static size_t count_overlaps(const struct story *st, const struct layout *l, struct box *first, struct box *second) {
    struct boxes b = {calloc(l->card_count * 2 + l->lane_count * 2 + l->name_count + l->branch_count * 2 +
                                 l->run_count + l->tick_count + l->gap_count + MARKS + 2,
                             sizeof(struct box)),
                      0};
    size_t found = 0;
    add_cards(&b, l);
    add_lanes(&b, l);
    add_frame(&b, st, l);
    for (size_t i = 0; i < b.count; i++) {
        const struct box *p = &b.items[i];
        if (p->x0 < 0 || p->y0 < 0 || p->x1 > l->width || p->y1 > l->height) *first = *p, *second = *p, found++;
        for (size_t j = i + 1; j < b.count; j++) {
            const struct box *q = &b.items[j];
            if (p->x1 <= q->x0 || q->x1 <= p->x0 || p->y1 <= q->y0 || q->y1 <= p->y0 || may_touch(p, q)) continue;
            *first = *p, *second = *q, found++;
        }
    }
    free(b.items);
    return found;
}

static void check_apart(const struct story *st, const struct layout *l, uint64_t seed) {
    struct box p = {0}, q = {0};
    size_t found = count_overlaps(st, l, &p, &q);
    cr_assert_eq(found, 0, "seed %llu, %s: %zu overlaps, such as %c %d,%d-%d,%d and %c %d,%d-%d,%d in %dx%d",
                 (unsigned long long)seed, lang_code(st->lang), found, p.what, p.x0, p.y0, p.x1, p.y1, q.what, q.x0,
                 q.y0, q.x1, q.y1, l->width, l->height);
}

/* Words of cards and heads end inside them. */
static void check_inside(const struct layout *l) {
    for (size_t c = 0; c < l->card_count; c++) {
        const struct layout_card *k = &l->cards[c];
        for (int i = 0; i < k->title_lines; i++) cr_assert_leq(14 + text_width(k->title[i], FONT_TITLE), 177);
        cr_assert_leq(14 + font_text(k->detail, FACE_MONO, 105), 177);
        cr_assert_leq(35 + text_width(k->tactic, FONT_SMALL_BOLD) + 4, 167 - text_width(k->number, FONT_SMALL));
        cr_assert_leq(14 + text_width(k->stack_title, FONT_TITLE), 177);
        cr_assert_leq(34 + font_text(k->outcome_text, FACE_BOLD, 105), 172);
        cr_assert_leq(k->title_lines + (k->stack_title.len ? 1 : 0), WRAP_LINES_MAX);
    }
    for (size_t i = 0; i < l->lane_count; i++) {
        const struct layout_lane *k = &l->lanes[i];
        const int edges[] = {text_width(k->account, FONT_SMALL), text_width(k->key, FONT_MONO),
                             text_width(k->address, FONT_MONO), text_width(k->network, FONT_SMALL),
                             text_width(k->origin, FONT_SMALL)};
        for (int e = 0; e < 5; e++) cr_assert_leq(40 + edges[e], 174);
        cr_assert_leq(37 + text_width(k->name, FONT_TITLE), 172);
        cr_assert_leq(37 + font_text(k->role, FACE_REGULAR, 105), 172);
    }
    for (size_t i = 0; i < l->run_count; i++)
        cr_assert_leq(35 + text_width(l->runs[i].label, FONT_RIBBON), l->runs[i].w);
}

static void check_order(const struct story *st, const struct layout *l) {
    for (size_t c = 0; c < l->card_count; c++) {
        const struct layout_card *k = &l->cards[c];
        cr_assert(c == 0 || l->cards[c - 1].column <= k->column);
        const struct layout_lane *lane = &l->lanes[k->lane];
        if (lane->via_card != STORY_NONE) cr_assert_lt(l->cards[lane->via_card].column, k->column);
        for (size_t s = 0; s < k->step_count; s++) cr_assert_eq(l->card_of_step[k->steps[s]], c);
        cr_assert(k->step_count == 1 || !k->hinge, "a hinge was folded");
    }
    for (size_t i = 0; i < st->step_count; i++) {
        bool lane = l->lane_of_actor[st->steps[i].actor] != STORY_NONE;
        cr_assert_eq(l->card_of_step[i] != STORY_NONE, lane, "a step of an open lane is on a card, others are not");
    }
    cr_assert_leq(l->lane_count, (size_t)PICTURE_LANES_MAX);
    cr_assert_leq(l->card_count, (size_t)PICTURE_CARDS_MAX);
}

Test(layout, reference_stands_on_the_grid) {
    struct story_set set;
    struct layout l;
    fixture_reference(&set);
    layout_story(&set.alerts[0], &set.arena, &l);
    static const int x[] = {234, 438, 642, 846, 1050, 1254, 1458, 1662, 1926, 1926, 2130, 2130, 2334, 2538, 2742, 2946};
    static const int y[] = {108, 108, 108, 108, 108, 334, 334, 334, 108, 334, 108, 334, 334, 560, 560, 560};
    cr_assert_eq(l.card_count, 16);
    for (size_t c = 0; c < 16; c++) {
        cr_assert_eq(l.cards[c].x, x[c], "card %zu", c);
        cr_assert_eq(l.cards[c].y, y[c], "card %zu", c);
    }
    cr_assert_eq(l.width, 3148);
    cr_assert_eq(l.height, 792);
    cr_assert_eq(l.gap_count, 1);
    cr_assert_eq(l.run_count, 8);
    cr_assert_eq(l.branch_count, 2);
    cr_assert_not(l.folded);
    cr_assert(slice_eq(l.cards[10].title[1], SLICE("9999\xc2\xa0"
                                                   "8888\xc2\xa0"
                                                   "7777")));
    check_apart(&set.alerts[0], &l, 0);
    check_inside(&l);
    arena_release(&set.arena);
}

static void check_random(uint64_t seed, size_t steps, size_t lanes, enum lang lang) {
    struct story_set set;
    struct layout l;
    fixture_random(&set, seed, steps, lanes);
    struct story st = set.alerts[0];
    st.lang = lang;
    layout_story(&st, &set.arena, &l);
    check_order(&st, &l);
    check_apart(&st, &l, seed);
    check_inside(&l);
    arena_release(&set.arena);
}

Test(layout, random_stories_never_overlap) {
    for (uint64_t seed = 1; seed <= 200; seed++)
        for (enum lang lang = LANG_EN; lang < LANGS; lang++)
            check_random(seed, 1 + seed * 13 % 70, 1 + seed % 12, lang);
}

Test(layout, large_stories_fold) {
    for (uint64_t seed = 1; seed <= 20; seed++) check_random(seed, 300, 12 + seed % 5, seed % 2 ? LANG_EN : LANG_JA);
    for (uint64_t seed = 1; seed <= 5; seed++) check_random(seed, 2000, 60, LANG_JA);
}

Test(layout, limits) {
    struct story_set set;
    struct layout l;
    for (size_t steps = PICTURE_CARDS_MAX; steps <= PICTURE_CARDS_MAX + 1; steps++) {
        fixture_random(&set, 3, steps, 2);
        layout_story(&set.alerts[0], &set.arena, &l);
        cr_assert_eq(l.folded, steps > PICTURE_CARDS_MAX);
        arena_release(&set.arena);
    }
}

Test(layout, the_check_can_fail) {
    struct story_set set;
    struct layout l;
    struct box p, q;
    fixture_reference(&set);
    layout_story(&set.alerts[0], &set.arena, &l);
    cr_assert_eq(count_overlaps(&set.alerts[0], &l, &p, &q), 0);
    l.cards[3].x -= 30;
    cr_assert_gt(count_overlaps(&set.alerts[0], &l, &p, &q), 0, "a card moved onto its neighbour");
    l.cards[3].x += 30;
    l.branches[1].label_y += 20;
    cr_assert_gt(count_overlaps(&set.alerts[0], &l, &p, &q), 0, "a label moved onto a head");
    l.branches[1].label_y -= 20;
    l.branches[0].to_y += 230;
    l.branches[0].x += 1300;
    cr_assert_gt(count_overlaps(&set.alerts[0], &l, &p, &q), 0, "a line moved through a card");
    arena_release(&set.arena);
}

Test(layout, empty_story) {
    struct story_set set;
    struct layout l;
    fixture_reference(&set);
    struct story st = set.alerts[0];
    st.step_count = 0, st.edge_count = 0;
    layout_story(&st, &set.arena, &l);
    cr_assert_eq(l.card_count, 0);
    cr_assert_gt(l.width, 0);
    arena_release(&set.arena);
}
