/* SPDX-License-Identifier: Apache-2.0 */
/* scan/digests.c: see digests.h. */
#include "scan/digests.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "scan/named.h"

/* What is known of an object; each is written by the one worker that reads it. */
enum { MARK_READ = 1, MARK_DIGEST = 2, MARK_LOG = 4, MARK_MEMBERS = 8 };

/* A file that lies where digests lie, or says that it is one, and cannot be used. */
struct refused {
    struct slice path, error;
    size_t object;
};

struct digests {
    struct source *source;
    unsigned threads;
    const atomic_bool *cancel;
    uint8_t *marks; /* one an object */
    struct chain_digest *list;
    struct refused *refused;
    size_t len, cap, refused_len, refused_cap;
    struct named *named;              /* NULL: no digest names a log */
    struct sha256 *hash[THREADS_MAX]; /* one a worker of the pass */
    struct slice hashing[THREADS_MAX];
    struct pipeline_watch watch;
    pthread_mutex_t lock; /* for the arena and what is found */
    struct arena arena;
};

/* --- reading by ourselves: one thread --- */

struct job {
    struct digests *d;
    const size_t *objects;
    size_t count;
    atomic_size_t next;
    bool collect; /* digests; else hashes */
};

struct reading {
    struct digests *d;
    bool collect;
    struct sha256 *hash;
    struct buf path, text;
    size_t object;
    bool wanted, damaged;
};

/* The members of a digest's beginning: AWS writes them first. */
static bool looks_like_digest(struct slice text) {
    enum { LOOKED_AT = 4096 };
    struct slice head = slice_sub(text, 0, LOOKED_AT);
    return slice_find(head, SLICE("\"digestStartTime\"")) >= 0 || slice_find(head, SLICE("\"digestS3Object\"")) >= 0;
}

/* Under the lock. */
static void refuse(struct digests *d, struct slice path, size_t object, const char *error) {
    struct refused row = {arena_dup(&d->arena, path), arena_dup(&d->arena, slice_cstr(error)), object};
    VEC_PUSH(d->refused, d->refused_len, d->refused_cap, row);
}

static void keep(struct digests *d, const struct digest *digest, struct slice path, const uint8_t *hash) {
    struct chain_digest row = {.digest = *digest,
                               .path = arena_dup(&d->arena, path),
                               .logs = ARENA_ARRAY(&d->arena, struct chain_log, digest->log_count)};
    memcpy(row.hash, hash, sizeof row.hash);
    VEC_PUSH(d->list, d->len, d->cap, row);
}

/* What is cut or damaged is reported by the pass, and what is something else is no business of ours. */
static void take_digest(struct reading *r) {
    struct slice path = buf_slice(&r->path), text = buf_slice(&r->text);
    struct err err = ERR_INIT;
    struct digest digest;
    uint8_t hash[DIGEST_HASH_BYTES];
    if (r->damaged || (!digest_named(path) && !looks_like_digest(text))) return;
    sha256_begin(r->hash);
    sha256_add(r->hash, text.ptr, text.len);
    sha256_end(r->hash, hash);
    pthread_mutex_lock(&r->d->lock);
    if (digest_parse(text, &r->d->arena, &digest, &err)) keep(r->d, &digest, path, hash);
    else if (err.code != ERR_FOREIGN) refuse(r->d, path, r->object, err.message);
    pthread_mutex_unlock(&r->d->lock);
}

static void begin_member(void *ctx, struct slice path) {
    struct reading *r = ctx;
    buf_clear(&r->path);
    buf_put(&r->path, path);
    buf_clear(&r->text);
    r->damaged = false;
    if (!r->collect) named_file(r->d->named, path);
    r->wanted = r->collect || named_wants(r->d->named, path);
    if (!r->collect && r->wanted) sha256_begin(r->hash);
}

/* One byte beyond the limit is enough to be refused by it. */
static bool collect(struct reading *r, const char *bytes, size_t len) {
    bool first = r->text.len == 0;
    size_t room = DIGEST_BYTES_MAX + 1 - r->text.len;
    buf_put(&r->text, slice_from(bytes, len < room ? len : room));
    if (first && !digest_named(buf_slice(&r->path)) && !looks_like_digest(buf_slice(&r->text))) r->wanted = false;
    return r->wanted && len < room;
}

static bool take_bytes(void *ctx, const char *bytes, size_t len) {
    struct reading *r = ctx;
    if (!r->wanted) return false;
    if (r->collect) return collect(r, bytes, len);
    sha256_add(r->hash, bytes, len);
    return true;
}

static bool take_whole(void *ctx, char *bytes, size_t len) {
    return take_bytes(ctx, bytes, len);
}

static void end_member(void *ctx) {
    struct reading *r = ctx;
    uint8_t hash[DIGEST_HASH_BYTES];
    bool cancelled = r->d->cancel && atomic_load_explicit(r->d->cancel, memory_order_relaxed);
    if (!r->wanted || cancelled) return;
    if (r->collect) {
        take_digest(r);
    } else {
        sha256_end(r->hash, hash);
        named_hash(r->d->named, buf_slice(&r->path), hash);
    }
}

static void problem(void *ctx, struct slice path, uint64_t offset, const char *reason) {
    struct reading *r = ctx;
    r->damaged = true;
}

/* --- reading by ourselves: all threads --- */

static void *read_objects(void *opaque) {
    struct job *job = opaque;
    struct reading r = {.d = job->d, .collect = job->collect, .hash = sha256_new()};
    const struct source_sink sink = {&r, begin_member, take_whole, take_bytes, end_member, problem, NULL};
    struct source_reader *reader = source_reader_new();
    buf_init(&r.path);
    buf_init(&r.text);
    for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->count;) {
        r.object = job->objects[i];
        r.damaged = false;
        if (!source_read(job->d->source, r.object, reader, &sink, job->d->cancel)) break;
    }
    buf_release(&r.path);
    buf_release(&r.text);
    sha256_free(r.hash);
    source_reader_free(reader);
    return NULL;
}

