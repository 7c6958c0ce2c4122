/* SPDX-License-Identifier: Apache-2.0 */
/* story/crowd.h: how often one actor did one kind of informational thing, so that pass 2 stays bounded.
 *
 * In:   (actor, rule, outcome) of findings that only give context.     Out: how many there were, in all.
 * Law:  counts add up; what is kept of a crowd is its first CONTEXT_KEPT_MAX by time and event key, whoever read them
 *       in what order. An instance that reads a million objects is a step of a million calls, not a million facts.
 * Own:  a table of 24 bytes a kind.
 */
#ifndef EMAKI_STORY_CROWD_H
#define EMAKI_STORY_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd {
    uint32_t actor, rule;
    uint64_t total : 63, failed : 1;
    uint64_t kept; /* findings that are held */
};

struct crowds {
    struct crowd *slots; /* open addressing; total 0 is a free one */
    size_t count, cap;
};

void crowds_release(struct crowds *c);
/* That of this kind, made where there is none: then its total is 0, and the caller adds to it at once. */
struct crowd *crowds_of(struct crowds *c, uint32_t actor, uint32_t rule, bool failed);
/* The same, or NULL. */
const struct crowd *crowds_find(const struct crowds *c, uint32_t actor, uint32_t rule, bool failed);

#endif
