/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/err.h"

Test(err, keeps_position_and_cuts_long_messages) {
    struct err err = {.offset = 9, .line = 2};
    char text[ERR_MESSAGE_MAX * 2];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    cr_assert_not(err_set(&err, ERR_FORMAT, "%s", text));
    cr_assert_eq(strlen(err.message), ERR_MESSAGE_MAX - 1);
    cr_assert_eq(err.code, ERR_FORMAT);
    cr_assert_eq(err.offset, 9);
    cr_assert_eq(err.line, 2);
}
