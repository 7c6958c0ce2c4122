/* SPDX-License-Identifier: Apache-2.0 */
/* story/html_parts.h: what the files that write the page share. Nobody else includes it. */
#ifndef EMAKI_STORY_HTML_PARTS_H
#define EMAKI_STORY_HTML_PARTS_H

#include "base/limits.h"
#include "base/text.h"
#include "story/icons.h"
#include "story/layout.h"
#include "story/phrases.h"
#include "story/svg.h"
#include "story/times.h"

struct html_page {
    const struct story_set *set;
    struct arena *arena; /* for words made on the way */
    struct buf *out;
    enum lang lang;
};

struct html_alert {
    struct html_page *page;
    const struct story *st;
    struct layout layout;
    size_t number;   /* from 1 */
    char prefix[24]; /* of the picture's ids: "" for the first alert */
};

/* How many events of each step the table lists, and how many of these come with their record. */
struct html_share {
    size_t rows, raw;
};
struct html_share html_share(const struct story *st);

/* Escaped, accounts grouped. */
void html_text(struct html_page *page, struct slice text);
/* A phrase without values: ours, so it needs no escaping. */
void html_say(struct html_page *page, enum phrase words);
/* One with values, all of it escaped: HTML_SAY(page, PAGE_WHY, NUMBER(score)). */
void html_phrase(struct html_page *page, enum phrase words, const struct slice *values, size_t count);
#define HTML_SAY(page, name, ...) html_phrase(page, SAY_##name, PHRASE_VALUES(__VA_ARGS__))
/* "1,204 calls", "1 call". */
void html_count(struct html_page *page, enum phrase words, uint64_t n);
/* "3 Mar 2026, 13:02 – 14:15 UTC" */
void html_span(struct html_page *page, int64_t from, int64_t to);
void html_icon(struct buf *out, const char *classes, const char *markup);
/* Shape and word of a level. */
void html_level(struct html_page *page, enum level level);
/* "ec2:RunInstances" */
void html_call(struct html_page *page, const struct story_event *ev);

void html_alert(struct html_page *page, const struct story *st, size_t number);
/* The picture for paper. */
void html_bands(struct html_alert *alert);
void html_table(struct html_alert *alert);
void html_narrative(struct html_alert *alert);
void html_response(struct html_alert *alert);
/* The JSON that the script shows in the drawer. */
void html_data(struct html_page *page);

#endif
