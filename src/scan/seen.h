/* SPDX-License-Identifier: Apache-2.0 */
/* scan/seen.h: which events have been counted already, at a bounded cost per event.
 *
 * A set of event keys shared by all workers. An insertion is one compare-and-swap, no lock; growing happens in
 * seen_pause(), which every worker calls between batches of at most SEEN_BATCH insertions.
 * Cost: 6.4 bytes a key at a load of 0.83 to 0.94 once the set is large, so 6.8 to 7.7 bytes an event; 1 MiB while it
 * is small. Nearly every look-up touches one line of the cache.
 * Of the event's 128-bit hash 56 bits count: two of 10 million different events meet with a chance of 7 in 10,000.
 */
#ifndef EMAKI_SCAN_SEEN_H
#define EMAKI_SCAN_SEEN_H

#include "base/hash.h"

#define SEEN_BATCH 4096

struct seen;

/* `workers` threads will use it. */
struct seen *seen_new(unsigned workers);
void seen_free(struct seen *seen);
/* Each worker brackets its work: enter once, pause between batches, leave at the end. */
void seen_enter(struct seen *seen);
void seen_pause(struct seen *seen);
void seen_leave(struct seen *seen);
/* Fetches the memory that seen_add() will look at: with work in between, nobody waits for it. */
void seen_prefetch(const struct seen *seen, struct hash128 key);
/* Adds a key. True when it is new, false when it was there: a duplicate. */
bool seen_add(struct seen *seen, struct hash128 key);
uint64_t seen_count(const struct seen *seen);

#endif
