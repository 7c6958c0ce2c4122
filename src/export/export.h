/* SPDX-License-Identifier: Apache-2.0 */
/* export/export.h: stories in the languages of other tools.
 *
 * In:   alerts of a woven set.   Out: bytes, appended to a buf.
 * Law:  same stories, same bytes: identifiers are made of content, times are the story's, nothing asks a clock.
 *       Text of a log leaves through the one writer of its format, so that it stays text there: no formula, no markup,
 *       no link, no line of its own.
 * Add:  a format is a file here, a row in cli/render.c and its test.
 */
#ifndef EMAKI_EXPORT_EXPORT_H
#define EMAKI_EXPORT_EXPORT_H

#include "story/story.h"

struct export_input {
    const struct story *alerts;
    size_t count;
    const struct ruleset *rules; /* what story_event.rule counts, or NULL */
    const char *version;         /* of emaki */
    enum lang lang;              /* of what is said where there is no story */
};

/* Every event in evidence, a row each (RFC 4180). A cell that a spreadsheet would calculate gets an apostrophe. */
void export_csv(const struct export_input *in, struct buf *out);
/* A report for a ticket, GitHub-flavoured Markdown. */
void export_markdown(const struct export_input *in, struct buf *out);
/* What every layer for the ATT&CK Navigator begins with (layer format 4.5); its techniques are to follow. */
struct jsonw;
void export_layer_begin(struct jsonw *jw, struct slice name, struct slice description);
/* Such a layer: the stories' techniques by gravity. */
void export_navigator(const struct export_input *in, struct buf *out);
/* OCSF 1.5 Detection Finding (class 2004), one a line. */
void export_ocsf(const struct export_input *in, struct buf *out);
/* A STIX 2.1 bundle: a report a story, with its attack patterns, accounts, addresses and observed data. */
void export_stix(const struct export_input *in, struct buf *out);

/* Of one story: a graph for documents that draw it. */
void export_mermaid(const struct story *st, struct buf *out);
void export_dot(const struct story *st, struct buf *out);
/* Of one story: MITRE's Attack Flow 2.0, a STIX bundle with actions that lead to one another. */
void export_attack_flow(const struct story *st, struct buf *out);

#endif
