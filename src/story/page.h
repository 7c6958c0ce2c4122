/* SPDX-License-Identifier: Apache-2.0 */
/* story/page.h: style and script that go into pictures and pages; made at build time from src/story/page/ by
 * tools/embed.py. The hashes are base64 of the SHA-256 of the text, as a Content-Security-Policy names them. */
#ifndef EMAKI_STORY_PAGE_H
#define EMAKI_STORY_PAGE_H

extern const char PICTURE_CSS_LIGHT[]; /* with plain colours, for viewers that do not know var() */
extern const char PICTURE_CSS_DARK[];
extern const char PICTURE_CSS_AUTO[]; /* by prefers-color-scheme */
extern const char PAGE_CSS[];         /* tokens, picture and page */
extern const char PAGE_CSS_SHA256[];
extern const char PAGE_JS[];
extern const char PAGE_JS_SHA256[];

#endif
