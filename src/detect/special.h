/* SPDX-License-Identifier: Apache-2.0 */
/* detect/special.h: what is left of the rules once eventSource and eventName are known. Internal to the module.
 *
 * Most of what rules ask is which API was called, and a log calls a few hundred APIs millions of times. So for each
 * (source, name) the rules are reduced once: items about these two fields are decided, and with them what hangs on
 * them. Many rules vanish, some always match, of the rest only the other conditions are evaluated on every event.
 *
 *   rule   (source: ec2 and name startswith Describe) or (source: rds and name: X) ; and not attribute: userData
 *   for    ec2, DescribeInstanceAttribute    →  not attribute: userData
 *   for    ec2, RunInstances                 →  gone
 *
 * Law:  for an event of that source and name, a reduced rule holds just when the rule does.
 * Own:  one place for each of SPECIAL_SLOTS hashes of (source, name); a newer pair takes it over, and when the memory
 * of all is more than SPECIAL_BYTES_MAX they are forgotten. Pairs are compared byte by byte. One thread.
 */
#ifndef EMAKI_DETECT_SPECIAL_H
#define EMAKI_DETECT_SPECIAL_H

#include "detect/rule.h"

#define SPECIAL_SLOTS 1024u
#define SPECIAL_WAYS 8u

/* What is left of one rule. */
struct special_left {
    uint32_t rule;
    const struct expr *expr; /* NULL: it matches whatever else the event says */
};

struct special {
    struct slice source, name;
    bool filled;
    const struct special_left *left;
    size_t count;
};

struct specials {
    struct special *slots;
    struct arena arena;
    size_t bytes;    /* in the arena */
    uint64_t *taken; /* by rule: number of the pair for which it was reduced last */
    uint64_t number;
    struct special_left *left; /* while a pair is made */
    size_t left_count;
};

/* Whether the item holds for every event of the pair at hand; asked of items about eventSource and eventName alone. */
struct special_judge {
    void *ctx;
    bool (*holds)(void *ctx, const struct item *item);
};

void specials_init(struct specials *s, const struct ruleset *rs);
void specials_release(struct specials *s);
/* The rules for this pair, made where they are not there yet. */
const struct special *special_of(struct specials *s, const struct ruleset *rs, struct slice source, struct slice name,
                                 struct special_judge judge);

#endif
