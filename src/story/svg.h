/* SPDX-License-Identifier: Apache-2.0 */
/* story/svg.h: a story as an SVG picture.
 *
 * In:   one story.     Out: SVG text, appended. Same story and options, same bytes.
 * Law:  all text passes xml_put; no style attributes, no event handlers, nothing from elsewhere, so that the picture
 * may stand inline in a page under a strict Content-Security-Policy. Stable: ids story-<id>, actor-a<n>, step-s<nn>,
 * edge-s<nn>-a<n>; classes "step ok|no|mix [hinge] t-<family>", "edge <kind> exact|strong|inferred"; data-step,
 * data-steps (of a stack), data-lane, data-tactic. For the page's script: cards and lanes are numbered from 0 in the
 * order of the document; data-card and data-lane of an edge say which card it leaves and whose lane it leads to,
 * data-from and data-to of a link its cards; "way" with data-lane is a lane's rail.
 */
#ifndef EMAKI_STORY_SVG_H
#define EMAKI_STORY_SVG_H

#include "base/buf.h"
#include "story/layout.h"

enum svg_theme { SVG_AUTO, SVG_LIGHT, SVG_DARK };

struct svg_options {
    enum svg_theme theme;  /* AUTO: by the reader's prefers-color-scheme */
    bool standalone;       /* a file of its own: with its style; otherwise the page brings PAGE_CSS */
    const char *id_prefix; /* before every id, NULL for none: for several stories in one page */
};

void story_svg(const struct story *st, const struct svg_options *options, struct buf *out);

/* The story as a row of dots, without words: 15 px a column, 13 a lane. Needs the page's style. */
void story_glyph(const struct story *st, const struct layout *layout, struct buf *out);

/* One card as a sentence: "Step 5 of 16, 13:08:30 UTC, reporting-svc, Execution: Launched … Succeeded, 1 call. …" */
void card_sentence(const struct story *st, const struct layout *layout, uint32_t card, struct buf *out);

#endif
