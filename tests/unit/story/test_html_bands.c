/* SPDX-License-Identifier: Apache-2.0 */
/* The picture on paper: cut where nothing stands, no tile higher than a page, every card in one tile alone. */
#include <criterion/criterion.h>

#include "sketch.h"

enum { PAGE_WIDTH = 1866, PAGE_HEIGHT = 1280, TILES = 64, WINDOWS = 8, NUMBERS = 8 };

struct window {
    int x, y, width, height, from_y;
};

struct tile {
    int from, width, height, window_count;
    struct window windows[WINDOWS];
};

/* The numbers in the attributes of a tag, in their order; how many. */
static int read_numbers(const char *tag, int *numbers) {
    int count = 0;
    for (const char *p = tag + 1; *p != '>' && count < NUMBERS; p++) {
        bool begins = (p[-1] == '"' || p[-1] == ' ') && (*p == '-' || (*p >= '0' && *p <= '9'));
        if (begins) numbers[count++] = (int)strtol(p, NULL, 10);
    }
    return count;
}

static size_t read_tiles(const struct buf *out, struct tile *tiles) {
    size_t count = 0;
    for (const char *p = out->ptr; (p = strstr(p, "<svg ")); p++) {
        int n[NUMBERS];
        if (strncmp(p, "<svg class=\"band", 16) == 0) {
            cr_assert_eq(read_numbers(p, n), 4, "%.90s", p);
            cr_assert_lt(count, (size_t)TILES);
            tiles[count++] = (struct tile){.from = n[0], .width = n[2], .height = n[3]};
            continue;
        }
        cr_assert_eq(read_numbers(p, n), 8, "%.90s", p);
        struct tile *tile = &tiles[count - 1];
        cr_assert(count && tile->window_count < WINDOWS);
        tile->windows[tile->window_count++] = (struct window){n[4], n[1], n[2], n[3], n[5]};
    }
    return count;
}

static void put_bands(struct html_alert *a) {
    html_bands(a);
}

/* How many windows show the box whole; how many show a part of it is told by `parts`. */
static int whole_in(const struct tile *tiles, size_t count, int x, int y, int w, int h, int *parts) {
    int whole = 0;
    *parts = 0;
    for (size_t i = 0; i < count; i++) {
        for (int k = 0; k < tiles[i].window_count; k++) {
            const struct window *v = &tiles[i].windows[k];
            bool in = x >= v->x && x + w <= v->x + v->width && y >= v->from_y && y + h <= v->from_y + v->height;
            bool touch = x < v->x + v->width && x + w > v->x && y < v->from_y + v->height && y + h > v->from_y;
            whole += in, *parts += touch && !in;
        }
    }
    return whole;
}

static void check(struct sketch *s, size_t least_tiles) {
    static struct tile tiles[TILES];
    struct buf out = sketch_html(s, put_bands);
    size_t count = read_tiles(&out, tiles);
    const struct layout *l = &s->layout;
    int parts;
    sketch_layout(s);
    cr_expect_geq(count, least_tiles);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(tiles[i].width, PAGE_WIDTH, "one scale for all");
        cr_expect_leq(tiles[i].height, PAGE_HEIGHT);
        for (int k = 0; k < tiles[i].window_count; k++)
            cr_expect_leq(tiles[i].windows[k].y + tiles[i].windows[k].height, tiles[i].height);
    }
    for (size_t c = 0; c < l->card_count; c++) {
        const struct layout_card *card = &l->cards[c];
        cr_expect_eq(whole_in(tiles, count, card->x - 11, card->y - 8, 11 + GRID_CARD_W, GRID_RAIL + 18, &parts), 1,
                     "card %zu", c);
        cr_expect_eq(parts, 0, "card %zu is cut", c);
    }
    for (size_t k = 0; k < l->lane_count; k++)
        cr_expect_eq(whole_in(tiles, count, l->lanes[k].x - 4, l->lanes[k].y, GRID_CARD_W, GRID_CARD_H, &parts), 1,
                     "head %zu", k);
    cr_expect_eq(sketch_count(&out, "<use "), sketch_count(&out, "href=\"#story-"));
    buf_release(&out);
}

Test(html_bands, a_short_story_is_one_tile) {
    struct sketch *s = sketch_every_mark();
    check(s, 1);
    struct buf out = sketch_html(s, put_bands);
    cr_expect_eq(sketch_count(&out, "class=\"rail-n\""), 0, "nobody comes in from the left");
    cr_expect_eq(sketch_count(&out, "class=\"band"), 2, "the block and its tile");
    buf_release(&out);
    sketch_free(s);
}

Test(html_bands, a_wide_story_is_cut_between_cards_and_names_go_on) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    s->actors[0].name = SLICE("<ann & \"bob\">");
    for (int64_t i = 0; i < 30; i++)
        sketch_step(s, 0, i + (i > 12 ? 300 : 0), LEVEL_HIGH, i % 2 ? "impact" : "discovery");
    check(s, 4);
    struct buf out = sketch_html(s, put_bands);
    cr_expect_eq(sketch_count(&out, "&lt;ann &amp; &quot;bob&quot;&gt;</text>"),
                 sketch_count(&out, "class=\"band story\"") - 1);
    buf_release(&out);
    sketch_free(s);
}

Test(html_bands, a_high_story_is_cut_between_lanes) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (uint32_t i = 0; i < 8; i++)
        sketch_actor(s, i % 2 ? ACTOR_SESSION : ACTOR_USER, sketch_step(s, 0, i, LEVEL_HIGH, "persistence"));
    for (int64_t i = 0; i < 16; i++) sketch_step(s, 1 + (uint32_t)i % 8, 8 + i, LEVEL_HIGH, "impact");
    check(s, 4);
    sketch_free(s);
}

Test(html_bands, a_story_without_steps_is_one_tile) {
    struct sketch *s = sketch_new();
    struct buf out = sketch_html(s, put_bands);
    cr_expect_eq(sketch_count(&out, "class=\"band story\""), 1);
    buf_release(&out);
    sketch_free(s);
}
