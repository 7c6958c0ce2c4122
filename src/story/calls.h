/* SPDX-License-Identifier: Apache-2.0 */
/* story/calls.h: when a principal first called an API: what "never before" is told from.
 *
 * A principal is a role, whose sessions come and go, or a user, a federated user, a root: what has a history.
 *
 * In:   every event's principal and API, and its minute.
 * Out:  the first minute of each pair, and of each principal (API 0): a set, whatever the order of arrival.
 * Law:  where there are more than CALL_ROWS_MAX pairs in all, nothing is known of any: which ones came first would
 *       depend on the order.
 * Own:  the rows. A principal calls some dozens of APIs, so memory grows with principals, not with events.
 */
#ifndef EMAKI_STORY_CALLS_H
#define EMAKI_STORY_CALLS_H

#include <stdbool.h>

#include "base/slice.h"

#define CALL_NONE UINT32_MAX /* a minute that never was */

struct call_row {
    uint64_t api;   /* call_api(); 0: any */
    uint32_t role;  /* interned ARN, or 0: then `actor` is the principal */
    uint32_t actor; /* number in the lineage, 0 with a role */
    uint32_t first; /* minute since 1970 */
};

struct calls {
    struct call_row *rows;
    uint32_t *slots; /* open addressing: row + 1 */
    size_t count, cap, slot_count;
    bool full; /* more than CALL_ROWS_MAX: no rows */
};

void calls_release(struct calls *c);
/* `row` is of one event, or of another set with its numbers translated. */
void calls_see(struct calls *c, const struct call_row *row);
/* Another set's "full" is this one's. */
void calls_fill(struct calls *c);
/* The first minute of the pair, CALL_NONE where it is not known. */
uint32_t calls_first(const struct calls *c, struct call_row pair);
/* What stands for an API of a service; never 0. */
uint64_t call_api(struct slice source, struct slice name);

#endif
