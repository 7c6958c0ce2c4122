/* SPDX-License-Identifier: Apache-2.0 */
/* cli/render.h: a format's name to the function that writes it. */
#ifndef EMAKI_CLI_RENDER_H
#define EMAKI_CLI_RENDER_H

#include "cli/args.h"
#include "story/text.h"

/* The whole scan, or the story of one of its alerts, in a format. Matches are not the renderers' business, and a
 * picture or a graph shows one story: such formats are render_story's alone. */
bool render_shows_one(enum format format);
void render_scan(enum format format, const struct story_set *set, const struct text_options *text, struct buf *out);
bool render_story(enum format format, const struct story_set *set, size_t alert, const struct text_options *text,
                  struct buf *out, struct err *err);

/* Whether the format is bytes that would spoil a terminal. */
bool render_is_binary(enum format format);

/* How text is to look: colours by --color, NO_COLOR, TERM and where it goes; the terminal's width. */
struct text_options render_text_options(const struct args *args);

#endif
