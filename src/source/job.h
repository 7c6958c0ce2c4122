/* SPDX-License-Identifier: Apache-2.0 */
/* source/job.h: the reading of one object, as its layers share it; and the pull by which a layer reads the one below.
 *
 * Layers: input (a file) ← inflate (gzip, zstd) ← archive (tar, zip) ← its members ← inflate … Each is a struct pull
 * whose memory its user owns. A layer reports what is wrong with its own bytes, once, and then says PULL_BROKEN; those
 * above stay silent about it and hand on what they have. One thread.
 */
#ifndef EMAKI_SOURCE_JOB_H
#define EMAKI_SOURCE_JOB_H

#include "base/buf.h"
#include "source/source.h"

#define PULL_END 0
#define PULL_BROKEN (-1) /* reported already, or cancelled */

struct pull {
    /* 1 to `cap` bytes, PULL_END or PULL_BROKEN; the last two stay when asked again. `cap` is 1 to INT32_MAX. */
    ptrdiff_t (*read)(struct pull *p, char *out, size_t cap);
};

struct job {
    struct source_reader *reader;
    const struct source_sink *sink;
    const atomic_bool *cancel;
    struct slice label; /* of the member that is being read */
    uint64_t disk;      /* bytes of the object that were read */
    uint64_t inflated;  /* bytes that all layers made of them */
    bool cancelled;
    bool bomb; /* INFLATE_RATIO_MAX was met: nothing more is read of this object */
};

/* True when nothing more shall be read: cancelled, or a bomb. */
bool job_stopped(struct job *job);
/* Tells the sink; `reason` is printf's. */
void job_problem(struct job *job, uint64_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Counts what a layer made. False, and reported, when it is too much for what is on disk. */
bool job_inflated(struct job *job, uint64_t bytes);
void job_disk(struct job *job, uint64_t bytes);

/* Reads until `cap` bytes are there or there are no more. Returns PULL_END, PULL_BROKEN, or 1 when full. */
int pull_fill(struct pull *p, char *out, size_t cap, size_t *len);

#endif
