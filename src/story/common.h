/* SPDX-License-Identifier: Apache-2.0 */
/* story/common.h: rules that nearly everybody sets off, and that therefore tell nothing of anybody.
 *
 * Public rule sets hold rules as "a role's session did something" or "somebody signed in by SAML". Where they match
 * half of a company, a finding of theirs says what kind of actor it is, not what it did.
 *
 * In:   the findings of rules of level low and medium, as they are made.
 * Out:  which rules are common, for which kind of actor, how often and when they matched.
 *
 *   everywhere common    more than COMMON_ACTORS_MAX different actors set it off. Once true of some of the events, that
 *                        is true of all: its findings are dropped as soon as it is known, and memory does not grow
 *   common to a kind     more than half of all actors of one kind (users, sessions, …) set it off, where there are
 *                        COMMON_KIND_MIN of them. Known at the end only; the weave leaves these findings out
 *
 * Law:  both are functions of the set of events. One actor, however often it matches, makes no rule common, and no rule
 *       of level high or critical ever is.
 * Own:  the tables; actors by their number in the set of facts. One thread.
 */
#ifndef EMAKI_STORY_COMMON_H
#define EMAKI_STORY_COMMON_H

#include "detect/detect.h"
#include "lineage/lineage.h"

enum { COMMON_KIND_MIN = 20 };

struct common_kind {
    uint64_t findings;
    int64_t from, to; /* of them */
    uint32_t actors;  /* that made them; no longer counted once the rule is common everywhere */
};

struct common_rule {
    uint32_t *slots; /* a set of actors: number + 1, 0 empty; freed once the rule is common everywhere */
    uint32_t slot_count, actors;
    bool everywhere;
    struct common_kind kinds[ACTOR_KINDS];
};

struct common {
    struct common_rule **rules; /* NULL: never noted */
    size_t count;
};

void common_init(struct common *c, size_t rule_count);
void common_release(struct common *c);

/* Whether a rule of this level can be common at all. */
static inline bool common_possible(enum level level) {
    return level == LEVEL_LOW || level == LEVEL_MEDIUM;
}
static inline bool common_everywhere(const struct common *c, uint32_t rule) {
    return c->rules[rule] && c->rules[rule]->everywhere;
}
/* A finding of `rule` by the actor of this number and kind. True when it made the rule common everywhere: the findings
 * that were kept can go. */
bool common_note(struct common *c, uint32_t rule, uint32_t actor, enum actor_kind kind, int64_t time);
/* Adds what another set saw, whose actor i is actor_map[i] of `actors` here. Rules may become common by it. */
void common_merge(struct common *into, const struct common *from, const uint32_t *actor_map,
                  const struct actor *actors);
/* Takes over which rules are common everywhere, and nothing else. */
void common_copy(struct common *into, const struct common *from);
/* Whether the rule is common to this kind, of which there are `of_kind` actors in all. */
bool common_to_kind(const struct common *c, uint32_t rule, enum actor_kind kind, uint32_t of_kind);

#endif
