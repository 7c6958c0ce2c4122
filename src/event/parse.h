/* SPDX-License-Identifier: Apache-2.0 */
/* event/parse.h: text to yyjson documents, one record at a time, from memory that is used again.
 *
 * In:   the bytes of one value, or of text that begins with one.     Out: its document, or why there is none.
 * Law:  the caller's bytes stay as they are. yyjson is fastest when it parses in place, and that destroys the text that
 *       the search for the end of a broken record needs. So records are parsed in a window: a copy that stays in the
 *       first cache, made a few dozen records at a time.
 * Own:  a document lives until the next call with the same parser.
 */
#ifndef EMAKI_EVENT_PARSE_H
#define EMAKI_EVENT_PARSE_H

#include <yyjson.h>

#include "base/err.h"

struct parser {
    char *window;       /* a copy of text[0, fill), padded */
    const char *text;   /* where the window was copied from; NULL: nowhere */
    size_t fill, reach; /* how much is in it, how much the next filling takes */
    char *pool;         /* documents of up to a window */
    yyjson_alc alloc;
    yyjson_doc *doc; /* what the last call gave */
    char *large;     /* the text of a document that is larger than the window */
};

void parser_init(struct parser *p);
void parser_release(struct parser *p);
/* The text that the window was copied from is about to change. */
void parser_forget(struct parser *p);
/* Parses the value that `text` begins with, wherever it ends: how many bytes it has, or 0 when the window holds no
 * complete and valid one. */
size_t parser_ahead(struct parser *p, const char *text, size_t len);
/* Parses a value that is exactly `text`. */
bool parser_exact(struct parser *p, const char *text, size_t len, struct err *err);
/* The same in the text itself, which is destroyed; YYJSON_PADDING_SIZE writable bytes stand behind it. */
bool parser_in_place(struct parser *p, char *text, size_t len, struct err *err);
/* Fails when values are nested deeper than RECORD_DEPTH_MAX. Walks nothing in a document that has not so many
 * containers. */
bool parse_depth(const yyjson_doc *doc, struct err *err);
/* Says what yyjson found, and how far into the text. */
bool parse_error(const yyjson_read_err *found, struct err *err);

#endif
