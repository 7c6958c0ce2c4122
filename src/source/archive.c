/* SPDX-License-Identifier: Apache-2.0 */
/* source/archive.c: tar and zip, read from front to back by libarchive.
 *
 * A zip is read as a stream, by its local headers, never by the directory at its end: so a cut one gives what is there,
 * a pipe needs no seeking, entries cannot overlap, and memory does not grow with their number. Only stored and deflated
 * entries are read: the other methods let a header ask for gigabytes of dictionary.
 * Nothing is unpacked to disk; a name is a label.
 */
#include "source/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "base/mem.h"

#define IN_BYTES (64u * 1024u)
#define TAR_BLOCK 512 /* the end mark is two blocks of zeros; one is taken for it too */

struct walk {
    struct job *job;
    struct pull *under;
    struct archive *a;
    char *in;
    bool under_broken; /* the layer below has reported already */
    bool under_ended;
    size_t zeros;    /* that the layer below ended in, so far */
    bool dead;       /* libarchive cannot go on */
    unsigned errors; /* in a row */
};

struct member {
    struct pull pull; /* first: the pull is the object */
    struct walk *walk;
    const char *block; /* libarchive's, until the next one is asked for */
    size_t block_len;
    uint64_t block_at; /* where it belongs; before it may be a hole of a sparse file */
    uint64_t pos;
    int rc; /* what libarchive said with the block */
    bool ended;
    int last;
};

static void count_zeros(struct walk *w, size_t len) {
    size_t at = len;
    while (at > 0 && w->in[at - 1] == 0) at--;
    w->zeros = (at > 0 ? 0 : w->zeros) + len - at;
}

/* What is broken below looks like the end to libarchive, so that it gives what it has. */
static la_ssize_t read_under(struct archive *a, void *ctx, const void **bytes) {
    struct walk *w = ctx;
    ptrdiff_t got = w->under->read(w->under, w->in, IN_BYTES);
    if (got == PULL_BROKEN) w->under_broken = true;
    if (got <= 0) w->under_ended = true;
    else count_zeros(w, (size_t)got);
    *bytes = w->in;
    return got > 0 ? got : 0;
}

static void damaged(struct walk *w, uint64_t offset) {
    const char *what = archive_error_string(w->a);
    if (w->under_broken || w->job->cancelled || w->job->bomb) return;
    job_problem(w->job, offset, "the archive is cut off or damaged here (%s): fetch it again",
                what ? what : "no reason given");
}

static ptrdiff_t finish(struct member *m, int last) {
    m->ended = true;
    m->last = m->walk->under_broken ? PULL_BROKEN : last;
    return m->last;
}

/* Block by block, since archive_read_data() forgets the bytes that came before an error. */
static bool next_block(struct member *m) {
    const void *block = NULL;
    la_int64_t at = 0;
    m->block_len = 0;
    if (m->rc == ARCHIVE_OK) {
        m->rc = archive_read_data_block(m->walk->a, &block, &m->block_len, &at);
        m->block = block;
        m->block_at = (uint64_t)at > m->pos ? (uint64_t)at : m->pos;
        if (!block) m->block_len = 0;
        if (m->block_len > 0) return true;
    }
    if (m->rc == ARCHIVE_OK) return true;
    if (m->rc == ARCHIVE_EOF) {
        finish(m, PULL_END);
        return false;
    }
    damaged(m->walk, m->pos);
    m->walk->dead |= m->rc == ARCHIVE_FATAL;
    finish(m, PULL_BROKEN);
    return false;
}

static ptrdiff_t member_read(struct pull *p, char *out, size_t cap) {
    struct member *m = (struct member *)p;
    if (m->ended) return m->last;
    if (cap > PIECE_BYTES) cap = PIECE_BYTES;
    do {
        if (job_stopped(m->walk->job)) return finish(m, PULL_BROKEN);
    } while (m->block_len == 0 && next_block(m));
    if (m->ended) return m->last;
    uint64_t hole = m->block_at - m->pos;
    size_t n = hole > 0 ? (hole < cap ? (size_t)hole : cap) : (m->block_len < cap ? m->block_len : cap);
    if (hole > 0) {
        memset(out, 0, n);
    } else {
        memcpy(out, m->block, n);
        m->block += n;
        m->block_len -= n;
        m->block_at += n;
    }
    m->pos += n;
    return job_inflated(m->walk->job, n) ? (ptrdiff_t)n : finish(m, PULL_BROKEN);
}

