/* SPDX-License-Identifier: Apache-2.0 */
/* source/reader.h: from a pull of bytes to members: tells what they are, takes layer after layer off, hands them out.
 *
 * A small member takes the short way: read as a whole, inflated by libdeflate into a buffer that is used again.
 * Whatever is large, nested or damaged takes the long way, in pieces, from the same bytes.
 */
#ifndef EMAKI_SOURCE_READER_H
#define EMAKI_SOURCE_READER_H

#include <libdeflate.h>
#include <zstd.h>

#include "source/job.h"

struct source_reader {
    struct libdeflate_decompressor *deflate;
    ZSTD_DCtx *zstd;
    char *raw[ARCHIVE_DEPTH_MAX + 1]; /* a member's bytes as they are stored; one a depth, made when needed */
    char *out;                        /* inflated */
    size_t out_cap;                   /* without the padding */
    char *piece;
    struct buf label[ARCHIVE_DEPTH_MAX];
};

/* How deep a member lies. */
struct nesting {
    unsigned archives, compressed;
};

/* Hands out what `in` gives, under job->label. */
void reader_member(struct job *job, struct pull *in, struct nesting nesting);
/* The members of a tar or zip. */
void archive_members(struct job *job, struct pull *in, struct nesting nesting);
/* As source_read(), of bytes in memory. */
bool source_read_memory(struct source_reader *r, struct slice label, struct slice bytes, const struct source_sink *sink,
                        const atomic_bool *cancel);

#endif
