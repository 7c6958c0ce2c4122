/* SPDX-License-Identifier: Apache-2.0 */
/* event/walk.h: walks the members of a top-level object to see what it is, without keeping it.
 *
 * In:   the bytes behind its opening brace, in pieces of any size.
 * Out:  that it is a record or an envelope of one (a member's name tells), or where the list begins that it wraps
 *       ("Records", "Events", hits.hits, …), or where it ends.
 * Why:  {"Records":[…]} may be larger than memory, so it cannot be parsed to learn that it is no record.
 */
#ifndef EMAKI_EVENT_WALK_H
#define EMAKI_EVENT_WALK_H

#include "event/span.h"

enum walk_result {
    WALK_MORE,
    WALK_RECORD, /* until the first list only */
    WALK_LIST,   /* its "[" is the last byte used; behind its "]" the walk goes on */
    WALK_END,    /* its "}" is the last byte used */
    WALK_ODD     /* no JSON from the byte behind those used */
};

struct walk {
    enum walk_part { WANT_KEY, IN_KEY, WANT_COLON, WANT_VALUE, IN_TEXT, IN_WORD, IN_NESTED, WANT_COMMA } part;
    bool listed; /* a list was found: what is behind it matters little */
    bool log;    /* … and only logs have a list of that name */
    bool escaped;
    uint8_t wrappers; /* objects open around: {"hits":{ */
    uint8_t key_len;
    char key[32];
    struct span nested;
};

void walk_begin(struct walk *w);
enum walk_result walk_scan(struct walk *w, const char *bytes, size_t len, size_t *used);

#endif
