/* SPDX-License-Identifier: Apache-2.0 */
/* scan/chain.h: digests and what was found of their logs → what is wrong.
 *
 *   digest 12:00 ◀──hash, signature── digest 13:00 ◀──hash, signature── digest 14:00      a chain: a trail in a region
 *      │ hashes                          │ hashes                          │ hashes
 *      ▼                                 ▼                                 ▼
 *     logs                              logs                              logs
 *
 * In:   digests that were read, and of each log that they name what was found of it in the input.
 * Out:  what does not fit, and how much does.
 * Law:  pure, and the same whatever the order of the digests. A digest is believed unless the one behind it (itself
 *       believed) has another hash for it, or keys were given and the signature that the one behind it repeats is not
 *       its own. Of a digest that is not believed nothing is told: neither that its logs are good nor that they are
 *       bad. The newest digest of a chain is believed: its signature lies in S3 alone.
 * Own:  all of the result lives in the arena.
 */
#ifndef EMAKI_SCAN_CHAIN_H
#define EMAKI_SCAN_CHAIN_H

#include "scan/seal.h"
#include "story/story.h"

/* What was found of one log. Copies may lie in the input, good ones and bad ones. */
struct chain_log {
    bool present;         /* under this name, readable or not */
    bool matched;         /* a copy has the digest's hash */
    struct slice changed; /* the path of a copy that has another, the first by its bytes; or "" */
};

struct chain_digest {
    struct digest digest;
    struct slice path; /* where it was read */
    uint8_t hash[DIGEST_HASH_BYTES];
    struct chain_log *logs; /* one for each of digest.logs */
};

/* Puts digests in the order of their chains and drops copies, which say the same of themselves and have the same
 * bytes. Returns how many are left. */
size_t chain_sort(struct chain_digest *digests, size_t count);

struct chain_input {
    const struct chain_digest *digests; /* sorted */
    size_t count;
    const struct seal_keys *keys; /* NULL: no signature is looked at */
    /* Whether a log of that day lies in the input: see digest_day_key(). */
    bool (*day_known)(const void *ctx, struct slice day_key);
    const void *ctx;
};

void chain_verify(const struct chain_input *in, struct arena *arena, struct digest_stats *out);

#endif
