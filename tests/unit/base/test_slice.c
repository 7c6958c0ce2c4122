/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/slice.h"

Test(slice, compares_by_bytes_then_length) {
    cr_assert(slice_cmp(SLICE("a"), SLICE("b")) < 0);
    cr_assert(slice_cmp(SLICE("ab"), SLICE("a")) > 0);
    cr_assert_eq(slice_cmp(SLICE("ab"), SLICE("ab")), 0);
    cr_assert_eq(slice_cmp((struct slice){0}, SLICE("")), 0);
    cr_assert(slice_eq_fold(SLICE("BucketName"), SLICE("bucketname")));
    cr_assert_not(slice_eq_fold(SLICE("bucket"), SLICE("bucketname")));
}

Test(slice, finds_and_cuts) {
    cr_assert_eq(slice_find(SLICE("arn:aws:iam"), SLICE("aws")), 4);
    cr_assert_eq(slice_find(SLICE("arn"), SLICE("arnx")), -1);
    cr_assert_eq(slice_find_fold(SLICE("AccessDENIED"), SLICE("denied")), 6);
    cr_assert(slice_eq(slice_after_last(SLICE("a/b/c"), '/'), SLICE("c")));
    cr_assert(slice_eq(slice_after_last(SLICE("abc"), '/'), SLICE("abc")));
    cr_assert(slice_eq(slice_behind(SLICE("a:b:c:d"), ':', 2), SLICE("c:d")));
    cr_assert_eq(slice_behind(SLICE("a:b"), ':', 2).len, 0);
    cr_assert(slice_eq(slice_before(SLICE("ec2.amazonaws.com"), '.'), SLICE("ec2")));
    cr_assert(slice_eq(slice_sub(SLICE("abc"), 2, 99), SLICE("c")));
    cr_assert(slice_eq(slice_trim(SLICE(" \t a b\n")), SLICE("a b")));
    cr_assert(slice_ends(SLICE("x.json.gz"), SLICE(".gz")));
    cr_assert_not(slice_starts(SLICE("x"), SLICE("xy")));
}

Test(slice, reads_numbers_and_refuses_overflow) {
    uint64_t n = 7;
    cr_assert(slice_to_u64(SLICE("18446744073709551615"), &n));
    cr_assert_eq(n, UINT64_MAX);
    cr_assert_not(slice_to_u64(SLICE("18446744073709551616"), &n));
    cr_assert_not(slice_to_u64(SLICE(""), &n));
    cr_assert_not(slice_to_u64(SLICE("-1"), &n));
    cr_assert_eq(n, UINT64_MAX, "untouched on failure");
}
