/* SPDX-License-Identifier: Apache-2.0 */
/* scan/pipeline.h: threads that read log objects and hand out events. Knows nothing of detection.
 *
 * In:   a list of objects.     Out: each distinct event once, to the worker that met it; what could not be read.
 * Law:  which events and which problems come out does not depend on the threads; which worker gets an event does.
 *       Of two deliveries of one event (event.h: its key) the first that a worker meets is handed out: they are the
 * same. Parallel over objects, and within a large one: its records are found by one thread and parsed by all (batch.h).
 */
#ifndef EMAKI_SCAN_PIPELINE_H
#define EMAKI_SCAN_PIPELINE_H

#include <stdatomic.h>

#include "event/event.h"
#include "event/records.h"
#include "scan/problems.h"
#include "source/source.h"

struct pipeline_ops {
    /* On the worker's thread; what it returns is handed to the others. */
    void *(*worker_new)(void *ctx, unsigned index);
    /* Work on an event of which it is not yet known whether it is new: what can be done while memory is fetched. False
     * when nobody wants it: it is dropped, uncounted. */
    bool (*look)(void *worker, const struct event *ev);
    /* A new event, right after look(). */
    void (*event)(void *worker, const struct event *ev, uint32_t object, uint64_t offset);
    /* On the calling thread, once all workers have ended, in the order of their index. */
    void (*worker_free)(void *ctx, void *worker);
};

/* Counters for a progress line; written by the workers, read by anybody. */
struct pipeline_progress {
    _Atomic uint64_t files_total, files_done, bytes_total, bytes_done, events;
};

/* Sees the bytes of members beside their events. Calls come from the worker that reads the member, by its index; an
 * object's come from one worker. */
struct pipeline_watch {
    void *ctx;
    /* False: the bytes of this member are not wanted. `path` lives until end. */
    bool (*begin)(void *ctx, unsigned worker, struct slice path, uint32_t object);
    void (*bytes)(void *ctx, unsigned worker, const char *bytes, size_t len);
    /* Always after begin: what the member was. */
    void (*end)(void *ctx, unsigned worker, uint32_t object, enum records_kind kind);
};

struct pipeline_options {
    unsigned threads; /* at least 1 */
    bool dedupe;
    const uint8_t *only;                /* NULL, or one byte an object: read it? */
    const atomic_bool *cancel;          /* may be NULL */
    struct pipeline_progress *progress; /* may be NULL */
    const struct pipeline_watch *watch; /* may be NULL */
};

struct pipeline_result {
    uint64_t files;         /* members read: files, and files in archives */
    uint64_t skipped_files; /* of these, no logs (digests, Insight files, what else lies about) */
    uint64_t bytes;         /* on disk */
    uint64_t records, events,
        duplicates; /* copies of a shared call (sharedEventID) count as duplicates, and are handed out */
    struct pipeline_problems failed;    /* files that could not be read, or not to their end */
    struct pipeline_problems malformed; /* records that could not be read */
    bool cancelled;
};

/* `out` is zeroed, or holds what opening the source reported. Returns false only when no thread could be started. */
bool pipeline_run(struct source *source, const struct pipeline_options *options, const struct pipeline_ops *ops,
                  void *ctx, struct pipeline_result *out, struct err *err);
void pipeline_result_release(struct pipeline_result *result);
/* For source_open(): problems go to result->failed. */
struct source_problem_sink pipeline_problem_sink(struct pipeline_result *result);

#endif
