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
/* `row` is of one event, or of another set with its numbers translated. */
void places_see(struct place_rows *p, const struct place_row *row);

#endif
