/* SPDX-License-Identifier: Apache-2.0 */
/* source/reader.c: see reader.h. */
#include "source/reader.h"

#include <stdlib.h>

#include "base/mem.h"
#include "source/inflate.h"
#include "source/input.h"
#include "source/sniff.h"

#define OUT_FIRST (1024u * 1024u)
#define NESTED_WINDOW_LOG 23 /* 8 MiB, zstd -19: inside another layer nobody needs more, and it bounds the sum */

struct source_reader *source_reader_new(void) {
    struct source_reader *r = mem_zalloc(1, sizeof *r);
    r->deflate = libdeflate_alloc_decompressor();
    r->zstd = ZSTD_createDCtx();
    if (!r->deflate || !r->zstd) mem_exhausted(sizeof *r);
    for (size_t i = 0; i < ARCHIVE_DEPTH_MAX; i++) buf_init(&r->label[i]);
    return r;
}

void source_reader_free(struct source_reader *r) {
    if (!r) return;
    for (size_t i = 0; i < ARCHIVE_DEPTH_MAX; i++) buf_release(&r->label[i]);
    for (size_t i = 0; i <= ARCHIVE_DEPTH_MAX; i++) free(r->raw[i]);
    free(r->out);
    free(r->piece);
    ZSTD_freeDCtx(r->zstd);
    libdeflate_free_decompressor(r->deflate);
    free(r);
}

static char *raw_buffer(struct source_reader *r, unsigned depth) {
    if (!r->raw[depth]) r->raw[depth] = mem_alloc(WHOLE_RAW_MAX + 1 + SOURCE_PADDING);
    return r->raw[depth];
}

/* Grows `out` to `cap` bytes, or as many as a whole member may have. False when it has them already. */
static bool out_grow(struct source_reader *r, size_t cap) {
    if (cap > WHOLE_BYTES_MAX) cap = WHOLE_BYTES_MAX;
    if (cap <= r->out_cap) return false;
    r->out = mem_realloc(r->out, 1, cap + SOURCE_PADDING);
    r->out_cap = cap;
    return true;
}

/* The length that the last gzip member claims (RFC 1952, 2.3.1): a hint only. */
static size_t gzip_hint(const char *raw, size_t len) {
    const unsigned char *end = (const unsigned char *)raw + len;
    if (len < 18) return OUT_FIRST;
    size_t claimed = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    return claimed < OUT_FIRST ? OUT_FIRST : claimed;
}

/* Inflates all members into r->out. False when that is not possible here: damaged, too large, something behind. */
static bool gunzip_whole(struct source_reader *r, const char *raw, size_t len, size_t *made) {
    size_t at = 0, total = 0;
    out_grow(r, gzip_hint(raw, len));
    while (at < len) {
        size_t used = 0, got = 0;
        enum libdeflate_result rc = libdeflate_gzip_decompress_ex(r->deflate, raw + at, len - at, r->out + total,
                                                                  r->out_cap - total, &used, &got);
        if (rc == LIBDEFLATE_INSUFFICIENT_SPACE && out_grow(r, 2 * r->out_cap)) continue;
        if (rc != LIBDEFLATE_SUCCESS) return false;
        at += used;
        total += got;
    }
    *made = total;
    return true;
}

static bool unzstd_whole(struct source_reader *r, const char *raw, size_t len, size_t *made) {
    ZSTD_inBuffer in = {raw, len, 0};
    size_t total = 0, rc = 0;
    out_grow(r, OUT_FIRST);
    ZSTD_DCtx_reset(r->zstd, ZSTD_reset_session_only);
    ZSTD_DCtx_setParameter(r->zstd, ZSTD_d_windowLogMax, NESTED_WINDOW_LOG);
    for (;;) {
        ZSTD_outBuffer out = {r->out, r->out_cap, total};
        rc = ZSTD_decompressStream(r->zstd, &out, &in);
        if (ZSTD_isError(rc)) return false;
        bool full = out.pos == r->out_cap, moved = out.pos > total;
        total = out.pos;
        if (rc == 0 && in.pos == len) break;
        if (full && !out_grow(r, 2 * r->out_cap)) return false;
        if (in.pos == len && !moved && !full) return false;
    }
    *made = total;
    return true;
}

static void deliver_whole(struct job *job, char *bytes, size_t len) {
    memset(bytes + len, 0, SOURCE_PADDING);
    job->sink->begin(job->sink->ctx, job->label);
    job->sink->whole(job->sink->ctx, bytes, len);
    job->sink->end(job->sink->ctx);
}

