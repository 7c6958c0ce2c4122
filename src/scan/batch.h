/* SPDX-License-Identifier: Apache-2.0 */
/* scan/batch.h: records of one large object on their way from the thread that reads it to those that have nothing to
 * do.
 *
 * A batch holds copies of the texts of some records, with their offsets. The queue is short: when it is full, the
 * reader works on a batch itself, so memory is bounded and nobody waits for somebody who waits. Threads: the queue is
 * for all; a batch belongs to whoever took it.
 */
#ifndef EMAKI_SCAN_BATCH_H
#define EMAKI_SCAN_BATCH_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"

struct member; /* what a batch belongs to; see pipeline.c */

struct batch_text {
    size_t at, len; /* in `text` */
    uint64_t offset;
};

struct batch {
    struct member *member;
    struct buf text; /* each text with padding behind it */
    struct batch_text *texts;
    size_t count, cap;
    struct batch *next;
};

struct batch_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct batch *first, *last;
    struct batch *blank; /* done, to be filled again: their memory is warm */
    unsigned length, limit;
    unsigned readers; /* threads that may still put batches */
};

struct batch *batch_new(struct member *member);
void batch_free(struct batch *batch);
void batch_add(struct batch *batch, struct slice text, uint64_t offset);

void queue_init(struct batch_queue *q, unsigned limit);
/* The batches that are still in it go with it. */
void queue_release(struct batch_queue *q);
/* False when the queue is full: then the caller keeps the batch. */
bool queue_put(struct batch_queue *q, struct batch *batch);
/* The next batch, or NULL. With `wait`, waits until there is one or `*pending` is 0 (NULL: until no reader is left). */
struct batch *queue_take(struct batch_queue *q, bool wait, const atomic_uint *pending);
/* An empty batch. */
struct batch *queue_blank(struct batch_queue *q, struct member *member);
/* A batch is done and no longer the caller's. Wakes who waits for it. */
void queue_done(struct batch_queue *q, struct batch *batch);
void queue_reader_ends(struct batch_queue *q);

#endif
