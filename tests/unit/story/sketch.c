/* SPDX-License-Identifier: Apache-2.0 */
#include "sketch.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct sketch *sketch_new(void) {
    struct sketch *s = calloc(1, sizeof *s);
    cr_assert(s);
    arena_init(&s->arena, 0);
    s->accounts[0] = SLICE("111122223333");
    s->accounts[1] = SLICE("444455556666");
    s->st = (struct story){.id = SLICE("0123456789ab"),
                           .title = SLICE("a story"),
                           .actors = s->actors,
                           .steps = s->steps,
                           .accounts = s->accounts,
                           .account_count = 1,
                           .from = SKETCH_START,
                           .to = SKETCH_START};
    return s;
}

void sketch_free(struct sketch *s) {
    arena_release(&s->arena);
    free(s);
}

uint32_t sketch_actor(struct sketch *s, enum actor_kind kind, uint32_t via) {
    uint32_t index = (uint32_t)s->st.actor_count++;
    cr_assert_lt(index, SKETCH_ACTORS);
    bool child = via != STORY_NONE;
    s->actors[index] = (struct story_actor){
        .id = arena_printf(&s->arena, "%012x", index),
        .kind = kind,
        .name = arena_printf(&s->arena, "a%u", index),
        .account = s->accounts[0],
        .parent = child ? s->steps[via].actor : STORY_NONE,
        .via_step = via,
        .via_kind = child ? SLICE("issued key") : SLICE(""),
        .via_verb = child ? SLICE("issued key") : SLICE(""),
        .via_label = child ? arena_printf(&s->arena, "of a%u", index) : SLICE(""),
        .via_at = TIME_NONE,
        .first_seen = SKETCH_START,
        .last_seen = SKETCH_START,
    };
    return index;
}

uint32_t sketch_step(struct sketch *s, uint32_t actor, int64_t minute, enum level level, const char *tactic) {
    uint32_t index = (uint32_t)s->st.step_count++;
    cr_assert(index < SKETCH_STEPS && actor < s->st.actor_count);
    int64_t at = SKETCH_START + minute * US_PER_MINUTE;
    s->steps[index] = (struct story_step){.id = arena_printf(&s->arena, "%012x", index),
                                          .actor = actor,
                                          .tactic = slice_cstr(tactic),
                                          .rule = STORY_NONE,
                                          .level = level,
                                          .title = arena_printf(&s->arena, "s%u", index),
                                          .from = at,
                                          .to = at,
                                          .count = 1,
                                          .apis = 1};
    s->st.to = at;
    return index;
}

struct sketch *sketch_every_mark(void) {
    struct sketch *s = sketch_new();
    sketch_actor(s, ACTOR_USER, STORY_NONE);
    for (int i = 0; i < 3; i++) {
        uint32_t made = sketch_step(s, 0, 10 * i, LEVEL_HIGH, "persistence");
        uint32_t child = sketch_actor(s, ACTOR_SESSION, made);
        s->actors[child].via_confidence =
            (enum confidence[]){CONFIDENCE_EXACT, CONFIDENCE_STRONG, CONFIDENCE_INFERRED}[i];
        uint32_t acted = sketch_step(s, child, 10 * i + 1, LEVEL_HIGH, "impact");
        s->steps[acted].count = 2;
        s->steps[acted].failed = (uint64_t)i; /* none, some, all */
    }
    return s;
}

void sketch_layout(struct sketch *s) {
    layout_story(&s->st, &s->arena, &s->layout);
}

struct buf sketch_svg(struct sketch *s, void (*put)(const struct svg_pen *pen, void *ctx), void *ctx) {
    struct buf out;
    buf_init(&out);
    sketch_layout(s);
    struct svg_pen pen = {&s->st, &s->layout, "", &out};
    put(&pen, ctx);
    return out;
}

struct buf sketch_html(struct sketch *s, void (*put)(struct html_alert *alert)) {
    struct buf out;
    buf_init(&out);
    struct story_set set = {.alerts = &s->st, .alert_count = 1};
    struct html_page page = {.set = &set, .arena = &s->arena, .out = &out};
    sketch_layout(s);
    struct html_alert alert = {.page = &page, .st = &s->st, .layout = s->layout, .number = 1};
    put(&alert);
    return out;
}

size_t sketch_count(const struct buf *text, const char *word) {
    size_t count = 0;
    for (const char *p = text->ptr; (p = strstr(p, word)); p++) count++;
    return count;
}

void sketch_expect(const struct buf *text, const char *part) {
    cr_expect(strstr(text->ptr, part), "no %s in: %s", part, text->ptr);
}

void sketch_expect_text(struct slice got, const char *want) {
    cr_expect(slice_eq(got, slice_cstr(want)), "got \"%.*s\", want \"%s\"", SLICE_FMT(got), want);
}
