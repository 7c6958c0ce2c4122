/* SPDX-License-Identifier: Apache-2.0 */
/* story/phrases.h: what a story says, in the language that it is told in: the table is phrases.def.
 *
 * In:   a language, a phrase, the values that stand in it.   Out: text; values are put in as they are, never read as
 *       a template. Renderers escape the whole.
 * Own:  templates are static. Pure.
 *
 * Worked example. PHRASE(BLIND_STOPPED, "A trail was stopped at {0}: …", "{0} に証跡が停止されました。…"):
 *   phrase_make(arena, LANG_JA, SAY_BLIND_STOPPED, PHRASE_VALUES(SLICE("13:20:00"))) → "13:20:00
 * に証跡が停止されました。…"
 */
#ifndef EMAKI_STORY_PHRASES_H
#define EMAKI_STORY_PHRASES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"

enum phrase {
#define PHRASE(name, en, ja) SAY_##name,
#include "story/phrases.def"
#undef PHRASE
    PHRASES
};

/* The template; of a phrase without values all that it says. */
struct slice phrase(enum lang lang, enum phrase phrase);
/* With its values; those that are missing are "?". */
void phrase_put(struct buf *out, enum lang lang, enum phrase phrase, const struct slice *values, size_t count);
/* The same, all of it escaped as XML text. */
void phrase_put_xml(struct buf *out, enum lang lang, enum phrase phrase, const struct slice *values, size_t count);
struct slice phrase_make(struct arena *arena, enum lang lang, enum phrase phrase, const struct slice *values,
                         size_t count);

/* The last two arguments of these functions. */
#define PHRASE_VALUES(...) \
    (const struct slice[]){__VA_ARGS__}, sizeof((const struct slice[]){__VA_ARGS__}) / sizeof(struct slice)

#endif
