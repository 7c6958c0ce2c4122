/* SPDX-License-Identifier: Apache-2.0 */
/* story/places.h: when an account first used a service in a region, and when last.
 *
 * In:   every event's account, region and source, as numbers of strings, and its time.
 * Out:  one row a triple: a set, whatever the order of arrival. Minutes: a first time is told in words, to the minute.
 * Own:  the rows. An account has a few hundred of them, so memory does not grow with events.
 */
#ifndef EMAKI_STORY_PLACES_H
#define EMAKI_STORY_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place_row {
    uint32_t account, region, source; /* interned */
    uint32_t first, last;             /* minutes since 1970, lineage_minute() */
};

struct place_rows {
    struct place_row *rows;
    uint32_t *slots; /* open addressing: row + 1 */
    size_t count, cap, slot_count;
    uint32_t latest; /* the row seen last */
};

void places_release(struct place_rows *p);
/* Makes `row` the latest. `row` is of one event, or of another set with its numbers translated. */
void places_add(struct place_rows *p, const struct place_row *row);

static inline bool place_same(const struct place_row *a, const struct place_row *b) {
    return a->source == b->source && a->region == b->region && a->account == b->account;
}

/* Most events are of the place of the one before. */
static inline void places_see(struct place_rows *p, const struct place_row *row) {
    struct place_row *known = p->latest < p->count ? &p->rows[p->latest] : NULL;
    if (!known || !place_same(known, row)) places_add(p, row), known = &p->rows[p->latest];
    if (row->first < known->first) known->first = row->first;
    if (row->last > known->last) known->last = row->last;
}

#endif
