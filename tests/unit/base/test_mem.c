/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "base/mem.h"

Test(mem, vectors_grow_and_keep) {
    int *numbers = NULL;
    size_t len = 0, cap = 0;
    for (int i = 0; i < 1000; i++) VEC_PUSH(numbers, len, cap, i);
    cr_assert_eq(len, 1000);
    cr_assert_eq(numbers[999], 999);
    free(numbers);
}

Test(mem, overflow_ends_the_process, .exit_code = 1) {
    mem_realloc(NULL, (size_t)-1, 16);
}
