/* SPDX-License-Identifier: Apache-2.0 */
/* scan/batch.c: see batch.h. */
#include "scan/batch.h"

#include <stdlib.h>

#include <yyjson.h>

#include "base/mem.h"

enum { KEPT_BYTES = 4 << 20 };

struct batch *batch_new(struct member *member) {
    struct batch *batch = mem_zalloc(1, sizeof *batch);
    batch->member = member;
    buf_init(&batch->text);
    return batch;
}

void batch_free(struct batch *batch) {
    if (!batch) return;
    buf_release(&batch->text);
    free(batch->texts);
    free(batch);
}

void batch_add(struct batch *batch, struct slice text, uint64_t offset) {
    struct batch_text entry = {batch->text.len, text.len, offset};
    VEC_PUSH(batch->texts, batch->count, batch->cap, entry);
    buf_put(&batch->text, text);
    buf_putn(&batch->text, '\0', YYJSON_PADDING_SIZE);
}

void queue_init(struct batch_queue *q, unsigned limit) {
    *q = (struct batch_queue){.limit = limit};
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->changed, NULL);
}

static void free_all(struct batch *batch) {
    while (batch) {
        struct batch *next = batch->next;
        batch_free(batch);
        batch = next;
    }
}

void queue_release(struct batch_queue *q) {
    free_all(q->first);
    free_all(q->blank);
    pthread_mutex_destroy(&q->lock);
    pthread_cond_destroy(&q->changed);
}

struct batch *queue_blank(struct batch_queue *q, struct member *member) {
    pthread_mutex_lock(&q->lock);
    struct batch *batch = q->blank;
    if (batch) q->blank = batch->next;
    pthread_mutex_unlock(&q->lock);
    if (!batch) return batch_new(member);
    batch->member = member;
    return batch;
}

void queue_done(struct batch_queue *q, struct batch *batch) {
    if (batch->text.cap > KEPT_BYTES) { /* it held one very large record */
        buf_release(&batch->text);
        buf_init(&batch->text);
    }
    buf_clear(&batch->text);
    batch->count = 0;
    pthread_mutex_lock(&q->lock);
    batch->next = q->blank;
    q->blank = batch;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}

bool queue_put(struct batch_queue *q, struct batch *batch) {
    pthread_mutex_lock(&q->lock);
    bool room = q->length < q->limit;
    if (room) {
        batch->next = NULL;
        if (q->last) q->last->next = batch;
        else q->first = batch;
        q->last = batch;
        q->length++;
        pthread_cond_broadcast(&q->changed);
    }
    pthread_mutex_unlock(&q->lock);
    return room;
}

static struct batch *pop(struct batch_queue *q) {
    struct batch *batch = q->first;
    if (!batch) return NULL;
    q->first = batch->next;
    if (!q->first) q->last = NULL;
    q->length--;
    return batch;
}

struct batch *queue_take(struct batch_queue *q, bool wait, const atomic_uint *pending) {
    pthread_mutex_lock(&q->lock);
    struct batch *batch = pop(q);
    while (!batch && wait && (pending ? atomic_load(pending) > 0 : q->readers > 0)) {
        pthread_cond_wait(&q->changed, &q->lock);
        batch = pop(q);
    }
    pthread_mutex_unlock(&q->lock);
    return batch;
}

void queue_reader_ends(struct batch_queue *q) {
    pthread_mutex_lock(&q->lock);
    q->readers--;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}
