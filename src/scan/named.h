/* SPDX-License-Identifier: Apache-2.0 */
/* scan/named.h: the logs that digests name, found by their file names, and what is found of them in the input.
 *
 * In:   digests in the order of their chains; then the path of each file there is, and the hashes of those that are
 *       named.     Out: digests[].logs, and the days of which there are logs.
 * Law:  what stands there does not depend on the order of the calls.
 * Own:  the digests are the caller's and outlive this; texts of theirs and copies of paths are kept.
 * Threads: named_file(), named_wants() and named_hash() may be called by many at once.
 */
#ifndef EMAKI_SCAN_NAMED_H
#define EMAKI_SCAN_NAMED_H

#include "scan/chain.h"

struct named;

/* Forgets what digests[].logs held. */
struct named *named_new(struct chain_digest *digests, size_t count);
void named_free(struct named *n);

/* A file of the input: its log is there, and its day. */
void named_file(struct named *n, struct slice path);
/* Whether a digest names it, so that its hash is wanted. */
bool named_wants(const struct named *n, struct slice path);
void named_hash(struct named *n, struct slice path, const uint8_t hash[DIGEST_HASH_BYTES]);
/* For struct chain_input; `ctx` is the struct named. */
bool named_day_known(const void *ctx, struct slice day_key);

#endif
