/* SPDX-License-Identifier: Apache-2.0 */
/* scan/digests.h: the digests among the objects of a scan: finds them, hashes the logs that they name, has them judged.
 *
 *   digests_find()    reads what lies where digests lie, before the pass
 *   digests_watch()   hashes the logs while the pass reads them anyway
 *   digests_finish()  reads again for digests that only the pass met (in archives, under other names)
 *   digests_judge()   chain.h
 *
 * In:   the source.     Out: struct digest_stats, and digests that could not be read.
 * Law:  the same whatever the threads, and wherever a digest lies. Without digests nothing is hashed and nothing read
 *       twice.
 * Threads: the functions here are the calling thread's; they start others. The watch is for all workers.
 */
#ifndef EMAKI_SCAN_DIGESTS_H
#define EMAKI_SCAN_DIGESTS_H

#include "scan/chain.h"
#include "scan/pipeline.h"

struct digests;

/* `source` and `cancel` (may be NULL) outlive it. */
struct digests *digests_new(struct source *source, unsigned threads, const atomic_bool *cancel);
void digests_free(struct digests *d);

void digests_find(struct digests *d);
const struct pipeline_watch *digests_watch(struct digests *d);
/* Digests that could not be read are added to `failed`. */
void digests_finish(struct digests *d, struct pipeline_problems *failed);
/* `keys` may be NULL. The result lives in `arena`, all of it. */
void digests_judge(const struct digests *d, const struct seal_keys *keys, struct arena *arena,
                   struct digest_stats *out);

#endif
