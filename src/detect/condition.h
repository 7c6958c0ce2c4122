/* SPDX-License-Identifier: Apache-2.0 */
/* detect/condition.h: Sigma conditions over named searches → one expr.
 *
 * Grammar (rules specification 2.1, "Condition"; least to most binding):
 *   or = and {"or" and};  and = not {"and" not};  not = "not" not | primary
 *   primary = "(" or ")" | ("1" | "any" | "all") "of" ("them" | pattern) | name
 * Words are read in any case. `them` leaves out the names that start with "_".
 */
#ifndef EMAKI_DETECT_CONDITION_H
#define EMAKI_DETECT_CONDITION_H

#include "detect/rule.h"

struct search {
    struct slice name;
    struct expr *expr;
    uint32_t line, column;
};

struct condition_scope {
    struct ruleset_builder *builder;
    const struct search *searches;
    size_t count;
    uint32_t nodes; /* made so far, over all conditions of the rule */
};

const struct expr *condition_parse(struct condition_scope *scope, const struct ynode *node, struct err *err);

#endif
