/* SPDX-License-Identifier: Apache-2.0 */
/* detect/corr_tally.c: see corr_tally.h.
 *
 * A percentile is the smallest of the values that at least so many per cent of them do not exceed (nearest rank), so it
 * is always one of them. The median of an even number of values is the mean of the two in the middle.
 */
#include "detect/corr_tally.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static uint64_t count_rules(const struct corr *corr) {
    uint64_t n = 0;
    for (size_t i = 0; i < corr->ref_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++) again = again || corr->rules[k] == corr->rules[i];
        n += !again;
    }
    return n;
}

static bool are_whole(const double *numbers, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (numbers[i] < floor(numbers[i]) || numbers[i] > floor(numbers[i])) return false;
    return true;
}

void tally_init(struct tally *t, const struct corr *corr, size_t values, const double *numbers) {
    bool ranked = corr->type == CORR_VALUE_PERCENTILE || corr->type == CORR_VALUE_MEDIAN;
    *t = (struct tally){.corr = corr, .values = values, .numbers = numbers, .rule_count = count_rules(corr)};
    t->whole = numbers && are_whole(numbers, values);
    t->counts = mem_zalloc(values + 1, sizeof *t->counts);
    if (ranked) t->tree = mem_zalloc(values + 1, sizeof *t->tree);
}

void tally_release(struct tally *t) {
    free(t->counts);
    free(t->tree);
}

static void note(struct tally *t, uint32_t value, bool add) {
    t->held += add ? 1 : UINT64_MAX;
    if (t->numbers) t->sum += add ? (long double)t->numbers[value] : -(long double)t->numbers[value];
    for (size_t i = value + 1; t->tree && i <= t->values; i += i & (~i + 1)) t->tree[i] += add ? 1 : UINT32_MAX;
}

void tally_add(struct tally *t, uint32_t value) {
    t->distinct += t->counts[value]++ == 0;
    note(t, value, true);
}

void tally_remove(struct tally *t, uint32_t value) {
    t->distinct -= --t->counts[value] == 0;
    note(t, value, false);
}

/* The k-th smallest in the window, from 1. */
static double ranked(const struct tally *t, uint64_t k) {
    size_t at = 0, step = 1;
    while (step * 2 <= t->values) step *= 2;
    for (; step; step /= 2)
        if (at + step <= t->values && t->tree[at + step] < k) {
            at += step;
            k -= t->tree[at];
        }
    return t->numbers[at];
}

static double percentile(const struct tally *t) {
    double rank = ceil(t->corr->percentile * (double)t->held / 100 - 1e-9); /* 99.9 of 1,000 is the 999th */
    return ranked(t, rank < 1 ? 1 : (uint64_t)rank);
}

static struct number total(const struct tally *t) {
    bool exact = t->whole && fabsl(t->sum) < (long double)INT64_MAX;
    return (struct number){exact, exact ? (int64_t)t->sum : 0, (double)t->sum};
}

static struct number measure(const struct tally *t) {
    switch (t->corr->type) {
    case CORR_VALUE_SUM: return total(t);
    case CORR_VALUE_AVG: return (struct number){.d = (double)(t->sum / t->held)};
    case CORR_VALUE_PERCENTILE: return (struct number){.d = percentile(t)};
    case CORR_VALUE_MEDIAN:
        return (struct number){.d = (ranked(t, (t->held + 1) / 2) + ranked(t, t->held / 2 + 1)) / 2};
    default: return (struct number){true, (int64_t)t->distinct, (double)t->distinct};
    }
}

bool tally_holds(const struct tally *t) {
    if (t->corr->type > CORR_VALUE_COUNT && t->held == 0) return false; /* no event had a number */
    if (t->corr->bound_count == 0) return t->distinct == t->rule_count;
    struct number measured = measure(t);
    for (size_t i = 0; i < t->corr->bound_count; i++)
        if (!number_compare(measured, t->corr->bounds[i].cmp, t->corr->bounds[i].number)) return false;
    return true;
}
