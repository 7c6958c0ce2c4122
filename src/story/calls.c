/* SPDX-License-Identifier: Apache-2.0 */
/* story/calls.c: see calls.h. */
#include "story/calls.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"

enum { FIRST_SLOTS = 1024 };

void calls_release(struct calls *c) {
    free(c->rows);
    free(c->slots);
    *c = (struct calls){0};
}

void calls_fill(struct calls *c) {
    calls_release(c);
    c->full = true;
}

/* Asked of every event: the service comes in as the seed, by its length and first eight letters, which no two services
 * with an API of one name have in common. */
uint64_t call_api(struct slice source, struct slice name) {
    uint64_t seed = 0;
    if (source.len) memcpy(&seed, source.ptr, source.len < sizeof seed ? source.len : sizeof seed);
    uint64_t hash = hash64(name, seed ^ (uint64_t)source.len << 56);
    return hash ? hash : 1;
}

static size_t slot_of(const struct calls *c, const struct call_row *row) {
    uint64_t hash = row->api ^ (row->role * UINT64_C(0x9e3779b97f4a7c15)) ^ (row->actor * UINT64_C(0xc2b2ae3d27d4eb4f));
    return (size_t)(hash ^ hash >> 32) & (c->slot_count - 1);
}

static bool same_pair(const struct call_row *a, const struct call_row *b) {
    return a->api == b->api && a->role == b->role && a->actor == b->actor;
}

/* The row of the pair, or NULL and the slot where it belongs. */
static struct call_row *find(const struct calls *c, const struct call_row *pair, size_t *slot) {
    for (*slot = slot_of(c, pair); c->slots[*slot]; *slot = (*slot + 1) & (c->slot_count - 1))
        if (same_pair(&c->rows[c->slots[*slot] - 1], pair)) return &c->rows[c->slots[*slot] - 1];
    return NULL;
}

static void grow(struct calls *c) {
    size_t slot;
    free(c->slots);
    c->slot_count = c->slot_count ? c->slot_count * 2 : FIRST_SLOTS;
    c->slots = mem_zalloc(c->slot_count, sizeof *c->slots);
    for (size_t i = 0; i < c->count; i++) {
        find(c, &c->rows[i], &slot);
        c->slots[slot] = (uint32_t)i + 1;
    }
}

/* Whether the pair is new, or older than was known. */
static bool lower(struct calls *c, const struct call_row *row) {
    size_t slot;
    if (c->count * 2 >= c->slot_count) grow(c);
    struct call_row *known = find(c, row, &slot);
    if (known && known->first <= row->first) return false;
    if (known) {
        known->first = row->first;
        return true;
    }
    if (c->count == CALL_ROWS_MAX) {
        calls_fill(c);
        return false;
    }
    VEC_PUSH(c->rows, c->count, c->cap, *row);
    c->slots[slot] = (uint32_t)c->count;
    return true;
}

void calls_see(struct calls *c, const struct call_row *row) {
    if (c->full || !lower(c, row) || !row->api) return;
    struct call_row any = *row; /* the principal itself is as old as the oldest of its calls */
    any.api = 0;
    lower(c, &any);
}

uint32_t calls_first(const struct calls *c, struct call_row pair) {
    size_t slot;
    const struct call_row *known = c->count ? find(c, &pair, &slot) : NULL;
    return known ? known->first : CALL_NONE;
}
