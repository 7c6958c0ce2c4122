/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <pthread.h>

#include "scan/seen.h"

static struct hash128 key(uint64_t n) {
    return hash128(slice_from((const char *)&n, sizeof n));
}

Test(seen, a_key_is_new_once) {
    struct seen *seen = seen_new(1);
    seen_enter(seen);
    for (uint64_t i = 0; i < 300000; i++) {
        cr_assert(seen_add(seen, key(i)));
        if (i % SEEN_BATCH == 0) seen_pause(seen);
    }
    for (uint64_t i = 0; i < 300000; i++) cr_assert_not(seen_add(seen, key(i)));
    seen_leave(seen);
    cr_assert_eq(seen_count(seen), 300000);
    seen_free(seen);
}

Test(seen, a_key_of_zero_and_equal_tables_are_told_apart) {
    struct seen *seen = seen_new(1);
    seen_enter(seen);
    cr_assert(seen_add(seen, (struct hash128){0, 0}));
    cr_assert_not(seen_add(seen, (struct hash128){0, 0}));
    cr_assert(seen_add(seen, (struct hash128){UINT64_MAX, 0}), "the upper hash chooses another table");
    seen_leave(seen);
    seen_free(seen);
}

/* More keys for one table than it has room for, without a pause: it grows all the same. */
Test(seen, one_crowded_table_grows_by_itself) {
    struct seen *seen = seen_new(1);
    seen_enter(seen);
    for (uint64_t i = 1; i <= 20000; i++) cr_assert(seen_add(seen, (struct hash128){0, key(i).lo}));
    seen_leave(seen);
    cr_assert_eq(seen_count(seen), 20000);
    seen_free(seen);
}

struct half {
    struct seen *seen;
    uint64_t fresh;
};

static void *add_all(void *opaque) {
    struct half *h = opaque;
    seen_enter(h->seen);
    for (uint64_t i = 0; i < 200000; i++) {
        h->fresh += seen_add(h->seen, key(i));
        if (i % SEEN_BATCH == 0) seen_pause(h->seen);
    }
    seen_leave(h->seen);
    return NULL;
}

Test(seen, threads_share_one_truth) {
    struct half halves[4] = {{0}};
    pthread_t threads[4];
    struct seen *seen = seen_new(4);
    for (int i = 0; i < 4; i++) {
        halves[i].seen = seen;
        cr_assert_eq(pthread_create(&threads[i], NULL, add_all, &halves[i]), 0);
    }
    uint64_t fresh = 0;
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        fresh += halves[i].fresh;
    }
    cr_assert_eq(fresh, 200000);
    seen_free(seen);
}
