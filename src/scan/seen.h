/* SPDX-License-Identifier: Apache-2.0 */
/* scan/seen.h: which events have been counted already, at a bounded cost per event.
 *
 * A set of event keys shared by all workers. An insertion is one compare-and-swap, no lock; growing happens in
 * seen_pause(), which every worker calls between batches of at most SEEN_BATCH insertions.
 * Cost: 8 bytes a key at a load of 0.68 to 0.85, so 9.4 to 11.8 bytes an event.
 * Keys are 64 bits and a shard number (6 bits) of the event's 128-bit hash: two of 10 million different events meet
 * with a chance of 4 in 100 million.
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
/* Adds a key. True when it is new, false when it was there: a duplicate. */
bool seen_add(struct seen *seen, struct hash128 key);
uint64_t seen_count(const struct seen *seen);

#endif
