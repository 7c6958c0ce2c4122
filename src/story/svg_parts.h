/* SPDX-License-Identifier: Apache-2.0 */
/* story/svg_parts.h: what the files that write the picture share. Nobody else includes it. */
#ifndef EMAKI_STORY_SVG_PARTS_H
#define EMAKI_STORY_SVG_PARTS_H

#include "base/text.h"
#include "story/icons.h"
#include "story/phrases.h"
#include "story/svg.h"
#include "story/times.h"

struct svg_pen {
    const struct story *st;
    const struct layout *layout;
    const char *prefix; /* of ids */
    struct buf *out;
};

/* PEN_SAY(out, lang, DRAW_GAP, length) */
#define PEN_SAY(out, lang, name, ...) phrase_put_xml(out, lang, SAY_##name, PHRASE_VALUES(__VA_ARGS__))

/* <text class="…" x="…" y="…">…</text>. `half` adds .5 to x; y10 is in tenths. Nothing for empty text. */
void svg_text(struct buf *out, const char *classes, int x, bool half, int y10, struct slice text);
/* A 16-pixel icon at (x + .5 when half, y) scaled so that it is `size` wide (a multiple of 1/4), strokes 1.6 wide. */
void svg_icon(struct buf *out, const char *classes, int x, bool half, int y, const char *scale, const char *stroke,
              const char *markup);

/* Ribbon, ruler, gaps, rails, legend. */
void svg_frame(const struct svg_pen *pen);
void svg_rails(const struct svg_pen *pen);
void svg_legend(const struct svg_pen *pen);
void svg_head(const struct svg_pen *pen, uint32_t lane);
void svg_card(const struct svg_pen *pen, uint32_t card);
void svg_branch(const struct svg_pen *pen, const struct layout_branch *branch);
void svg_link(const struct svg_pen *pen, const struct layout_link *link);

#endif
