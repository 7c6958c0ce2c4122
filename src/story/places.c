/* SPDX-License-Identifier: Apache-2.0 */
/* story/places.c: see places.h. */
#include "story/places.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FIRST_SLOTS = 64 };

void places_release(struct place_rows *p) {
    free(p->rows);
    free(p->slots);
    *p = (struct place_rows){0};
}

static size_t slot_of(const struct place_rows *p, const struct place_row *row) {
    uint64_t hash = (row->account * UINT64_C(0x9e3779b97f4a7c15)) ^ (row->region * UINT64_C(0xc2b2ae3d27d4eb4f)) ^
                    (row->source * UINT64_C(0x165667b19e3779f9));
    return (size_t)(hash >> 32) & (p->slot_count - 1);
}

static void put(struct place_rows *p, uint32_t index) {
    size_t at = slot_of(p, &p->rows[index]);
    while (p->slots[at]) at = (at + 1) & (p->slot_count - 1);
    p->slots[at] = index + 1;
}

static void grow(struct place_rows *p) {
    free(p->slots);
    p->slot_count = p->slot_count ? p->slot_count * 2 : FIRST_SLOTS;
    p->slots = mem_zalloc(p->slot_count, sizeof *p->slots);
    for (uint32_t i = 0; i < p->count; i++) put(p, i);
}

static uint32_t find_or_add(struct place_rows *p, const struct place_row *row) {
    if (p->count * 2 >= p->slot_count) grow(p);
    for (size_t at = slot_of(p, row); p->slots[at]; at = (at + 1) & (p->slot_count - 1))
        if (place_same(&p->rows[p->slots[at] - 1], row)) return p->slots[at] - 1;
    VEC_PUSH(p->rows, p->count, p->cap, *row);
    put(p, (uint32_t)p->count - 1);
    return (uint32_t)p->count - 1;
}

void places_add(struct place_rows *p, const struct place_row *row) {
    p->latest = find_or_add(p, row);
}
