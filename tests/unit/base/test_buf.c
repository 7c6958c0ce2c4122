/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/buf.h"

Test(buf, grows_and_stays_terminated) {
    struct buf b;
    buf_init(&b);
    cr_assert_str_eq(b.ptr, "");
    for (int i = 0; i < 1000; i++) buf_puts(&b, "ab");
    cr_assert_eq(b.len, 2000);
    cr_assert_eq(b.ptr[b.len], '\0');
    buf_clear(&b);
    buf_printf(&b, "%s %d", "x", 42);
    buf_putn(&b, '-', 3);
    cr_assert_str_eq(b.ptr, "x 42---");
    buf_release(&b);
}

Test(buf, groups_digits) {
    struct buf b;
    buf_init(&b);
    buf_put_grouped(&b, 0);
    buf_putc(&b, ' ');
    buf_put_grouped(&b, 999);
    buf_putc(&b, ' ');
    buf_put_grouped(&b, 14782);
    buf_putc(&b, ' ');
    buf_put_grouped(&b, UINT64_MAX);
    cr_assert_str_eq(b.ptr, "0 999 14,782 18,446,744,073,709,551,615");
    buf_release(&b);
}