/* Appends `name` without what would lead out of its archive: leading slashes, "." and "..". True when ".." was there.
 */
static bool label_put(struct buf *label, struct slice name) {
    bool escapes = false, first = true;
    while (name.len > 0) {
        struct slice part = slice_before(name, '/');
        name = slice_sub(name, part.len + 1, name.len);
        bool up = slice_eq(part, SLICE(".."));
        escapes |= up;
        if (up || part.len == 0 || slice_eq(part, SLICE("."))) continue;
        if (!first) buf_putc(label, '/');
        buf_put(label, part);
        first = false;
    }
    return escapes;
}

/* A name that the locale cannot spell has no bytes in the first form, only in the second. */
static struct slice member_name(struct archive_entry *entry) {
    const char *name = archive_entry_pathname(entry);
    if (!name) name = archive_entry_pathname_utf8(entry);
    struct slice all = name ? slice_cstr(name) : SLICE("(unnamed)");
    return slice_sub(all, 0, MEMBER_LABEL_MAX);
}

/* libarchive says the method in the name of the format alone: "ZIP 2.0 (deflation)". */
static bool method_known(struct archive *a) {
    if (archive_format(a) != ARCHIVE_FORMAT_ZIP) return true;
    struct slice format = slice_cstr(archive_format_name(a));
    return slice_ends(format, SLICE("(deflation)")) || slice_ends(format, SLICE("(uncompressed)"));
}

static void one_member(struct walk *w, struct archive_entry *entry, struct nesting nesting) {
    struct job *job = w->job;
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry)) return;
    struct slice outer = job->label;
    struct buf *label = &job->reader->label[nesting.archives - 1];
    buf_clear(label);
    buf_put(label, outer);
    buf_putc(label, '!');
    bool escapes = label_put(label, member_name(entry));
    job->label = buf_slice(label);
    if (escapes)
        job_problem(job, 0,
                    "has \"..\" in its name, as if to leave the archive: read under this name; nothing is unpacked");
    if (archive_entry_is_encrypted(entry)) {
        job_problem(job, 0, "is encrypted: decrypt it first");
    } else if (!method_known(w->a)) {
        job_problem(job, 0, "is packed by a method that is not read here (%s): unpack it first",
                    archive_format_name(w->a));
    } else {
        struct member m = {.pull.read = member_read, .walk = w};
        reader_member(job, &m.pull, nesting);
    }
    job->label = outer;
}

/* A tar that ends between two members, without its end mark, is no error to libarchive. */
static void check_end(struct walk *w) {
    bool tar = (archive_format(w->a) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
    if (!tar || !w->under_ended || w->under_broken || w->zeros >= TAR_BLOCK || job_stopped(w->job)) return;
    job_problem(w->job, (uint64_t)archive_read_header_position(w->a),
                "the archive ends without its end mark, it may be cut off: what is there was read; fetch it again");
}

/* False when there is nothing more to read. */
static bool next_member(struct walk *w, struct nesting nesting) {
    struct archive_entry *entry;
    if (w->dead || job_stopped(w->job)) return false;
    int rc = archive_read_next_header(w->a, &entry);
    if (rc == ARCHIVE_EOF) {
        check_end(w);
        return false;
    }
    if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN) {
        w->errors = 0;
        one_member(w, entry, nesting);
        return true;
    }
    uint64_t at = (uint64_t)archive_read_header_position(w->a);
    if (w->errors == 0) damaged(w, at);
    if (rc == ARCHIVE_FATAL) return false;
    if (++w->errors <= ARCHIVE_ERRORS_MAX) return true;
    job_problem(w->job, at,
                "no member is found in %u blocks behind the damage (limit ARCHIVE_ERRORS_MAX): the rest is not read",
                ARCHIVE_ERRORS_MAX);
    return false;
}

void archive_members(struct job *job, struct pull *in, struct nesting nesting) {
    struct walk w = {.job = job, .under = in, .a = archive_read_new(), .in = mem_alloc(IN_BYTES)};
    if (!w.a) mem_exhausted(IN_BYTES);
    archive_read_support_format_tar(w.a);
    archive_read_support_format_zip_streamable(w.a);
    nesting.archives++;
    if (archive_read_open(w.a, &w, NULL, read_under, NULL) == ARCHIVE_OK) {
        while (next_member(&w, nesting)) continue;
    } else {
        damaged(&w, 0);
    }
    archive_read_free(w.a);
    free(w.in);
}
