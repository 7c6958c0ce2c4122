/* SPDX-License-Identifier: Apache-2.0 */
/* scan/chain.c: see chain.h. */
#include "scan/chain.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"

/* A digest while its chain is followed. */
struct link {
    const struct chain_digest *of;
    struct slice key, chain;
    bool backfill, doubted;
};

struct verifying {
    const struct chain_input *in;
    struct arena *arena;
    struct link *links;     /* as in->digests */
    const struct link **by; /* by key */
    struct slice *told;     /* fingerprints and algorithms that were reported */
    struct digest_problem *problems;
    size_t told_len, told_cap, len, cap;
    struct digest_stats stats;
};

/* --- order --- */

static int by_chain(const struct chain_digest *a, const struct chain_digest *b) {
    bool late_a, late_b;
    struct slice chain_a = digest_chain_key(digest_file_key(a->digest.object), &late_a);
    struct slice chain_b = digest_chain_key(digest_file_key(b->digest.object), &late_b);
    int order = slice_cmp(chain_a, chain_b);
    return order ? order : (int)late_a - (int)late_b;
}

static int by_content(const struct chain_digest *a, const struct chain_digest *b) {
    int order = slice_cmp(a->digest.object, b->digest.object);
    return order ? order : memcmp(a->hash, b->hash, sizeof a->hash);
}

static int digest_order(const void *left, const void *right) {
    const struct chain_digest *a = left, *b = right;
    int order = by_chain(a, b);
    if (!order) order = (a->digest.end > b->digest.end) - (a->digest.end < b->digest.end);
    if (!order) order = by_content(a, b);
    return order ? order : slice_cmp(a->path, b->path);
}

size_t chain_sort(struct chain_digest *digests, size_t count) {
    size_t kept = 0;
    if (count) qsort(digests, count, sizeof *digests, digest_order);
    for (size_t i = 0; i < count; i++)
        if (!kept || by_content(&digests[i], &digests[kept - 1]) != 0) digests[kept++] = digests[i];
    return kept;
}

/* --- problems --- */

static struct slice base_name(struct slice path) {
    return slice_after_last(path, '/');
}

static void add(struct verifying *v, enum digest_fault fault, struct slice path, const struct link *of, int64_t from,
                int64_t to, struct slice error) {
    struct digest_problem problem = {.path = path,
                                     .fault = fault,
                                     .error = error,
                                     .account = of->of->digest.account,
                                     .region = digest_region(of->key),
                                     .from = from,
                                     .to = to < from ? from : to}; /* what is said may be absurd */
    VEC_PUSH(v->problems, v->len, v->cap, problem);
}

/* About all that a digest covers. */
static void add_digest(struct verifying *v, enum digest_fault fault, const struct link *of, struct slice error) {
    add(v, fault, of->of->path, of, of->of->digest.start, of->of->digest.end, error);
}

/* --- the chain --- */

static int key_order(const void *left, const void *right) {
    const struct link *a = *(const struct link *const *)left, *b = *(const struct link *const *)right;
    int order = slice_cmp(a->key, b->key);
    return order ? order : (a > b) - (a < b); /* of one array: its order is that of the digests */
}

/* The first of those with this key in v->by, or the count. */
static size_t find_key(const struct verifying *v, struct slice key) {
    size_t low = 0, high = v->in->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_cmp(v->by[middle]->key, key) < 0) low = middle + 1;
        else high = middle;
    }
    return low < v->in->count && slice_eq(v->by[low]->key, key) ? low : v->in->count;
}

/* Once for each key: the file of keys lacks one region, and thousands of digests would say so. */
static void tell_unverified(struct verifying *v, const struct link *of, struct slice what, const char *text) {
    for (size_t i = 0; i < v->told_len; i++)
        if (slice_eq(v->told[i], what)) return;
    VEC_PUSH(v->told, v->told_len, v->told_cap, what);
    add_digest(v, DIGEST_UNVERIFIED, of, arena_printf(v->arena, text, SLICE_FMT(what)));
}

