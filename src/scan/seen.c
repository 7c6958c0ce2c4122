/* SPDX-License-Identifier: Apache-2.0 */
/* scan/seen.c: 256 tables of buckets, filled by compare-and-swap. See seen.h.
 *
 *   hash.hi  upper  8 bits ──▶ table
 *   hash.lo  lower 32 bits ──▶ `low`, of which the upper ones choose the first bucket
 *            next 16 bits  ──▶ `high`
 *
 * A bucket is one line of the cache with ten keys, filled from its beginning; a full one goes on in the next. Who takes
 * a slot writes `low` first and `high` at once after it; who meets its own `low` there waits for `high`, which is never
 * 0, for as long as those two instructions take. Nothing is ever removed.
 *
 * The lock is taken for reading around a batch and for writing to grow, never for one event. A table grows by whole
 * pages, an eighth at least, when it is LOAD full, and with it all that will be SOON: everybody waits while one grows,
 * so it ought to be seldom. The old memory goes back to the system, so the peak is the set itself and one table more.
 * Growing keeps room for what all workers may add before their next pause.
 */
#include "scan/seen.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/mem.h"

enum { TABLES = 256, TABLE_BITS = 8, SOON_PERCENT = 91, LOAD_PERCENT = 94, FULL_PERCENT = 97 };
enum { BUCKET_KEYS = 10, PAGE_BYTES = 4096, PAGE_BUCKETS = 64, FIRST_PAGES = 2 };

struct bucket {
    _Atomic uint32_t low[BUCKET_KEYS]; /* 0 is empty */
    _Atomic uint16_t high[BUCKET_KEYS];
    uint32_t unused;
};
_Static_assert(sizeof(struct bucket) * PAGE_BUCKETS == PAGE_BYTES, "a bucket is one line of the cache");

struct table {
    struct bucket *buckets;
    uint32_t pages;
    _Atomic uint32_t count;
};

struct seen {
    pthread_rwlock_t lock;
    struct bucket *first; /* FIRST_PAGES a table, to begin with */
    struct table tables[TABLES];
};

struct tag {
    uint32_t low;
    uint16_t high;
};

