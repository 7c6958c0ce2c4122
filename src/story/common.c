/* SPDX-License-Identifier: Apache-2.0 */
/* story/common.c: see common.h. */
#include "story/common.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"

enum { FIRST_SLOTS = 16 };

void common_init(struct common *c, size_t rule_count) {
    *c = (struct common){mem_zalloc(rule_count + 1, sizeof(struct common_rule *)), rule_count};
}

void common_release(struct common *c) {
    for (size_t i = 0; i < c->count; i++) {
        if (c->rules[i]) free(c->rules[i]->slots);
        free(c->rules[i]);
    }
    free(c->rules);
    *c = (struct common){0};
}

static struct common_rule *rule_at(struct common *c, size_t index) {
    if (!c->rules[index]) c->rules[index] = mem_zalloc(1, sizeof **c->rules);
    return c->rules[index];
}

/* True when the actor was not there. At most three quarters are full. */
static bool put(uint32_t *slots, uint32_t slot_count, uint32_t actor) {
    uint32_t at = (actor * UINT32_C(0x9e3779b1) >> 7) & (slot_count - 1);
    for (; slots[at]; at = (at + 1) & (slot_count - 1))
        if (slots[at] == actor + 1) return false;
    slots[at] = actor + 1;
    return true;
}

static void grow(struct common_rule *r) {
    uint32_t count = r->slot_count ? r->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slots = mem_zalloc(count, sizeof *slots);
    for (uint32_t i = 0; i < r->slot_count; i++)
        if (r->slots[i]) put(slots, count, r->slots[i] - 1);
    free(r->slots);
    r->slots = slots;
    r->slot_count = count;
}

static bool set_everywhere(struct common_rule *r) {
    free(r->slots);
    r->slots = NULL;
    r->slot_count = 0;
    return r->everywhere = true;
}

static bool note_actor(struct common_rule *r, uint32_t actor, enum actor_kind kind) {
    if (r->everywhere) return false;
    if (r->actors >= r->slot_count / 4 * 3) grow(r);
    if (!put(r->slots, r->slot_count, actor)) return false;
    r->kinds[kind].actors++;
    return ++r->actors > COMMON_ACTORS_MAX && set_everywhere(r);
}

static void add_findings(struct common_kind *k, uint64_t count, int64_t from, int64_t to) {
    if (!k->findings || from < k->from) k->from = from;
    if (!k->findings || to > k->to) k->to = to;
    k->findings += count;
}

bool common_note(struct common *c, uint32_t rule, uint32_t actor, enum actor_kind kind, int64_t time) {
    struct common_rule *r = rule_at(c, rule);
    add_findings(&r->kinds[kind], 1, time, time);
    return note_actor(r, actor, kind);
}

static void merge_rule(struct common_rule *r, const struct common_rule *other, const uint32_t *actor_map,
                       const struct actor *actors) {
    for (size_t k = 0; k < ACTOR_KINDS; k++) {
        const struct common_kind *more = &other->kinds[k];
        if (more->findings) add_findings(&r->kinds[k], more->findings, more->from, more->to);
    }
    if (other->everywhere) set_everywhere(r);
    for (uint32_t k = 0; k < other->slot_count; k++) {
        if (!other->slots[k]) continue;
        uint32_t actor = actor_map[other->slots[k] - 1];
        note_actor(r, actor, actors[actor].kind);
    }
}

void common_merge(struct common *into, const struct common *from, const uint32_t *actor_map,
                  const struct actor *actors) {
    for (size_t i = 0; i < from->count; i++)
        if (from->rules[i]) merge_rule(rule_at(into, i), from->rules[i], actor_map, actors);
}

void common_copy(struct common *into, const struct common *from) {
    for (uint32_t i = 0; i < from->count; i++)
        if (common_everywhere(from, i)) set_everywhere(rule_at(into, i));
}

bool common_to_kind(const struct common *c, uint32_t rule, enum actor_kind kind, uint32_t of_kind) {
    const struct common_rule *r = c->rules[rule];
    if (!r || r->everywhere) return r != NULL;
    return of_kind >= COMMON_KIND_MIN && r->kinds[kind].actors > of_kind / 2;
}
