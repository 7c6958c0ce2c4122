/* SPDX-License-Identifier: Apache-2.0 */
/* story/text_graph.h: the rails of one story, for a terminal.
 *
 * Planned first, then drawn: every actor gets the position where its rail opens, where it ends, and a column that is
 * free between the two; the text stands right of the widest moment. A child opens behind the step that made it, in a
 * column right of its parent's, so that a branch always runs right.
 */
#ifndef EMAKI_STORY_TEXT_GRAPH_H
#define EMAKI_STORY_TEXT_GRAPH_H

#include "story/text_line.h"

void graph_draw(struct page *page, const struct story *story);
/* "1,203 calls", "14 denied", "21 ok, 3 denied": what became of a step, in words. */
void graph_outcome(struct buf *out, enum lang lang, const struct story_step *step);

#endif