static struct bucket *map_pages(size_t pages, int flags) {
    void *memory = mmap(NULL, pages * PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    if (memory == MAP_FAILED) mem_exhausted(pages * PAGE_BYTES);
    return memory;
}

static bool is_first(const struct seen *seen, size_t index) {
    return seen->tables[index].buckets == seen->first + index * FIRST_PAGES * PAGE_BUCKETS;
}

struct seen *seen_new(unsigned workers) {
    struct seen *seen = mem_zalloc(1, sizeof *seen);
    pthread_rwlock_init(&seen->lock, NULL);
    seen->first = map_pages((size_t)TABLES * FIRST_PAGES, 0);
    for (size_t i = 0; i < TABLES; i++)
        seen->tables[i] = (struct table){.buckets = seen->first + i * FIRST_PAGES * PAGE_BUCKETS, .pages = FIRST_PAGES};
    return seen;
}

void seen_free(struct seen *seen) {
    if (!seen) return;
    for (size_t i = 0; i < TABLES; i++)
        if (!is_first(seen, i)) munmap(seen->tables[i].buckets, (size_t)seen->tables[i].pages * PAGE_BYTES);
    munmap(seen->first, (size_t)TABLES * FIRST_PAGES * PAGE_BYTES);
    pthread_rwlock_destroy(&seen->lock);
    free(seen);
}

static struct tag tag_of(struct hash128 hash) {
    uint32_t low = (uint32_t)hash.lo;
    uint16_t high = (uint16_t)(hash.lo >> 32);
    return (struct tag){low ? low : 1, high ? high : 1};
}

static size_t table_of(struct hash128 hash) {
    return (size_t)(hash.hi >> (64 - TABLE_BITS));
}

/* Where a key's search begins: its upper bits spread over the table, whatever its size. */
static uint32_t home(uint32_t low, uint32_t pages) {
    return (uint32_t)((uint64_t)low * ((uint64_t)pages * PAGE_BUCKETS) >> 32);
}

static uint32_t behind(uint32_t bucket, uint32_t pages) {
    return bucket + 1 == pages * PAGE_BUCKETS ? 0 : bucket + 1;
}

/* The whole of a key, of which the lower half is there already. */
static uint16_t high_of(const struct bucket *b, size_t slot) {
    for (;;) {
        uint16_t high = atomic_load_explicit(&b->high[slot], memory_order_acquire);
        if (high) return high;
        sched_yield();
    }
}

enum found { FOUND, ADDED, FULL };

static enum found add_to_bucket(struct bucket *b, struct tag tag) {
    for (size_t i = 0; i < BUCKET_KEYS; i++) {
        uint32_t there = atomic_load_explicit(&b->low[i], memory_order_relaxed);
        if (!there && atomic_compare_exchange_strong_explicit(&b->low[i], &there, tag.low, memory_order_relaxed,
                                                              memory_order_relaxed)) {
            atomic_store_explicit(&b->high[i], tag.high, memory_order_release);
            return ADDED;
        }
        if (there == tag.low && high_of(b, i) == tag.high) return FOUND;
    }
    return FULL;
}

static enum found add_to_table(struct bucket *buckets, uint32_t pages, struct tag tag) {
    uint32_t first = home(tag.low, pages), at = first;
    do {
        enum found found = add_to_bucket(&buckets[at], tag);
        if (found != FULL) return found;
        at = behind(at, pages);
    } while (at != first);
    return FULL;
}

static void grow(struct seen *seen, size_t index) {
    struct table *t = &seen->tables[index];
    uint32_t pages = t->pages + (t->pages / 8 ? t->pages / 8 : 1);
    struct bucket *buckets = map_pages(pages, MAP_POPULATE);
    for (size_t i = 0; i < (size_t)t->pages * PAGE_BUCKETS; i++)
        for (size_t k = 0; k < BUCKET_KEYS; k++) {
            const struct bucket *b = &t->buckets[i];
            struct tag tag = {atomic_load_explicit(&b->low[k], memory_order_relaxed),
                              atomic_load_explicit(&b->high[k], memory_order_relaxed)};
            if (!tag.low) break;
            add_to_table(buckets, pages, tag);
        }
    if (is_first(seen, index)) madvise(t->buckets, (size_t)FIRST_PAGES * PAGE_BYTES, MADV_DONTNEED);
    else munmap(t->buckets, (size_t)t->pages * PAGE_BYTES);
    t->buckets = buckets;
    t->pages = pages;
}

static bool fuller_than(const struct table *t, uint64_t percent) {
    uint64_t cap = (uint64_t)t->pages * PAGE_BUCKETS * BUCKET_KEYS;
    return (uint64_t)atomic_load_explicit(&t->count, memory_order_relaxed) * 100 > cap * percent;
}

static bool any_full(const struct seen *seen) {
    for (size_t i = 0; i < TABLES; i++)
        if (fuller_than(&seen->tables[i], LOAD_PERCENT)) return true;
    return false;
}

static void grow_full(struct seen *seen) {
    pthread_rwlock_wrlock(&seen->lock);
    for (size_t i = 0; i < TABLES; i++)
        while (fuller_than(&seen->tables[i], SOON_PERCENT)) grow(seen, i);
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

void seen_prefetch(const struct seen *seen, struct hash128 hash) {
    const struct table *t = &seen->tables[table_of(hash)];
    __builtin_prefetch(&t->buckets[home(tag_of(hash).low, t->pages)], 1);
}

bool seen_add(struct seen *seen, struct hash128 hash) {
    struct table *t = &seen->tables[table_of(hash)];
    enum found found = FULL;
    while (found == FULL) {
        /* Never in practice: one table got far more than its share between two pauses. */
        while (fuller_than(t, FULL_PERCENT)) seen_pause(seen);
        found = add_to_table(t->buckets, t->pages, tag_of(hash));
    }
    if (found == ADDED) atomic_fetch_add_explicit(&t->count, 1, memory_order_relaxed);
    return found == ADDED;
}

uint64_t seen_count(const struct seen *seen) {
    uint64_t count = 0;
    for (size_t i = 0; i < TABLES; i++) count += atomic_load_explicit(&seen->tables[i].count, memory_order_relaxed);
    return count;
}
