/* SPDX-License-Identifier: Apache-2.0 */
/* detect/special.h: what is left of the rules once the kind of call is known. Internal to the module.
 *
 * Most of what rules ask is which API was called, by what kind of identity, and how it ended; a log holds a few hundred
 * such kinds of call millions of times. So for each (source, name, identity's type, issuer's type, error) the rules are
 * reduced once: items about these fields are decided, and with them what hangs on them. Many rules vanish, some always
 * match, of the rest only the other conditions are evaluated on every event.
 *
 *   rule   (source: ec2 and name startswith Describe) or (source: rds and name: X) ; and not attribute: userData
 *   for    ec2, DescribeInstanceAttribute    →  not attribute: userData
 *   for    ec2, RunInstances                 →  gone
 *
 * Law:  for an event of that kind, a reduced rule holds just when the rule does.
 * Own:  one place for each of SPECIAL_SLOTS hashes of a kind; a newer kind takes it over, and when the memory of all is
 * more than SPECIAL_BYTES_MAX they are forgotten. Kinds are compared byte by byte. One thread.
 */
#ifndef EMAKI_DETECT_SPECIAL_H
#define EMAKI_DETECT_SPECIAL_H

#include "detect/rule.h"

#define SPECIAL_SLOTS 4096u
#define SPECIAL_WAYS 8u

enum { SPECIAL_SOURCE, SPECIAL_NAME, SPECIAL_TYPE, SPECIAL_ISSUER, SPECIAL_ERROR, SPECIAL_TEXTS };

/* A kind of call. */
struct special_kind {
    struct slice texts[SPECIAL_TEXTS];
    bool plain; /* an empty text means that the field is absent; else only the record knows */
};

/* What is left of one rule. */
struct special_left {
    uint32_t rule;
    uint32_t guard;          /* a path: without that key the rule does not hold. PATH_ROOT: none is known */
    uint32_t item;           /* number of an item about it that must hold, 0: none is known */
    uint32_t alike;          /* how many from here on have that guard, and an item or none */
    const uint8_t *sieve;    /* of their items; NULL: they have none */
    const struct expr *expr; /* NULL: it matches whatever else the event says */
};

struct special {
    struct special_kind kind;
    bool filled;
    const struct special_left
        *left; /* by guard: most fields are absent, and one look tells so for all rules behind it */
    size_t count;
};

struct specials {
    struct special *slots;
    struct arena arena;
    size_t bytes;    /* in the arena */
    uint64_t *taken; /* by rule: number of the kind for which it was reduced last */
    uint64_t number;
    struct special_left *left; /* while a kind is made */
    size_t left_count;
    bool (*asked)(const struct rule_info *rule); /* NULL: all */
};

/* Whether the item holds for every event of the kind at hand; asked of items about the kind's fields alone. */
struct special_judge {
    void *ctx;
    bool (*holds)(void *ctx, const struct item *item);
};

void specials_init(struct specials *s, const struct ruleset *rs);
void specials_release(struct specials *s);
/* The kind of an event; its texts are the event's. */
struct special_kind special_kind_of(const struct event *ev);
/* Whether the path of a node is one of a kind's fields, and the kind says what stands there. */
bool special_knows(const struct special_kind *kind, const struct path_node *node);
/* The rules for this kind, made where they are not there yet. */
const struct special *special_of(struct specials *s, const struct ruleset *rs, const struct special_kind *kind,
                                 struct special_judge judge);

#endif
