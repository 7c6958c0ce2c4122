/* SPDX-License-Identifier: Apache-2.0 */
/* source/gunzip.c: gzip by zlib, member after member.
 *
 * State: BETWEEN members → MEMBER → BETWEEN … → ENDED or BROKEN. A checksum that does not match breaks nothing: the
 * bytes are out already, and the next member has its own.
 */
#include "source/inflate.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/mem.h"

#define IN_BYTES (64u * 1024u)
#define TRAILER_LENGTH_BYTES 4 /* ISIZE, behind the CRC (RFC 1952, 2.3.1) */

enum state { BETWEEN, MEMBER, ENDED, BROKEN };

struct gunzip {
    struct pull pull; /* first: the pull is the object */
    struct job *job;
    struct pull *under;
    z_stream z;
    uint64_t out_total;
    uint64_t members;
    unsigned skip; /* bytes to pass over before the next member */
    enum state state;
    int under_end; /* 1: there is more; else what `under` said last */
    char in[IN_BYTES];
};

/* True when there is a byte to look at. */
static bool refill(struct gunzip *g) {
    if (g->z.avail_in > 0) return true;
    if (g->under_end != 1) return false;
    ptrdiff_t got = g->under->read(g->under, g->in, IN_BYTES);
    if (got <= 0) {
        g->under_end = (int)got;
        return false;
    }
    g->z.next_in = (Bytef *)g->in;
    g->z.avail_in = (uInt)got;
    return true;
}

static void drop_byte(struct gunzip *g) {
    g->z.next_in++;
    g->z.avail_in--;
}

static void garbage(struct gunzip *g) {
    job_problem(g->job, g->out_total, "there are bytes behind the end of the gzip data that are not gzip: left out");
    g->state = ENDED;
}

/* Zeros between and behind members are padding of tapes and block devices; gzip(1) passes over them too. */
static void next_member(struct gunzip *g) {
    while (g->skip > 0 && refill(g)) {
        drop_byte(g);
        g->skip--;
    }
    while (g->members > 0 && refill(g) && *g->z.next_in == 0) drop_byte(g);
    if (!refill(g)) {
        g->state = g->under_end == PULL_BROKEN ? BROKEN : ENDED;
    } else if (*g->z.next_in != 0x1f) {
        garbage(g);
    } else {
        inflateReset(&g->z);
        g->members++;
        g->state = MEMBER;
    }
}

static void cut_off(struct gunzip *g) {
    if (g->under_end != PULL_BROKEN) {
        job_problem(g->job, g->out_total,
                    "the gzip data is cut off here: what comes before was read; fetch the file again");
    }
    g->state = BROKEN;
}

/* zlib tells the kinds apart by its messages only; they are part of its tests and have not changed since 1.0. */
static void bad_data(struct gunzip *g) {
    const char *what = g->z.msg ? g->z.msg : "";
    bool crc = strcmp(what, "incorrect data check") == 0, length = strcmp(what, "incorrect length check") == 0;
    if (crc || length) {
        job_problem(g->job, g->out_total,
                    "the %s of the gzip data does not match: the bytes before may be wrong, they were read; fetch the "
                    "file again",
                    crc ? "checksum" : "length");
        g->skip = crc ? TRAILER_LENGTH_BYTES : 0;
        g->state = BETWEEN;
    } else if (g->members > 1 && g->z.total_out == 0 && strcmp(what, "incorrect header check") == 0) {
        garbage(g);
    } else {
        job_problem(g->job, g->out_total,
                    "the gzip data is damaged here (%s): what comes before was read; fetch the file again", what);
        g->state = BROKEN;
    }
}

/* One step of a member; returns the bytes made. */
static size_t inflate_some(struct gunzip *g, char *out, size_t cap) {
    bool more = refill(g);
    g->z.next_out = (Bytef *)out;
    g->z.avail_out = (uInt)cap;
    int rc = inflate(&g->z, Z_NO_FLUSH);
    size_t made = cap - g->z.avail_out;
    g->out_total += made;
    if (rc == Z_STREAM_END) {
        g->state = BETWEEN;
    } else if (rc == Z_MEM_ERROR) {
        mem_exhausted(IN_BYTES);
    } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
        bad_data(g);
    } else if (made == 0 && !more) {
        cut_off(g);
    }
    return made;
}

static ptrdiff_t gunzip_read(struct pull *p, char *out, size_t cap) {
    struct gunzip *g = (struct gunzip *)p;
    while (g->state == BETWEEN || g->state == MEMBER) {
        if (job_stopped(g->job)) {
            g->state = BROKEN;
        } else if (g->state == BETWEEN) {
            next_member(g);
        } else {
            size_t made = inflate_some(g, out, cap);
            if (made > 0 && !job_inflated(g->job, made)) g->state = BROKEN;
            else if (made > 0) return (ptrdiff_t)made;
        }
    }
    return g->state == ENDED ? PULL_END : PULL_BROKEN;
}

struct pull *gunzip_new(struct job *job, struct pull *under) {
    struct gunzip *g = mem_alloc(sizeof *g);
    *g = (struct gunzip){.pull.read = gunzip_read, .job = job, .under = under, .under_end = 1};
    if (inflateInit2(&g->z, 16 + MAX_WBITS) != Z_OK) mem_exhausted(sizeof *g);
    return &g->pull;
}

void gunzip_free(struct pull *p) {
    struct gunzip *g = (struct gunzip *)p;
    inflateEnd(&g->z);
    free(g);
}
