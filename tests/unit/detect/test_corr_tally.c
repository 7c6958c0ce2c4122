/* SPDX-License-Identifier: Apache-2.0 */
/* Measures of a window against a plain calculation of the same, over values that come and go at random. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "detect/corr_tally.h"

enum { VALUES = 37, STEPS = 400 };

static int by_double(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double plain(enum corr_type type, double percentile, const double *held, size_t count) {
    double sorted[STEPS], sum = 0;
    memcpy(sorted, held, count * sizeof *held);
    qsort(sorted, count, sizeof *sorted, by_double);
    for (size_t i = 0; i < count; i++) sum += sorted[i];
    if (type == CORR_VALUE_SUM) return sum;
    if (type == CORR_VALUE_AVG) return sum / (double)count;
    if (type == CORR_VALUE_MEDIAN) return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    size_t below = 0; /* the smallest value that so many per cent do not exceed */
    for (below = 0; below + 1 < count; below++)
        if ((double)(below + 1) * 100 >= percentile * (double)count) break;
    return sorted[below];
}

static void check(enum corr_type type, double percentile) {
    double numbers[VALUES], held[STEPS];
    uint32_t queue[STEPS], seed = 7;
    size_t first = 0, last = 0;
    struct corr corr = {.type = type, .percentile = percentile, .bound_count = 1};
    struct tally t;
    for (int i = 0; i < VALUES; i++) numbers[i] = i * 2 - 20;
    tally_init(&t, &corr, VALUES, numbers);
    for (int step = 0; step < STEPS; step++) {
        seed = seed * 1664525 + 1013904223;
        bool add = first == last || seed >> 30;
        if (add) tally_add(&t, queue[last++] = (seed >> 8) % VALUES);
        else tally_remove(&t, queue[first++]);
        for (size_t i = first; i < last; i++) held[i - first] = numbers[queue[i]];
        corr.bounds[0] = (struct corr_bound){.cmp = CMP_EQ};
        double want = last > first ? plain(type, percentile, held, last - first) : 0;
        corr.bounds[0].number = (struct number){.d = want};
        cr_assert_eq(tally_holds(&t), last > first, "type %d, step %d: %f", type, step, want);
        corr.bounds[0].cmp = CMP_GT;
        cr_assert(!tally_holds(&t));
    }
    tally_release(&t);
}

Test(corr_tally, measures_of_random_windows) {
    check(CORR_VALUE_SUM, 0);
    check(CORR_VALUE_AVG, 0);
    check(CORR_VALUE_MEDIAN, 0);
    for (int p = 0; p <= 100; p += 5) check(CORR_VALUE_PERCENTILE, p);
}

Test(corr_tally, distinct_values_are_counted_once) {
    struct corr corr = {.type = CORR_VALUE_COUNT, .bound_count = 1};
    struct tally t;
    corr.bounds[0] = (struct corr_bound){CMP_EQ, {true, 2, 2}};
    tally_init(&t, &corr, 3, NULL);
    tally_add(&t, 1);
    tally_add(&t, 1);
    cr_expect(!tally_holds(&t));
    tally_add(&t, 3);
    cr_expect(tally_holds(&t));
    tally_remove(&t, 1);
    cr_expect(tally_holds(&t), "one of two is left");
    tally_remove(&t, 1);
    cr_expect(!tally_holds(&t));
    tally_release(&t);
}

Test(corr_tally, a_percentile_of_a_thousand) {
    double numbers[1000];
    struct corr corr = {.type = CORR_VALUE_PERCENTILE, .percentile = 99.9, .bound_count = 1};
    struct tally t;
    for (int i = 0; i < 1000; i++) numbers[i] = i + 1;
    tally_init(&t, &corr, 1000, numbers);
    for (uint32_t i = 0; i < 1000; i++) tally_add(&t, i);
    corr.bounds[0] = (struct corr_bound){CMP_EQ, {.d = 999}};
    cr_expect(tally_holds(&t));
    tally_release(&t);
}

Test(corr_tally, without_any_number_nothing_holds) {
    static const enum corr_type types[] = {CORR_VALUE_SUM, CORR_VALUE_AVG, CORR_VALUE_PERCENTILE, CORR_VALUE_MEDIAN};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct corr corr = {.type = types[i], .percentile = 50, .bound_count = 1};
        struct tally t;
        tally_init(&t, &corr, 0, NULL);
        cr_assert_not(tally_holds(&t), "%d", (int)types[i]);
        tally_release(&t);
    }
}
