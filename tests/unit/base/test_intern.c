/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdio.h>

#include "base/intern.h"

Test(intern, same_string_same_id) {
    struct intern in;
    intern_init(&in);
    cr_assert_eq(intern_id(&in, SLICE("")), 0);
    uint32_t a = intern_id(&in, SLICE("AKIA1"));
    cr_assert_neq(a, 0);
    char text[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "s%d", i);
        uint32_t id = intern_id(&in, slice_cstr(text));
        cr_assert(slice_eq(intern_str(&in, id), slice_cstr(text)));
    }
    cr_assert_eq(intern_id(&in, SLICE("AKIA1")), a);
    cr_assert_eq(in.len, 5002);
    cr_assert(slice_empty(intern_str(&in, 0)));
    intern_release(&in);
}
