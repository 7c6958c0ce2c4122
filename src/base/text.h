/* SPDX-License-Identifier: Apache-2.0 */
/* base/text.h: the one writer for each format that untrusted text is put into.
 *
 * Whatever comes from a log goes through one of these and nothing else. Each repairs invalid UTF-8 to U+FFFD, so
 * outputs are always valid UTF-8, and drops nothing silently: what cannot be shown is shown as a replacement.
 */
#ifndef EMAKI_BASE_TEXT_H
#define EMAKI_BASE_TEXT_H

#include "base/buf.h"

/* One code point from the front of `s`; *used gets 1..4. Invalid bytes give U+FFFD and use 1. `s` is not empty. */
uint32_t utf8_next(struct slice s, size_t *used);
void utf8_put(struct buf *out, uint32_t code);
/* Columns in a terminal: 0 for combining marks and controls, 2 for East Asian wide, else 1. */
int code_columns(uint32_t code);
size_t text_columns(struct slice s);
/* Whether a line of text may end between these two characters, of which one is wide: Japanese breaks anywhere but
 * before what closes or prolongs and behind what opens (JIS X 4051, kinsoku). */
bool wide_break(uint32_t before, uint32_t after);
size_t text_codes(struct slice s);

/* XML/HTML text and attribute values (in double quotes): & < > " ' escaped; characters that XML 1.0 forbids
 * become U+FFFD (XML 1.0, 2.2 Char), and so do bidirectional controls (CVE-2021-42574). */
void xml_put(struct buf *out, struct slice s);
void xml_puts(struct buf *out, const char *s);
/* JSON string with its quotes (RFC 8259, 7). `html_safe` also escapes < > & so that it may stand in a script element.
 */
void json_put_string(struct buf *out, struct slice s, bool html_safe);
/* A terminal: control and bidirectional characters become visible (\x1b as "␛"), so no log can drive the terminal. */
void term_put(struct buf *out, struct slice s);
/* The same, cut or padded with blanks to exactly `columns`; a cut ends in "…". */
void term_put_cell(struct buf *out, struct slice s, size_t columns);

#endif
