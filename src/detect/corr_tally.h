/* SPDX-License-Identifier: Apache-2.0 */
/* detect/corr_tally.h: what a correlation measures in a window that slides over the hits of one group.
 *
 * In:   values as they enter and leave the window, by number: 0, 1, 2, … in any order where they are only counted, in
 *       ascending order of what they are where they are calculated with.
 * Out:  whether the window's measure keeps within the correlation's bounds.
 * Cost: an entering or leaving value takes constant time, or the logarithm of the number of different values where
 *       their order matters (value_percentile, value_median).
 * Internal to detect. One thread.
 */
#ifndef EMAKI_DETECT_CORR_TALLY_H
#define EMAKI_DETECT_CORR_TALLY_H

#include "detect/rule.h"

struct tally {
    const struct corr *corr;
    const double *numbers; /* by value, ascending; NULL where values are only counted. The caller's. */
    bool whole;            /* all of these are whole numbers */
    size_t values;         /* how many different ones there are */
    uint32_t *counts;      /* by value: how often it is in the window */
    uint64_t distinct;     /* values that are in the window */
    uint64_t held;         /* the same, each as often as it is there */
    long double sum;
    uint32_t *tree;      /* counts added up in runs (Fenwick's tree), 1-based; NULL where no order is asked for */
    uint64_t rule_count; /* the correlation's different rules: what `temporal` without a condition needs */
};

void tally_init(struct tally *t, const struct corr *corr, size_t values, const double *numbers);
void tally_release(struct tally *t);
void tally_add(struct tally *t, uint32_t value);
void tally_remove(struct tally *t, uint32_t value);
/* A window without a number neither holds nor fails: it does not hold. */
bool tally_holds(const struct tally *t);

#endif
