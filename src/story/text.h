/* SPDX-License-Identifier: Apache-2.0 */
/* story/text.h: the story for a terminal.
 *
 * In:   a woven story set, the terminal's width, whether colours are wanted.     Out: UTF-8 text, appended to a buf.
 * Law:  same set and options, same bytes; colour adds escape sequences and changes nothing else. Every string of a log
 *       passes through term_put(), so none can drive the terminal. Lines keep to the width; words are wrapped at
 *       blanks, then at - / : , and commands at blanks outside quotes with a backslash, so that they can be pasted.
 * How:  a rail a lane, time runs down, like `git log --graph` turned over:
 *
 *           ○  reporting-svc · IAM user · 111122223333 prod
 *           ⊘  13:02:11  1 ● Listed what it could
 *           │              Discovery · 14 denied · GetCallerIdentity, ListUsers
 *           ✓  13:08:30  2 ▲ Launched i-0f3a91c2 with the role ec2-log-archiver
 *           │              Execution · 1 call
 *           ├──▶ launched i-0f3a91c2 as ec2-log-archiver
 *           │  ○  i-0f3a91c2 · instance · …
 */
#ifndef EMAKI_STORY_TEXT_H
#define EMAKI_STORY_TEXT_H

#include "base/buf.h"
#include "story/story.h"

#define TEXT_WIDTH_MIN 60
#define TEXT_WIDTH_MAX 200
#define TEXT_WIDTH_DEFAULT 80

struct text_options {
    unsigned width; /* columns; brought into MIN..MAX; 0 is the default */
    bool color;
};

/* The whole scan: alerts, observations in short, what was read. */
void text_scan(const struct story_set *set, const struct text_options *options, struct buf *out);
/* One story alone. */
void text_story(const struct story *story, const struct text_options *options, struct buf *out);
/* What was read, and why nothing where nothing was: "No CloudTrail records in 3 files: 3 are not logs." One paragraph,
 * for a scan whose result is in another format. */
void text_input(const struct story_set *set, const struct text_options *options, struct buf *out);

#endif
