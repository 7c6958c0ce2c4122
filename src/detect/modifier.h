/* SPDX-License-Identifier: Apache-2.0 */
/* detect/modifier.h: the table of value modifiers, and the draft of an item that they work on.
 *
 * A modifier either changes the values (`contains` puts wildcards around them) or says how they are compared (`cased`,
 * `re`, `gt`). They are applied in the order written. To add one: a row in MODIFIERS (modifier.c) and its function.
 */
#ifndef EMAKI_DETECT_MODIFIER_H
#define EMAKI_DETECT_MODIFIER_H

#include "detect/pattern.h"

enum value_kind { VALUE_STRING, VALUE_NUMBER, VALUE_BOOL, VALUE_NULL };

struct value {
    enum value_kind kind;
    const struct ynode *node; /* as written */
    struct codes codes;       /* VALUE_STRING: as modified so far */
    struct number number;
    bool yes;
};

enum compare_as { AS_VALUE, AS_REGEX, AS_CIDR, AS_EXISTS, AS_FIELDREF, AS_NUMBER };

struct draft {
    const struct ruleset_builder *builder; /* for placeholders */
    struct arena *arena;                   /* scratch */
    struct value *values;
    size_t count;
    enum compare_as as;
    enum cmp cmp;     /* AS_NUMBER */
    enum test_op ref; /* AS_FIELDREF */
    uint32_t regex_flags;
    enum time_part part;
    bool all, cased, negate;
};

/* Applies the modifier `name`; `at` is where errors are placed. */
bool modifier_apply(struct draft *draft, struct slice name, const struct ynode *at, struct err *err);
/* The modifier `expand` (detect/expand.c). */
bool expand_values(struct draft *draft, const struct ynode *at, struct err *err);

#endif
