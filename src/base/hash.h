/* SPDX-License-Identifier: Apache-2.0 */
/* base/hash.h: stable hashes of content (XXH3), for tables and for the ids of alerts, actors and steps.
 *
 * The values are the same on every machine and in every version: ids are made of them.
 */
#ifndef EMAKI_BASE_HASH_H
#define EMAKI_BASE_HASH_H

#include "base/slice.h"

struct hash128 {
    uint64_t hi, lo;
};

uint64_t hash64(struct slice s, uint64_t seed);
struct hash128 hash128(struct slice s);
/* Any order, as long as it is one: <0, 0, >0. */
static inline int hash128_cmp(struct hash128 a, struct hash128 b) {
    if (a.hi != b.hi) return a.hi < b.hi ? -1 : 1;
    return a.lo < b.lo ? -1 : a.lo > b.lo;
}
/* Mixes a second part into a hash, so that ("ab","c") and ("a","bc") differ. */
uint64_t hash64_more(uint64_t hash, struct slice s);
/* `digits` (≤ 16) lower-case hex digits of the hash's upper bits, NUL behind them. `out` holds digits + 1. */
void hash_hex(uint64_t hash, unsigned digits, char *out);

#endif
