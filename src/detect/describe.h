/* SPDX-License-Identifier: Apache-2.0 */
/* detect/describe.h: what a compiled rule asks: for which calls it is looked at, and what looking at it costs. Pure. */
#ifndef EMAKI_DETECT_DESCRIBE_H
#define EMAKI_DETECT_DESCRIBE_H

#include "detect/detect.h"

/* A pair that must be there for the rule to match; folded to lower case, empty for any. */
struct rule_call {
    struct slice source, name;
};

struct rule_cost {
    uint32_t fields;      /* different paths that are read */
    uint32_t comparisons; /* with texts, numbers, networks */
    uint32_t regexes;     /* regular expressions and patterns with wildcards inside */
    uint32_t keywords;    /* searches in every string of the event: dear */
};

/* The pairs the rule is filed under; none: it is looked at for every event. For a correlation there are none either.
 * Living in `arena`. */
size_t rule_calls(const struct ruleset *rs, uint32_t rule, struct arena *arena, const struct rule_call **calls);
struct rule_cost rule_cost(const struct ruleset *rs, uint32_t rule);
/* The rules whose hits a correlation counts, as indexes. */
size_t rule_bases(const struct ruleset *rs, uint32_t rule, const uint32_t **bases);
/* The rule that answers to an id, the beginning of one (if it is the only one), a name or a title. */
bool rule_by_name(const struct ruleset *rs, struct slice name, uint32_t *rule);
/* The line of its document in rule_info.path, 1-based. */
uint32_t rule_line(const struct ruleset *rs, uint32_t rule);

/* --- why a rule did not match one event --- */

/* A search of a rule's detection and whether it holds. */
struct rule_search {
    struct slice name;
    bool holds;
};

/* The searches of the rule, in the order written, judged on the event that `m` matched last. Living in `arena`. */
size_t rule_explain(struct matcher *m, uint32_t rule, struct arena *arena, const struct rule_search **searches);
/* The condition as written; of several, joined by "or". */
struct slice rule_condition(const struct ruleset *rs, uint32_t rule);
/* The rules filed under the event's API, ascending: those that ask for it by name. Living in `arena`. */
size_t rules_of_call(const struct ruleset *rs, const struct event *ev, struct arena *arena, const uint32_t **rules);

#endif