/* The signature of `of` as the digest behind it repeats it. One that holds needs nobody's word; one that does not is
 * told even where that digest is doubted itself: nothing proves this one then. */
static void check_seal(struct verifying *v, struct link *of, const struct link *next) {
    const struct digest *d = &of->of->digest;
    switch (seal_check(v->in->keys, d, of->of->hash, next->of->digest.previous_signature)) {
    case SEAL_HOLDS: v->stats.signatures++; return;
    case SEAL_NO_KEY:
        tell_unverified(v, of, d->fingerprint, "its signature cannot be verified: no key has the fingerprint %.*s");
        return;
    case SEAL_UNKNOWN_ALGORITHM:
        tell_unverified(v, of, d->algorithm, "its signature cannot be verified: the algorithm %.*s is not known");
        return;
    case SEAL_BROKEN: break;
    }
    of->doubted = true;
    add_digest(v, DIGEST_BAD_SIGNATURE, of,
               arena_printf(v->arena,
                            "its signature, as the digest %.*s repeats it, was not made with the key %.*s: the digests "
                            "up to there can have been written by anybody",
                            SLICE_FMT(base_name(next->of->digest.object)), SLICE_FMT(d->fingerprint)));
}

static void check_hash(struct verifying *v, struct link *of, const struct link *next) {
    const struct digest *says = &next->of->digest;
    if (next->doubted || memcmp(says->previous_hash, of->of->hash, sizeof of->of->hash) == 0) return;
    of->doubted = true;
    add_digest(v, DIGEST_CHANGED, of,
               arena_printf(v->arena,
                            "was changed after its delivery: its SHA-256 is not the one in the digest %.*s; what it "
                            "says of its %zu logs proves nothing",
                            SLICE_FMT(base_name(says->object)), of->of->digest.log_count));
}

/* The newest digest of the same chain that is older than link `i`, or NULL. */
static const struct link *older(const struct verifying *v, size_t i) {
    const struct link *of = &v->links[i];
    for (size_t k = i; k-- > 0;) {
        const struct link *before = &v->links[k];
        if (!slice_eq(before->chain, of->chain) || before->backfill != of->backfill) return NULL;
        if (!slice_eq(before->key, of->key)) return before;
    }
    return NULL;
}

static void add_gap(struct verifying *v, const struct link *before, const struct link *of, struct slice missing) {
    int64_t from = before->of->digest.end, to = of->of->digest.start;
    struct time_text begin = time_rfc3339(from), end = time_rfc3339(to);
    struct slice error =
        missing.len ? arena_printf(v->arena, "the digest is not there, and %.*s follows it: no digest covers %s to %s",
                                   SLICE_FMT(base_name(of->of->digest.object)), begin.text, end.text)
                    : arena_printf(v->arena,
                                   "no digest covers %s to %s: the validation of log files was off, or digests were "
                                   "removed",
                                   begin.text, end.text);
    add(v, DIGEST_GAP, missing.len ? missing : of->of->path, of, from, to, error);
}

/* Where the input begins, nothing is missing. Late logs have digests when there are some, not every hour. */
static void check_gap(struct verifying *v, size_t i, bool found) {
    const struct link *of = &v->links[i], *before = older(v, i);
    struct slice previous = of->of->digest.previous_object;
    if (!before || of->doubted) return;
    if (previous.len && !found) add_gap(v, before, of, previous);
    else if (!of->backfill && before->of->digest.end < of->of->digest.start) add_gap(v, before, of, (struct slice){0});
}

static void check_link(struct verifying *v, size_t i) {
    const struct link *next = &v->links[i];
    struct slice key = digest_file_key(next->of->digest.previous_object);
    size_t first = key.len ? find_key(v, key) : v->in->count, at = first;
    for (; at < v->in->count && slice_eq(v->by[at]->key, key); at++) {
        struct link *of = &v->links[v->by[at] - v->links];
        if (of == next) continue;
        check_hash(v, of, next);
        if (!of->doubted && v->in->keys) check_seal(v, of, next);
    }
    check_gap(v, i, first < v->in->count);
}

