/* SPDX-License-Identifier: Apache-2.0 */
/* base/hash.c: XXH3 of libxxhash behind our own names. */
#include "base/hash.h"

/* The header holds all of XXH3; most strings here are short, and are hashed faster without a call. */
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash64(struct slice s, uint64_t seed) {
    return XXH3_64bits_withSeed(s.ptr ? s.ptr : "", s.len, seed);
}

struct hash128 hash128(struct slice s) {
    XXH128_hash_t h = XXH3_128bits(s.ptr ? s.ptr : "", s.len);
    return (struct hash128){h.high64, h.low64};
}

uint64_t hash64_more(uint64_t hash, struct slice s) {
    return hash64(s, hash ^ (s.len * UINT64_C(0x9e3779b97f4a7c15)));
}

void hash_hex(uint64_t hash, unsigned digits, char *out) {
    static const char hex[] = "0123456789abcdef";
    if (digits > 16) digits = 16;
    for (unsigned i = 0; i < digits; i++) out[i] = hex[(hash >> (60 - 4 * i)) & 15];
    out[digits] = '\0';
}
