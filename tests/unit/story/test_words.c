/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "story/words.h"

Test(words, counts_and_lists) {
    struct slice three[] = {SLICE("rds"), SLICE("ec2"), SLICE("s3")};
    struct buf out;
    buf_init(&out);
    words_counted(&out, SLICE("Read {n} of {n} secrets"), 1234);
    buf_putc(&out, '|');
    words_list(&out, LANG_EN, three, 3, 4);
    buf_putc(&out, '|');
    words_list(&out, LANG_EN, three, 2, 4);
    buf_putc(&out, '|');
    words_list(&out, LANG_EN, three, 3, 2);
    cr_assert_str_eq(out.ptr, "Read 1,234 of 1,234 secrets|rds, ec2 and s3|rds and ec2|rds, ec2 and 1 more");
    buf_release(&out);
}

Test(words, accounts_are_runs_of_twelve_digits) {
    struct slice text = SLICE("with 999988887777, not 1234567890123 nor 12; arn:aws:iam::111122223333:root"), account;
    cr_assert(account_next(&text, &account));
    cr_assert(slice_eq(account, SLICE("999988887777")));
    cr_assert(account_next(&text, &account));
    cr_assert(slice_eq(account, SLICE("111122223333")));
    cr_assert_not(account_next(&text, &account));
}