/* The short way. False when it is not one for these bytes; nothing has been handed out then. */
static bool read_whole(struct job *job, char *raw, size_t len) {
    struct source_reader *r = job->reader;
    size_t made = 0;
    if (!job->sink->whole) return false;
    switch (sniff(slice_from(raw, len))) {
    case SNIFF_PLAIN: deliver_whole(job, raw, len); return true;
    case SNIFF_GZIP:
        if (!gunzip_whole(r, raw, len, &made)) return false;
        break;
    case SNIFF_ZSTD:
        if (!unzstd_whole(r, raw, len, &made)) return false;
        break;
    case SNIFF_TAR:
    case SNIFF_ZIP: return false;
    }
    if (sniff(slice_from(r->out, made)) != SNIFF_PLAIN) return false;
    if (job_inflated(job, made)) deliver_whole(job, r->out, made);
    return true;
}

static void read_pieces(struct job *job, struct pull *in) {
    struct source_reader *r = job->reader;
    if (!r->piece) r->piece = mem_alloc(PIECE_BYTES);
    job->sink->begin(job->sink->ctx, job->label);
    for (int more = 1; more == 1 && !job_stopped(job);) {
        size_t len;
        more = pull_fill(in, r->piece, PIECE_BYTES, &len);
        if (len > 0 && !job->sink->piece(job->sink->ctx, r->piece, len)) break;
    }
    job->sink->end(job->sink->ctx);
}

static void read_layers(struct job *job, struct pull *in, struct nesting nesting);

static void read_compressed(struct job *job, struct pull *in, struct nesting nesting, enum sniffed kind) {
    if (nesting.compressed == COMPRESSION_DEPTH_MAX) {
        job_problem(job, 0, "is compressed more than %d times over (limit COMPRESSION_DEPTH_MAX): decompress it first",
                    COMPRESSION_DEPTH_MAX);
        return;
    }
    bool gzip = kind == SNIFF_GZIP;
    struct pull *layer =
        gzip ? gunzip_new(job, in)
             : unzstd_new(job, in,
                          nesting.compressed == 0 && nesting.archives == 0 ? FRAME_WINDOW_LOG_MAX : NESTED_WINDOW_LOG);
    nesting.compressed++;
    read_layers(job, layer, nesting);
    if (gzip) gunzip_free(layer);
    else unzstd_free(layer);
}

/* The long way: looks at the first bytes and puts them back. */
static void read_layers(struct job *job, struct pull *in, struct nesting nesting) {
    char head[SNIFF_BYTES];
    size_t len;
    int more = pull_fill(in, head, sizeof head, &len);
    if (job->cancelled || (more == PULL_BROKEN && len == 0)) return;
    struct memory_pull again;
    memory_pull_init(&again, head, len, more == 1 ? in : NULL, more);
    enum sniffed kind = sniff(slice_from(head, len));
    switch (kind) {
    case SNIFF_PLAIN: read_pieces(job, &again.pull); return;
    case SNIFF_GZIP:
    case SNIFF_ZSTD: read_compressed(job, &again.pull, nesting, kind); return;
    case SNIFF_TAR:
    case SNIFF_ZIP: break;
    }
    if (nesting.archives < ARCHIVE_DEPTH_MAX) {
        archive_members(job, &again.pull, nesting);
    } else {
        job_problem(job, 0, "is an archive inside %d others (limit ARCHIVE_DEPTH_MAX): unpack the outer one first",
                    ARCHIVE_DEPTH_MAX);
    }
}

void reader_member(struct job *job, struct pull *in, struct nesting nesting) {
    char *raw = raw_buffer(job->reader, nesting.archives);
    size_t len;
    int more = pull_fill(in, raw, WHOLE_RAW_MAX + 1, &len);
    if (job_stopped(job)) return;
    if (more == PULL_END && read_whole(job, raw, len)) return;
    struct memory_pull all;
    memory_pull_init(&all, raw, len, more == 1 ? in : NULL, more);
    read_layers(job, &all.pull, nesting);
}

bool source_read_memory(struct source_reader *r, struct slice label, struct slice bytes, const struct source_sink *sink,
                        const atomic_bool *cancel) {
    struct job job = {.reader = r, .sink = sink, .cancel = cancel, .label = label};
    struct memory_pull in;
    memory_pull_init(&in, bytes.ptr, bytes.len, NULL, PULL_END);
    job_disk(&job, bytes.len);
    if (!job_stopped(&job)) reader_member(&job, &in.pull, (struct nesting){0, 0});
    return !job.cancelled;
}
