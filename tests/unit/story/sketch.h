/* SPDX-License-Identifier: Apache-2.0 */
/* tests/unit/story/sketch.h: a story drawn by hand, with no more in it than a test of one part of the picture asks for.
 *
 * Actors before the steps that they do, parents before children; steps by time. Everything may be changed between
 * sketch_step() and sketch_layout().
 */
#ifndef EMAKI_TESTS_STORY_SKETCH_H
#define EMAKI_TESTS_STORY_SKETCH_H

#include "story/html_parts.h"
#include "story/layout_parts.h"
#include "story/svg_parts.h"

enum { SKETCH_ACTORS = 80, SKETCH_STEPS = 400 };
#define SKETCH_START (INT64_C(1772542800) * US_PER_SECOND) /* 3 Mar 2026, 13:00 UTC */

struct sketch {
    struct arena arena;
    struct story_actor actors[SKETCH_ACTORS];
    struct story_step steps[SKETCH_STEPS];
    struct slice accounts[2];
    struct story st;
    struct layout layout;
};

struct sketch *sketch_new(void);
void sketch_free(struct sketch *s);
/* An actor "aN" that came out of step `via` (STORY_NONE: out of none); its index. */
uint32_t sketch_actor(struct sketch *s, enum actor_kind kind, uint32_t via);
/* A step "sN" of one call that succeeded, `minute` minutes after the start; its index. */
uint32_t sketch_step(struct sketch *s, uint32_t actor, int64_t minute, enum level level, const char *tactic);
/* A user, and steps and sessions of every outcome and confidence: every mark of the legend. */
struct sketch *sketch_every_mark(void);
void sketch_layout(struct sketch *s);

/* What one of the writers makes of it. */
struct buf sketch_svg(struct sketch *s, void (*put)(const struct svg_pen *pen, void *ctx), void *ctx);
struct buf sketch_html(struct sketch *s, void (*put)(struct html_alert *alert));

/* How often `word` is in `text`. */
size_t sketch_count(const struct buf *text, const char *word);
void sketch_expect(const struct buf *text, const char *part);
void sketch_expect_text(struct slice got, const char *want);

#endif
