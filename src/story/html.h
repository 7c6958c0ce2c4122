/* SPDX-License-Identifier: Apache-2.0 */
/* story/html.h: alerts as one self-contained page that works from disk.
 *
 * In:   a woven story set.     Out: HTML, appended. Same set and options, same bytes.
 * Law:  nothing is fetched: style, script and data are inside, allowed by hash in a Content-Security-Policy whose
 * default is 'none'. All text passes xml_put or, in the data block, json_put_string (html_safe); the script puts it on
 * the page as text only. Without scripts everything stands open, one part below the other. Size: the page lists at most
 * PAGE_ROWS_MAX events an alert and carries at most PAGE_RAW_MAX of their records; what it leaves out it counts.
 */
#ifndef EMAKI_STORY_HTML_H
#define EMAKI_STORY_HTML_H

#include "base/buf.h"
#include "story/story.h"

struct html_options {
    const char *version; /* of emaki, for the foot; NULL for none */
};

void story_html(const struct story_set *set, const struct html_options *options, struct buf *out);

#endif
