/* SPDX-License-Identifier: Apache-2.0 */
/* scan/pipeline.c: the workers. See pipeline.h.
 *
 * A worker with nothing to do takes a batch of somebody's large object if there is one, else the next object, else it
 * waits for batches as long as anybody still reads. Nothing is locked for one event: the set of seen keys is lock-free
 * within a piece, counters are the worker's own, problems are rare.
 */
#include "scan/pipeline.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "scan/batch.h"
#include "scan/seen.h"

enum { BATCH_BYTES = 1 << 20, PROGRESS_EVENTS = 1024, ROW_OBJECTS = 32 };

struct run {
    struct source *source;
    const struct pipeline_options *options;
    const struct pipeline_ops *ops;
    void *ctx;
    struct seen *seen; /* keys of events, and of calls that are logged in several accounts */
    struct batch_queue queue;
    unsigned workers;
    atomic_size_t next_object;
    pthread_mutex_t lock; /* for the two lists of problems of `out`, and for members' */
    struct pipeline_result *out;
};

/* One file, or one file of an archive, while it is read. */
struct member {
    struct slice path;
    uint32_t object;
    struct pipeline_problems malformed; /* known to be problems only when the member turns out to be a log */
    atomic_uint pending;                /* batches not yet done */
};

struct worker {
    struct run *run;
    unsigned index;
    pthread_t thread;
    void *user;
    struct source_reader *reader;
    struct records *records, *batch_records;
    struct member member;   /* that this worker reads */
    struct member *current; /* whose records are parsed now: its own, or a batch's */
    struct buf path;
    struct batch *filling;
    bool split, open;
    bool watched, full; /* of the member: its bytes are wanted by the watch; no longer by its records */
    uint32_t object;
    size_t next_object, row_end; /* of the objects that it took */
    uint64_t files, skipped, bytes, record_count, events, duplicates, unreported;
    unsigned since_pause;
    struct err why; /* the last record could not be decoded */
};

static bool cancelled(const struct run *run) {
    return run->options->cancel && atomic_load_explicit(run->options->cancel, memory_order_relaxed);
}

/* --- events --- */

static void report_events(struct worker *w) {
    if (w->run->options->progress && w->unreported)
        atomic_fetch_add_explicit(&w->run->options->progress->events, w->unreported, memory_order_relaxed);
    w->unreported = 0;
}

/* Lets the sets of keys grow now and then. */
static void breathe(struct worker *w) {
    if (++w->since_pause < SEEN_BATCH / 2) return;
    w->since_pause = 0;
    seen_pause(w->run->seen);
}

static void take_malformed(void *ctx, uint64_t offset, const char *reason) {
    struct worker *w = ctx;
    pthread_mutex_lock(&w->run->lock);
    problems_add(&w->current->malformed, w->current->path, offset, slice_cstr(reason));
    pthread_mutex_unlock(&w->run->lock);
}

/* The set is one, for one lock: who waits to grow a set must not hold another. The mark keeps these keys from being
 * those of events. */
static struct hash128 key_of_call(struct slice shared_id) {
    struct hash128 key = hash128(shared_id);
    key.lo ^= UINT64_C(0x736861726564);
    return key;
}

static void count_event(struct worker *w, const struct event *ev) {
    if (ev->shared_id.len && !seen_add(w->run->seen, key_of_call(ev->shared_id))) w->duplicates++;
    else w->events++;
    if (++w->unreported == PROGRESS_EVENTS) report_events(w);
}

static bool take_record(void *ctx, yyjson_val *record, uint64_t offset) {
    struct worker *w = ctx;
    struct event ev;
    w->record_count++;
    if (!event_decode(record, &ev, &w->why)) {
        take_malformed(w, offset, w->why.message);
        return !cancelled(w->run);
    }
    if (slice_eq(ev.category, SLICE("Insight"))) return true;
    breathe(w);
    seen_prefetch(w->run->seen, ev.key);
    if (!w->run->ops->look(w->user, &ev)) return !cancelled(w->run);
    if (w->run->options->dedupe && !seen_add(w->run->seen, ev.key)) {
        w->duplicates++;
        return true;
    }
    count_event(w, &ev);
    w->run->ops->event(w->user, &ev, w->current->object, offset);
    return !cancelled(w->run);
}

static void enter(struct worker *w) {
    seen_enter(w->run->seen);
}

static void leave(struct worker *w) {
    seen_leave(w->run->seen);
}

static struct records_sink sink_of(struct worker *w) {
    return (struct records_sink){w, take_record, take_malformed};
}

/* --- batches --- */

static void work_on(struct worker *w, struct batch *batch) {
    struct member *before = w->current;
    w->current = batch->member;
    records_begin(w->batch_records, sink_of(w));
    enter(w);
    for (size_t i = 0; i < batch->count && !cancelled(w->run); i++)
        records_parse(w->batch_records, batch->text.ptr + batch->texts[i].at, batch->texts[i].len,
                      batch->texts[i].offset);
    leave(w);
    w->current = before;
    atomic_fetch_sub(&batch->member->pending, 1);
    queue_done(&w->run->queue, batch);
}