static void read_all(struct digests *d, const size_t *objects, size_t count, bool collecting) {
    struct job job = {.d = d, .objects = objects, .count = count, .collect = collecting};
    unsigned wanted = count < d->threads ? (unsigned)count : d->threads, started = 1;
    pthread_t threads[THREADS_MAX];
    if (!count) return;
    for (; started < wanted; started++)
        if (pthread_create(&threads[started], NULL, read_objects, &job) != 0) break;
    read_objects(&job);
    for (unsigned i = 1; i < started; i++) pthread_join(threads[i], NULL);
}

/* --- which objects --- */

static struct slice path_of(const struct digests *d, size_t object) {
    return source_object(d->source, object)->path;
}

static bool lies_with_digests(const struct digests *d, size_t object) {
    return digest_path(path_of(d, object));
}

/* Met by the pass where nobody looked for one. */
static bool only_met(const struct digests *d, size_t object) {
    return (d->marks[object] & (MARK_DIGEST | MARK_READ)) == MARK_DIGEST;
}

/* Every archive, for it may hold what is named now; and the files that are. */
static bool to_be_hashed(const struct digests *d, size_t object) {
    return d->marks[object] & MARK_MEMBERS || named_wants(d->named, path_of(d, object));
}

static void read_those(struct digests *d, bool (*which)(const struct digests *d, size_t object), bool collecting) {
    size_t count = 0, objects = source_count(d->source);
    size_t *list = mem_alloc((objects + 1) * sizeof *list);
    for (size_t i = 0; i < objects; i++)
        if (which(d, i)) list[count++] = i;
    read_all(d, list, count, collecting);
    for (size_t i = 0; collecting && i < count; i++) d->marks[list[i]] |= MARK_READ;
    free(list);
}

/* Once the digests are known: which logs they name, and which of those are files here. */
static void name_logs(struct digests *d) {
    named_free(d->named);
    d->named = NULL;
    d->len = chain_sort(d->list, d->len);
    if (!d->len) return;
    d->named = named_new(d->list, d->len);
    for (size_t i = 0; i < source_count(d->source); i++) named_file(d->named, path_of(d, i));
}

void digests_find(struct digests *d) {
    read_those(d, lies_with_digests, true);
    name_logs(d);
}

void digests_finish(struct digests *d, struct pipeline_problems *failed) {
    size_t before = d->len;
    read_those(d, only_met, true);
    if (d->len != before) {
        name_logs(d);
        read_those(d, to_be_hashed, false);
    }
    /* What turned out to be a log was read as one, and its name is all that is wrong with it. */
    for (size_t i = 0; i < d->refused_len; i++)
        if (!(d->marks[d->refused[i].object] & MARK_LOG))
            problems_add(failed, d->refused[i].path, 0, d->refused[i].error);
    d->refused_len = 0;
}

void digests_judge(const struct digests *d, const struct seal_keys *keys, struct arena *arena,
                   struct digest_stats *out) {
    struct chain_input in = {
        .digests = d->list, .count = d->len, .keys = keys, .day_known = named_day_known, .ctx = d->named};
    chain_verify(&in, arena, out);
}

/* --- the pass --- */

static bool watch_begin(void *ctx, unsigned worker, struct slice path, uint32_t object) {
    struct digests *d = ctx;
    bool member = path.len != path_of(d, object).len;
    if (member) d->marks[object] |= MARK_MEMBERS;
    if (!d->named) return false;
    if (member) named_file(d->named, path);
    if (!named_wants(d->named, path)) return false;
    if (!d->hash[worker]) d->hash[worker] = sha256_new();
    sha256_begin(d->hash[worker]);
    d->hashing[worker] = path;
    return true;
}

static void watch_bytes(void *ctx, unsigned worker, const char *bytes, size_t len) {
    struct digests *d = ctx;
    sha256_add(d->hash[worker], bytes, len);
}

static void watch_end(void *ctx, unsigned worker, uint32_t object, enum records_kind kind) {
    struct digests *d = ctx;
    uint8_t hash[DIGEST_HASH_BYTES];
    if (kind == RECORDS_DIGEST) d->marks[object] |= MARK_DIGEST;
    if (kind == RECORDS_CLOUDTRAIL) d->marks[object] |= MARK_LOG;
    if (!d->hashing[worker].len) return;
    sha256_end(d->hash[worker], hash);
    named_hash(d->named, d->hashing[worker], hash);
    d->hashing[worker] = (struct slice){0};
}

const struct pipeline_watch *digests_watch(struct digests *d) {
    return &d->watch;
}

struct digests *digests_new(struct source *source, unsigned threads, const atomic_bool *cancel) {
    struct digests *d = mem_zalloc(1, sizeof *d);
    d->source = source;
    d->threads = threads;
    d->cancel = cancel;
    d->marks = mem_zalloc(source_count(source) + 1, 1);
    d->watch = (struct pipeline_watch){d, watch_begin, watch_bytes, watch_end};
    arena_init(&d->arena, 0);
    pthread_mutex_init(&d->lock, NULL);
    return d;
}

void digests_free(struct digests *d) {
    if (!d) return;
    for (size_t i = 0; i < THREADS_MAX; i++) sha256_free(d->hash[i]);
    named_free(d->named);
    free(d->marks);
    free(d->list);
    free(d->refused);
    arena_release(&d->arena);
    pthread_mutex_destroy(&d->lock);
    free(d);
}
