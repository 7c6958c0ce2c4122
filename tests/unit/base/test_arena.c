/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/arena.h"

Test(arena, pieces_are_aligned_and_apart) {
    struct arena a;
    arena_init(&a, 64);
    char *first = arena_alloc(&a, 3), *second = arena_alloc(&a, 5);
    memset(first, 1, 3);
    memset(second, 2, 5);
    cr_assert_eq((uintptr_t)second % 16, 0);
    cr_assert_eq(first[2], 1);
    char *large = arena_alloc(&a, 1000);
    memset(large, 3, 1000);
    cr_assert_eq(second[4], 2);
    struct slice text = arena_printf(&a, "%s-%d", "step", 7);
    cr_assert(slice_eq(text, SLICE("step-7")));
    cr_assert_eq(text.ptr[text.len], '\0');
    arena_release(&a);
    cr_assert_null(a.head);
}

Test(arena, unaligned_bytes_do_not_disturb_alignment) {
    struct arena a;
    arena_init(&a, 256);
    for (int i = 0; i < 50; i++) {
        const char *b = arena_bytes(&a, SLICE("odd"));
        cr_assert_eq(memcmp(b, "odd", 3), 0);
        cr_assert_eq((uintptr_t)arena_alloc(&a, 8) % 16, 0);
    }
    arena_release(&a);
}

Test(arena, reset_keeps_a_chunk_and_zalloc_clears) {
    struct arena a;
    arena_init(&a, 128);
    memset(arena_alloc(&a, 100), 0xff, 100);
    arena_reset(&a);
    char *again = arena_zalloc(&a, 10, 10);
    for (int i = 0; i < 100; i++) cr_assert_eq(again[i], 0);
    arena_release(&a);
    arena_release(&a);
}
