/* SPDX-License-Identifier: Apache-2.0 */
/* scan/seen.c: 64 tables with open addressing, filled by compare-and-swap. See seen.h.
 *
 * The lock is taken for reading around a batch and for writing to grow, never for one event. A table grows by a quarter
 * when it is LOAD full, one after the other, each in memory of its own that goes back to the system: so the peak is the
 * set itself and one table more. Growing keeps ROOM for what all workers may add before their next pause.
 */
#include "scan/seen.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/mem.h"

enum { SHARDS = 64, FIRST_SLOTS = 1024, LOAD_PERCENT = 85, FULL_PERCENT = 95 };

struct shard {
    _Atomic uint64_t *slots; /* 0 is empty */
    uint64_t cap;
    _Atomic uint64_t count;
};

struct seen {
    pthread_rwlock_t lock;
    struct shard shards[SHARDS];
};

static _Atomic uint64_t *map_slots(uint64_t cap) {
    void *slots = mmap(NULL, cap * sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (slots == MAP_FAILED) mem_exhausted(cap * sizeof(uint64_t));
    return slots;
}

struct seen *seen_new(unsigned workers) {
    struct seen *seen = mem_zalloc(1, sizeof *seen);
    pthread_rwlock_init(&seen->lock, NULL);
    uint64_t cap = FIRST_SLOTS + (uint64_t)workers * (SEEN_BATCH / SHARDS) * 4;
    for (size_t i = 0; i < SHARDS; i++) seen->shards[i] = (struct shard){.slots = map_slots(cap), .cap = cap};
    return seen;
}

void seen_free(struct seen *seen) {
    if (!seen) return;
    for (size_t i = 0; i < SHARDS; i++) munmap(seen->shards[i].slots, seen->shards[i].cap * sizeof(uint64_t));
    pthread_rwlock_destroy(&seen->lock);
    free(seen);
}

/* Where a key's search begins: its upper bits spread over the table, whatever its size. */
static uint64_t home(uint64_t key, uint64_t cap) {
    return (uint64_t)(((unsigned __int128)key * cap) >> 64);
}

static void grow(struct shard *s) {
    uint64_t cap = s->cap + s->cap / 4;
    _Atomic uint64_t *slots = map_slots(cap);
    for (uint64_t i = 0; i < s->cap; i++) {
        uint64_t key = atomic_load_explicit(&s->slots[i], memory_order_relaxed);
        if (!key) continue;
        uint64_t at = home(key, cap);
        while (atomic_load_explicit(&slots[at], memory_order_relaxed)) at = at + 1 == cap ? 0 : at + 1;
        atomic_store_explicit(&slots[at], key, memory_order_relaxed);
    }
    munmap(s->slots, s->cap * sizeof(uint64_t));
    s->slots = slots;
    s->cap = cap;
}

static bool fuller_than(const struct shard *s, uint64_t percent) {
    return atomic_load_explicit(&s->count, memory_order_relaxed) > s->cap / 100 * percent;
}

static bool any_full(const struct seen *seen) {
    for (size_t i = 0; i < SHARDS; i++)
        if (fuller_than(&seen->shards[i], LOAD_PERCENT)) return true;
    return false;
}

static void grow_full(struct seen *seen) {
    pthread_rwlock_wrlock(&seen->lock);
    for (size_t i = 0; i < SHARDS; i++)
        while (fuller_than(&seen->shards[i], LOAD_PERCENT)) grow(&seen->shards[i]);
    pthread_rwlock_unlock(&seen->lock);
}

void seen_enter(struct seen *seen) {
    pthread_rwlock_rdlock(&seen->lock);
}

void seen_leave(struct seen *seen) {
    pthread_rwlock_unlock(&seen->lock);
}

void seen_pause(struct seen *seen) {
    bool full = any_full(seen);
    pthread_rwlock_unlock(&seen->lock);
    if (full) grow_full(seen);
    pthread_rwlock_rdlock(&seen->lock);
}

bool seen_add(struct seen *seen, struct hash128 hash) {
    struct shard *s = &seen->shards[hash.hi >> 58];
    uint64_t key = hash.lo ? hash.lo : 1;
    /* Never in practice: one table got far more than its share between two pauses. */
    while (fuller_than(s, FULL_PERCENT)) seen_pause(seen);
    for (uint64_t at = home(key, s->cap);; at = at + 1 == s->cap ? 0 : at + 1) {
        uint64_t there = atomic_load_explicit(&s->slots[at], memory_order_relaxed);
        if (there == key) return false;
        if (there) continue;
        if (atomic_compare_exchange_strong_explicit(&s->slots[at], &there, key, memory_order_relaxed,
                                                    memory_order_relaxed)) {
            atomic_fetch_add_explicit(&s->count, 1, memory_order_relaxed);
            return true;
        }
        if (there == key) return false;
    }
}

uint64_t seen_count(const struct seen *seen) {
    uint64_t count = 0;
    for (size_t i = 0; i < SHARDS; i++) count += atomic_load_explicit(&seen->shards[i].count, memory_order_relaxed);
    return count;
}