/* --- logs --- */

static void check_log(struct verifying *v, const struct link *of, size_t i) {
    const struct digest_log *log = &of->of->digest.logs[i];
    const struct chain_log *found = &of->of->logs[i];
    int64_t from = log->from != TIME_NONE ? log->from : of->of->digest.start;
    int64_t to = log->to != TIME_NONE ? log->to : of->of->digest.end;
    struct slice digest = base_name(of->of->digest.object);
    if (found->changed.len) {
        add(v, DIGEST_LOG_CHANGED, found->changed, of, from, to,
            arena_printf(v->arena, "was changed after its delivery: its SHA-256 is not the one in the digest %.*s",
                         SLICE_FMT(digest)));
    } else if (found->matched) {
        v->stats.verified_logs++;
    } else if (!found->present && v->in->day_known(v->in->ctx, digest_day_key(digest_file_key(log->name)))) {
        struct slice path = log->folder.len
                                ? arena_printf(v->arena, "%.*s/%.*s", SLICE_FMT(log->folder), SLICE_FMT(log->name))
                                : log->name;
        add(v, DIGEST_LOG_MISSING, path, of, from, to,
            arena_printf(v->arena, "was delivered and is not there: the digest %.*s names it", SLICE_FMT(digest)));
    } else if (!found->present) {
        v->stats.absent_logs++;
    }
}

/* --- the result --- */

static int problem_order(const void *left, const void *right) {
    const struct digest_problem *a = left, *b = right;
    int order = slice_cmp(a->path, b->path);
    if (!order) order = (a->fault > b->fault) - (a->fault < b->fault);
    return order ? order : slice_cmp(a->error, b->error);
}

static void hand_over(struct verifying *v, struct digest_stats *out) {
    size_t kept = 0;
    if (v->len) qsort(v->problems, v->len, sizeof *v->problems, problem_order);
    for (size_t i = 0; i < v->len; i++)
        if (!kept || problem_order(&v->problems[i], &v->problems[kept - 1]) != 0) v->problems[kept++] = v->problems[i];
    v->stats.problem_count = kept;
    v->stats.listed = kept < DIGEST_PROBLEMS_MAX ? kept : DIGEST_PROBLEMS_MAX;
    struct digest_problem *list = ARENA_ARRAY(v->arena, struct digest_problem, v->stats.listed);
    for (size_t i = 0; i < v->stats.listed; i++) {
        list[i] = v->problems[i];
        list[i].path = arena_dup(v->arena, list[i].path);
        list[i].account = arena_dup(v->arena, list[i].account);
        list[i].region = arena_dup(v->arena, list[i].region);
    }
    v->stats.problems = list;
    *out = v->stats;
}

static void find_links(struct verifying *v) {
    size_t count = v->in->count;
    v->links = mem_zalloc(count + 1, sizeof *v->links);
    v->by = mem_zalloc(count + 1, sizeof *v->by);
    for (size_t i = 0; i < count; i++) {
        struct link *link = &v->links[i];
        link->of = &v->in->digests[i];
        link->key = digest_file_key(link->of->digest.object);
        link->chain = digest_chain_key(link->key, &link->backfill);
        v->by[i] = link;
    }
    if (count) qsort(v->by, count, sizeof *v->by, key_order);
}

void chain_verify(const struct chain_input *in, struct arena *arena, struct digest_stats *out) {
    struct verifying v = {.in = in, .arena = arena, .stats = {.read = in->count}};
    find_links(&v);
    /* From the newest back: whether a digest is believed is known before it is asked about the one before it. */
    for (size_t i = in->count; i-- > 0;) check_link(&v, i);
    for (size_t i = 0; i < in->count; i++)
        for (size_t k = 0; !v.links[i].doubted && k < v.links[i].of->digest.log_count; k++)
            check_log(&v, &v.links[i], k);
    hand_over(&v, out);
    free(v.links);
    free(v.by);
    free(v.told);
    free(v.problems);
}