static void send_batch(struct worker *w) {
    struct batch *batch = w->filling;
    w->filling = NULL;
    if (!batch) return;
    atomic_fetch_add(&batch->member->pending, 1);
    if (!queue_put(&w->run->queue, batch)) work_on(w, batch);
}

static bool take_span(void *ctx, struct slice text, uint64_t offset) {
    struct worker *w = ctx;
    if (!w->filling) w->filling = queue_blank(&w->run->queue, &w->member);
    batch_add(w->filling, text, offset);
    if (w->filling->text.len >= BATCH_BYTES) send_batch(w);
    return !cancelled(w->run);
}

/* Works on batches, anybody's, until those of this member are done. */
static void finish_batches(struct worker *w) {
    struct batch *batch;
    send_batch(w);
    while (atomic_load(&w->member.pending) > 0)
        if ((batch = queue_take(&w->run->queue, true, &w->member.pending))) work_on(w, batch);
}

/* --- members --- */

static void begin_member(void *ctx, struct slice path) {
    struct worker *w = ctx;
    buf_clear(&w->path);
    buf_put(&w->path, path);
    w->member = (struct member){.path = buf_slice(&w->path), .object = w->object};
    w->current = &w->member;
    w->split = w->full = false;
    w->open = true;
    const struct pipeline_watch *watch = w->run->options->watch;
    w->watched = watch && watch->begin(watch->ctx, w->index, w->member.path, w->object);
    records_begin(w->records, sink_of(w));
}

static void watch_bytes(struct worker *w, const char *bytes, size_t len) {
    const struct pipeline_watch *watch = w->run->options->watch;
    if (w->watched) watch->bytes(watch->ctx, w->index, bytes, len);
}

static bool take_bytes(struct worker *w, const char *bytes, size_t len) {
    enter(w);
    bool more = records_push(w->records, bytes, len);
    leave(w);
    return more;
}

static bool whole_member(void *ctx, char *bytes, size_t len) {
    struct worker *w = ctx;
    watch_bytes(w, bytes, len);
    return take_bytes(w, bytes, len);
}

static bool take_piece(struct worker *w, const char *bytes, size_t len) {
    if (!w->split && w->run->options->threads > 1 && records_certain(w->records)) {
        records_split(w->records, take_span);
        w->split = true;
    }
    /* Who only finds the records sees no event, so nothing is entered. */
    if (w->split) return records_push(w->records, bytes, len);
    return take_bytes(w, bytes, len);
}

/* A file that holds no more records is read on where its hash is wanted. */
static bool piece_of_member(void *ctx, const char *bytes, size_t len) {
    struct worker *w = ctx;
    watch_bytes(w, bytes, len);
    if (!w->full) w->full = !take_piece(w, bytes, len);
    return !w->full || (w->watched && !cancelled(w->run));
}

static void end_member(void *ctx) {
    struct worker *w = ctx;
    enum records_kind kind = RECORDS_UNKNOWN;
    if (!cancelled(w->run)) {
        enter(w);
        kind = records_end(w->records);
        leave(w);
    }
    finish_batches(w);
    w->files++;
    const struct pipeline_watch *watch = w->run->options->watch;
    if (watch) watch->end(watch->ctx, w->index, w->object, kind);
    pthread_mutex_lock(&w->run->lock);
    if (kind == RECORDS_CLOUDTRAIL) problems_move(&w->run->out->malformed, &w->member.malformed);
    else problems_clear(&w->member.malformed);
    pthread_mutex_unlock(&w->run->lock);
    if (kind == RECORDS_DIGEST || kind == RECORDS_INSIGHT || kind == RECORDS_NOT_A_LOG) w->skipped++;
    w->open = false;
}

static void failed_member(void *ctx, struct slice path, uint64_t offset, const char *reason) {
    struct worker *w = ctx;
    if (!w->open) w->files++;
    pthread_mutex_lock(&w->run->lock);
    problems_add(&w->run->out->failed, path, offset, slice_cstr(reason));
    pthread_mutex_unlock(&w->run->lock);
}

static void bytes_done(void *ctx, uint64_t bytes) {
    struct worker *w = ctx;
    w->bytes += bytes;
    if (w->run->options->progress)
        atomic_fetch_add_explicit(&w->run->options->progress->bytes_done, bytes, memory_order_relaxed);
}

/* --- workers --- */

static void read_object(struct worker *w, size_t index) {
    struct run *run = w->run;
    const struct source_sink sink = {w,          begin_member,  whole_member, piece_of_member,
                                     end_member, failed_member, bytes_done};
    w->object = (uint32_t)index;
    bool done = source_read(run->source, index, w->reader, &sink, run->options->cancel) && !cancelled(run);
    report_events(w);
    if (run->options->progress && done)
        atomic_fetch_add_explicit(&run->options->progress->files_done, 1, memory_order_relaxed);
}

