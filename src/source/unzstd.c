/* SPDX-License-Identifier: Apache-2.0 */
/* source/unzstd.c: zstd, frame after frame; skippable frames are passed over by the library. */
#include "source/inflate.h"

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"

#define IN_BYTES (128u * 1024u)

struct unzstd {
    struct pull pull; /* first: the pull is the object */
    struct job *job;
    struct pull *under;
    ZSTD_DCtx *ctx;
    ZSTD_inBuffer in;
    uint64_t out_total;
    bool in_frame, any_frame, done;
    int under_end; /* 1: there is more; else what `under` said last */
    int last;      /* what a read says when it is done */
    unsigned window_log;
    char buffer[IN_BYTES];
};

static void refill(struct unzstd *u) {
    if (u->in.pos < u->in.size || u->under_end != 1) return;
    ptrdiff_t got = u->under->read(u->under, u->buffer, IN_BYTES);
    if (got <= 0) u->under_end = (int)got;
    else u->in = (ZSTD_inBuffer){u->buffer, (size_t)got, 0};
}

static void finish(struct unzstd *u, int last) {
    u->done = true;
    u->last = last;
}

static void bad_data(struct unzstd *u, size_t rc) {
    finish(u, PULL_BROKEN);
    switch (ZSTD_getErrorCode(rc)) {
    case ZSTD_error_memory_allocation: mem_exhausted(IN_BYTES);
    case ZSTD_error_prefix_unknown:
        if (!u->any_frame) break;
        job_problem(u->job, u->out_total,
                    "there are bytes behind the end of the zstd data that are not zstd: left out");
        finish(u, PULL_END);
        return;
    case ZSTD_error_frameParameter_windowTooLarge:
        job_problem(
            u->job, u->out_total,
            "the zstd data wants a window of more than %u MiB (limit FRAME_WINDOW_LOG_MAX): decompress it first",
            1u << (u->window_log - 20));
        return;
    case ZSTD_error_dictionary_wrong:
        job_problem(u->job, u->out_total, "the zstd data needs a dictionary that is not in it: decompress it first");
        return;
    case ZSTD_error_checksum_wrong:
        job_problem(u->job, u->out_total,
                    "the checksum of the zstd data does not match: the bytes before may be wrong, they were read; "
                    "fetch the file again");
        return;
    default: break;
    }
    job_problem(u->job, u->out_total,
                "the zstd data is damaged here (%s): what comes before was read; fetch the file again",
                ZSTD_getErrorName(rc));
}

static size_t inflate_some(struct unzstd *u, char *out, size_t cap) {
    refill(u);
    bool more = u->in.pos < u->in.size;
    if (!more && !u->in_frame) {
        finish(u, u->under_end);
        return 0;
    }
    ZSTD_outBuffer made = {out, cap, 0};
    size_t rc = ZSTD_decompressStream(u->ctx, &made, &u->in);
    u->out_total += made.pos;
    if (ZSTD_isError(rc)) {
        bad_data(u, rc);
        return made.pos;
    }
    u->in_frame = rc != 0;
    u->any_frame |= !u->in_frame;
    if (!more && u->in_frame && made.pos == 0) {
        if (u->under_end != PULL_BROKEN) {
            job_problem(u->job, u->out_total,
                        "the zstd data is cut off here: what comes before was read; fetch the file again");
        }
        finish(u, PULL_BROKEN);
    }
    return made.pos;
}

static ptrdiff_t unzstd_read(struct pull *p, char *out, size_t cap) {
    struct unzstd *u = (struct unzstd *)p;
    while (!u->done) {
        if (job_stopped(u->job)) {
            finish(u, PULL_BROKEN);
            break;
        }
        size_t made = inflate_some(u, out, cap);
        if (made > 0 && !job_inflated(u->job, made)) finish(u, PULL_BROKEN);
        else if (made > 0) return (ptrdiff_t)made;
    }
    return u->last;
}

struct pull *unzstd_new(struct job *job, struct pull *under, unsigned window_log) {
    struct unzstd *u = mem_alloc(sizeof *u);
    *u =
        (struct unzstd){.pull.read = unzstd_read, .job = job, .under = under, .under_end = 1, .window_log = window_log};
    u->ctx = ZSTD_createDCtx();
    if (!u->ctx) mem_exhausted(sizeof *u);
    ZSTD_DCtx_setParameter(u->ctx, ZSTD_d_windowLogMax, (int)window_log);
    return &u->pull;
}

void unzstd_free(struct pull *p) {
    struct unzstd *u = (struct unzstd *)p;
    ZSTD_freeDCtx(u->ctx);
    free(u);
}
