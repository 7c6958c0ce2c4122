/* SPDX-License-Identifier: Apache-2.0 */
/* detect/pattern.h: Sigma string values: text with `*`, `?` and `\`, as 16-bit codes (a byte or a wildcard).
 *
 * Source: Sigma rules specification 2.1, "Escaping": a backslash stands for itself unless a wildcard or another
 * backslash follows it.
 */
#ifndef EMAKI_DETECT_PATTERN_H
#define EMAKI_DETECT_PATTERN_H

#include "detect/rule.h"

enum { CODE_ANY = 256, CODE_ONE = 257, CODE_DASH = 258 }; /* `*`, `?`, any of - / – — ― (windash) */

struct codes {
    uint16_t *ptr;
    size_t len;
};

struct codes pattern_parse(struct slice text, struct arena *arena);
struct codes pattern_from_bytes(struct slice bytes, struct arena *arena);
/* One code put before and/or behind. */
struct codes pattern_wrap(struct codes codes, bool before, bool behind, uint16_t code, struct arena *arena);
/* The bytes, when there is no wildcard among them. */
bool pattern_bytes(struct codes codes, struct arena *arena, struct slice *out);
/* The cheapest test that holds for exactly the texts of the pattern. */
bool pattern_compile(struct ruleset_builder *b, struct codes codes, bool cased, struct test *out, struct err *err);
/* Whether `text` (folded like the codes) is in the pattern. `?` is one code point. */
bool pattern_glob(const uint16_t *codes, size_t count, struct slice text);

#endif
