/* SPDX-License-Identifier: Apache-2.0 */
/* story/text_line.h: the parts of the text renderer that know lines: inks, cleaned strings, wrapping. */
#ifndef EMAKI_STORY_TEXT_LINE_H
#define EMAKI_STORY_TEXT_LINE_H

#include "base/buf.h"
#include "story/phrases.h"
#include "story/story.h"
#include "story/text.h"
#include "story/times.h"

enum ink {
    INK_PLAIN,
    INK_BOLD,
    INK_DIM,
    INK_BRANCH, /* the one red */
    INK_OK,
    INK_LEVEL,                  /* + enum level */
    INK_FAMILY = INK_LEVEL + 5, /* + enum family */
    INK_COUNT = INK_FAMILY + FAMILIES
};

struct page {
    struct buf *out;
    size_t width;
    bool color;
    enum lang lang;
};

void page_init(struct page *page, const struct text_options *options, enum lang lang, struct buf *out);
/* Text in an ink. `s` is clean already: it came from term_put or is ours. */
void page_ink(struct page *page, enum ink ink, struct slice s);
void page_inks(struct page *page, enum ink ink, const char *s);

/* Ends the line, without the blanks at its end. */
void page_end_line(struct page *page);

/* The next line of clean text, at most `columns` (≥ 1) wide; takes it off `rest` together with the blanks behind it. */
struct slice wrap_next(struct slice *rest, size_t columns);
/* The next line of a shell command: broken only at blanks outside quotes; a part without one stays whole. *more says
 * that a backslash must follow. */
struct slice wrap_command(struct slice *rest, size_t columns, bool *more);

/* A paragraph of raw text: the first line goes on where the cursor stands (`used` columns), the others start behind
 * `indent` blanks. Ends the line. */
void page_paragraph(struct page *page, enum ink ink, size_t used, size_t indent, struct slice raw);

#endif
