/* SPDX-License-Identifier: Apache-2.0 */
/* source/job.c: see job.h. */
#include "source/job.h"

#include <stdarg.h>
#include <stdio.h>

bool job_stopped(struct job *job) {
    if (job->cancel && atomic_load_explicit(job->cancel, memory_order_relaxed)) job->cancelled = true;
    return job->cancelled || job->bomb;
}

void job_problem(struct job *job, uint64_t offset, const char *format, ...) {
    char reason[ERR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    job->sink->problem(job->sink->ctx, job->label, offset, reason);
}

bool job_inflated(struct job *job, uint64_t bytes) {
    job->inflated += bytes;
    if (job->bomb) return false;
    if (job->inflated <= INFLATE_FREE_BYTES || job->inflated / INFLATE_RATIO_MAX <= job->disk) return true;
    job->bomb = true;
    job_problem(
        job, job->inflated,
        "grows to more than %u times its size (limit INFLATE_RATIO_MAX): no log does that, the rest is not read; "
        "if it is one, decompress it first",
        INFLATE_RATIO_MAX);
    return false;
}

void job_disk(struct job *job, uint64_t bytes) {
    job->disk += bytes;
    if (bytes > 0 && job->sink->progress) job->sink->progress(job->sink->ctx, bytes);
}

int pull_fill(struct pull *p, char *out, size_t cap, size_t *len) {
    *len = 0;
    while (*len < cap) {
        ptrdiff_t got = p->read(p, out + *len, cap - *len);
        if (got <= 0) return (int)got;
        *len += (size_t)got;
    }
    return 1;
}
