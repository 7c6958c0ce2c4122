/* SPDX-License-Identifier: Apache-2.0 */
/* scan/named.c: see named.h. A table with chains: digests with a million times the same name must not make it slow. */
#include "scan/named.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

/* Of one name so many are compared. More than one comes from several digests for the same hour; of the rest nothing is
 * told. */
enum { SAME_NAME_MAX = 8 };
#define NONE UINT32_MAX

struct entry {
    const struct digest_log *log;
    struct chain_log *found;
    uint32_t next;
};

struct day {
    struct slice key;
    uint32_t next;
};

struct named {
    struct entry *entries;
    uint32_t *heads, *day_heads;
    size_t len, slots, day_len, day_cap, day_slots;
    struct day *days;
    struct arena arena; /* with everything that changes, behind the lock */
    pthread_mutex_t lock;
};

static size_t slot_of(struct slice key, size_t slots) {
    return (size_t)hash64(key, 0) & (slots - 1);
}

static uint32_t *new_heads(size_t wanted, size_t *slots) {
    *slots = 64;
    while (*slots < wanted) *slots *= 2;
    uint32_t *heads = mem_alloc(*slots * sizeof *heads);
    for (size_t i = 0; i < *slots; i++) heads[i] = NONE;
    return heads;
}

static bool is_entry(const struct named *n, uint32_t at, struct slice key) {
    return slice_eq(digest_file_key(n->entries[at].log->name), key);
}

static void add_entry(struct named *n, const struct digest_log *log, struct chain_log *found) {
    struct slice key = digest_file_key(log->name);
    uint32_t *head = &n->heads[slot_of(key, n->slots)];
    unsigned same = 0;
    *found = (struct chain_log){0};
    for (uint32_t at = *head; at != NONE && same < SAME_NAME_MAX; at = n->entries[at].next)
        same += is_entry(n, at, key);
    if (same == SAME_NAME_MAX || n->len == NONE) {
        found->present = true; /* nobody looks for it */
        return;
    }
    n->entries[n->len] = (struct entry){log, found, *head};
    *head = (uint32_t)n->len++;
}

struct named *named_new(struct chain_digest *digests, size_t count) {
    struct named *n = mem_zalloc(1, sizeof *n);
    size_t logs = 0;
    for (size_t i = 0; i < count; i++) logs += digests[i].digest.log_count;
    n->entries = mem_alloc((logs + 1) * sizeof *n->entries);
    n->heads = new_heads(logs, &n->slots);
    n->day_heads = new_heads(1024, &n->day_slots);
    arena_init(&n->arena, 0);
    pthread_mutex_init(&n->lock, NULL);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < digests[i].digest.log_count; k++)
            add_entry(n, &digests[i].digest.logs[k], &digests[i].logs[k]);
    return n;
}

void named_free(struct named *n) {
    if (!n) return;
    free(n->entries);
    free(n->heads);
    free(n->day_heads);
    free(n->days);
    arena_release(&n->arena);
    pthread_mutex_destroy(&n->lock);
    free(n);
}

/* --- days --- */

static bool find_day(const struct named *n, struct slice key) {
    for (uint32_t at = n->day_heads[slot_of(key, n->day_slots)]; at != NONE; at = n->days[at].next)
        if (slice_eq(n->days[at].key, key)) return true;
    return false;
}

/* Twice as many slots; the chains are made anew. */
static void grow_days(struct named *n) {
    free(n->day_heads);
    n->day_heads = new_heads(2 * n->day_slots, &n->day_slots);
    for (size_t i = 0; i < n->day_len; i++) {
        uint32_t *head = &n->day_heads[slot_of(n->days[i].key, n->day_slots)];
        n->days[i].next = *head;
        *head = (uint32_t)i;
    }
}

static void add_day(struct named *n, struct slice key) {
    if (!key.len || find_day(n, key) || n->day_len == NONE) return;
    if (n->day_len == n->day_slots) grow_days(n);
    uint32_t *head = &n->day_heads[slot_of(key, n->day_slots)];
    struct day day = {arena_dup(&n->arena, key), *head};
    VEC_PUSH(n->days, n->day_len, n->day_cap, day);
    *head = (uint32_t)(n->day_len - 1);
}

bool named_day_known(const void *ctx, struct slice day_key) {
    return day_key.len && find_day(ctx, day_key);
}

/* --- files --- */

/* The first of that name at or behind entry `at`, or NONE. */
static uint32_t find(const struct named *n, uint32_t at, struct slice key) {
    while (at != NONE && !is_entry(n, at, key)) at = n->entries[at].next;
    return at;
}

static uint32_t first_of(const struct named *n, struct slice key) {
    return key.len ? find(n, n->heads[slot_of(key, n->slots)], key) : NONE;
}

bool named_wants(const struct named *n, struct slice path) {
    return first_of(n, digest_file_key(path)) != NONE;
}

void named_file(struct named *n, struct slice path) {
    struct slice key = digest_file_key(path);
    pthread_mutex_lock(&n->lock);
    add_day(n, digest_day_key(key));
    for (uint32_t at = first_of(n, key); at != NONE; at = find(n, n->entries[at].next, key))
        n->entries[at].found->present = true;
    pthread_mutex_unlock(&n->lock);
}

void named_hash(struct named *n, struct slice path, const uint8_t hash[DIGEST_HASH_BYTES]) {
    struct slice key = digest_file_key(path);
    pthread_mutex_lock(&n->lock);
    for (uint32_t at = first_of(n, key); at != NONE; at = find(n, n->entries[at].next, key)) {
        struct entry *e = &n->entries[at];
        e->found->present = true;
        if (memcmp(e->log->hash, hash, DIGEST_HASH_BYTES) == 0) e->found->matched = true;
        else if (!e->found->changed.len || slice_cmp(path, e->found->changed) < 0)
            e->found->changed = arena_dup(&n->arena, path);
    }
    pthread_mutex_unlock(&n->lock);
}
