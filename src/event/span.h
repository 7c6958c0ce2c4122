/* SPDX-License-Identifier: Apache-2.0 */
/* event/span.h: finds where a JSON object or array ends, without parsing it.
 *
 * In:   the bytes from its opening brace on, in pieces of any size.     Out: how many of them belong to it.
 * Law:  of valid JSON the exact end is found. Of anything else the end depends on the bytes alone, never on how they
 *       were cut. An object ends where its braces balance (brackets are not counted, so that "[1,2}" hurts one record
 *       only); an array where braces and brackets do. A line end inside a string, which JSON forbids, ends the string.
 * Lines: of a value that stands alone (`lines`), a line that begins with "{" where no JSON value can begin ends it too:
 *       the line before was cut, and the next record is not to be lost with it.
 */
#ifndef EMAKI_EVENT_SPAN_H
#define EMAKI_EVENT_SPAN_H

#include "base/limits.h"
#include "base/slice.h"

enum span_result {
    SPAN_MORE,   /* all bytes belong to the value, and it goes on */
    SPAN_DONE,   /* it ends behind the bytes used */
    SPAN_CUT,    /* the same, but it was never closed */
    SPAN_RETRACE /* lines only: a line end was met. Call span_retrace(), and give all bytes again from the start */
};

struct span {
    uint64_t depth;
    bool array, lines;
    bool in_string, escaped;
    /* What a line end in a `lines` value needs. Kept from span_retrace() on only: most values have no line end. */
    bool traced, after_newline, broken;
    char last;                                    /* the last byte that is not blank */
    uint32_t level;                               /* open braces and brackets */
    uint64_t is_array[RECORD_DEPTH_MAX / 64 + 1]; /* one bit a level */
};

/* `open` is '{' or '[' and is the first byte that span_scan will get. */
void span_begin(struct span *s, char open, bool lines);
void span_retrace(struct span *s);
enum span_result span_scan(struct span *s, const char *bytes, size_t len, size_t *used);

#endif
