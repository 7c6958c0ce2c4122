/* SPDX-License-Identifier: Apache-2.0 */
/* story/json.h: the scan's JSON, version 1: what programs read.
 *
 * In:   a woven story set.     Out: JSON text, appended to a buf.
 * Law:  keys stand in a fixed order, numbers are integers, times RFC 3339 in UTC: same set, same bytes. Keys are only
 *       ever added; JSON_FORMAT rises when one changes its meaning.
 */
#ifndef EMAKI_STORY_JSON_H
#define EMAKI_STORY_JSON_H

#include "base/buf.h"
#include "story/story.h"

#define JSON_FORMAT 1

/* The whole scan; `version` is the program's. Ends in a line feed. */
void json_scan(const struct story_set *set, const char *version, struct buf *out);
/* One alert alone, as it stands in the scan's "alerts". Ends in a line feed. */
void json_story(const struct story *story, struct buf *out);

#endif