/* Objects beside each other hold the same sessions, so a worker takes several in a row: what is kept of a session is
 * then kept by few workers. Towards the end it takes one at a time, so that all end together; and where only some are
 * wanted, for these lie beside each other too. */
static void take_objects(struct worker *w, size_t count) {
    struct run *run = w->run;
    size_t begun = atomic_load_explicit(&run->next_object, memory_order_relaxed);
    size_t share = begun < count ? (count - begun) / (4 * (size_t)run->workers) : 0;
    size_t some = share < 1 || run->options->only ? 1 : share > ROW_OBJECTS ? ROW_OBJECTS : share;
    w->next_object = atomic_fetch_add_explicit(&run->next_object, some, memory_order_relaxed);
    w->row_end = w->next_object + some < count ? w->next_object + some : count;
}

/* The next object that is to be read, or false when there is none left. */
static bool next_object(struct worker *w, size_t *index) {
    size_t count = source_count(w->run->source);
    const uint8_t *only = w->run->options->only;
    do {
        if (w->next_object >= w->row_end) take_objects(w, count);
        *index = w->next_object++;
    } while (*index < count && only && !only[*index]);
    return *index < count;
}

static void *worker_main(void *opaque) {
    struct worker *w = opaque;
    struct run *run = w->run;
    struct batch *batch;
    size_t index;
    w->user = run->ops->worker_new(run->ctx, w->index);
    while (!cancelled(run)) {
        if ((batch = queue_take(&run->queue, false, NULL))) work_on(w, batch);
        else if (next_object(w, &index)) read_object(w, index);
        else break;
    }
    queue_reader_ends(&run->queue);
    while ((batch = queue_take(&run->queue, true, NULL))) work_on(w, batch);
    report_events(w);
    return NULL;
}

static void worker_init(struct worker *w, struct run *run, unsigned index) {
    *w = (struct worker){.run = run, .index = index};
    w->reader = source_reader_new();
    w->records = records_new();
    w->batch_records = records_new();
    buf_init(&w->path);
}

static void worker_release(struct worker *w, struct pipeline_result *out) {
    out->files += w->files;
    out->skipped_files += w->skipped;
    out->bytes += w->bytes;
    out->records += w->record_count;
    out->events += w->events;
    out->duplicates += w->duplicates;
    source_reader_free(w->reader);
    records_free(w->records);
    records_free(w->batch_records);
    buf_release(&w->path);
}

static void announce(const struct run *run) {
    struct pipeline_progress *p = run->options->progress;
    if (!p) return;
    uint64_t bytes = 0, files = 0;
    for (size_t i = 0; i < source_count(run->source); i++) {
        if (run->options->only && !run->options->only[i]) continue;
        bytes += source_object(run->source, i)->bytes;
        files++;
    }
    atomic_store(&p->bytes_total, bytes);
    atomic_store(&p->files_total, files);
}

/* Starts as many as it can; the first one runs on the calling thread. */
static void run_workers(struct run *run, struct worker *workers, unsigned count) {
    unsigned started = 1;
    run->queue.readers = count;
    for (; started < count; started++)
        if (pthread_create(&workers[started].thread, NULL, worker_main, &workers[started]) != 0) break;
    for (unsigned i = started; i < count; i++) queue_reader_ends(&run->queue);
    worker_main(&workers[0]);
    for (unsigned i = 1; i < started; i++) pthread_join(workers[i].thread, NULL);
    /* What the workers hold is put together now, which takes memory: theirs for reading goes first. */
    seen_free(run->seen);
    run->seen = NULL;
    for (unsigned i = 0; i < count; i++) {
        worker_release(&workers[i], run->out);
        if (i < started) run->ops->worker_free(run->ctx, workers[i].user);
    }
}

bool pipeline_run(struct source *source, const struct pipeline_options *options, const struct pipeline_ops *ops,
                  void *ctx, struct pipeline_result *out, struct err *err) {
    unsigned count = options->threads ? options->threads : 1;
    struct run run = {.source = source, .options = options, .ops = ops, .ctx = ctx, .out = out};
    run.workers = count;
    run.seen = seen_new(count);
    pthread_mutex_init(&run.lock, NULL);
    queue_init(&run.queue, count * 2);
    announce(&run);
    struct worker *workers = mem_zalloc(count, sizeof *workers);
    for (unsigned i = 0; i < count; i++) worker_init(&workers[i], &run, i);
    run_workers(&run, workers, count);
    out->cancelled = cancelled(&run);
    free(workers);
    queue_release(&run.queue);
    pthread_mutex_destroy(&run.lock);
    return true;
}

void pipeline_result_release(struct pipeline_result *result) {
    problems_clear(&result->failed);
    problems_clear(&result->malformed);
}

static void opening_problem(void *ctx, struct slice path, uint64_t offset, const char *reason) {
    struct pipeline_result *result = ctx;
    result->files++;
    problems_add(&result->failed, path, offset, slice_cstr(reason));
}

struct source_problem_sink pipeline_problem_sink(struct pipeline_result *result) {
    return (struct source_problem_sink){.ctx = result, .problem = opening_problem};
}
