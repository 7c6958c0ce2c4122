/* SPDX-License-Identifier: Apache-2.0 */
/* story/crowd.c: see crowd.h. */
#include "story/crowd.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FIRST_SLOTS = 64 };

void crowds_release(struct crowds *c) {
    free(c->slots);
    *c = (struct crowds){0};
}

static struct crowd *slot_of(struct crowd *slots, size_t cap, uint32_t actor, uint32_t rule, bool failed) {
    uint64_t mixed = ((uint64_t)actor << 32 | rule << 1 | failed) * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(mixed >> 32) & (cap - 1);
    for (; slots[at].total; at = (at + 1) & (cap - 1))
        if (slots[at].actor == actor && slots[at].rule == rule && slots[at].failed == failed) break;
    return &slots[at];
}

static void grow(struct crowds *c) {
    size_t cap = c->cap ? c->cap * 2 : FIRST_SLOTS;
    struct crowd *slots = mem_zalloc(cap, sizeof *slots);
    for (size_t i = 0; i < c->cap; i++)
        if (c->slots[i].total)
            *slot_of(slots, cap, c->slots[i].actor, c->slots[i].rule, c->slots[i].failed) = c->slots[i];
    free(c->slots);
    c->slots = slots;
    c->cap = cap;
}

struct crowd *crowds_of(struct crowds *c, uint32_t actor, uint32_t rule, bool failed) {
    if (2 * c->count >= c->cap) grow(c);
    struct crowd *slot = slot_of(c->slots, c->cap, actor, rule, failed);
    if (slot->total) return slot;
    *slot = (struct crowd){.actor = actor, .rule = rule, .failed = failed};
    c->count++;
    return slot;
}

const struct crowd *crowds_find(const struct crowds *c, uint32_t actor, uint32_t rule, bool failed) {
    const struct crowd *slot = c->cap ? slot_of(c->slots, c->cap, actor, rule, failed) : NULL;
    return slot && slot->total ? slot : NULL;
}
