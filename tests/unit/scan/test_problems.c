/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdio.h>

#include "scan/problems.h"

static void add(struct pipeline_problems *p, const char *path, uint64_t offset) {
    problems_add(p, slice_cstr(path), offset, SLICE("broken"));
}

Test(problems, the_first_by_content_stay_whatever_came_first) {
    struct pipeline_problems up = {0}, down = {0};
    char path[16];
    for (int i = 0; i < 250; i++) {
        snprintf(path, sizeof path, "f%03d", i);
        add(&up, path, 0);
        snprintf(path, sizeof path, "f%03d", 249 - i);
        add(&down, path, 0);
    }
    cr_assert_eq(up.count, 250);
    cr_assert_eq(up.listed, INPUT_PROBLEMS_MAX);
    for (size_t i = 0; i < INPUT_PROBLEMS_MAX; i++) cr_assert(slice_eq(up.list[i].path, down.list[i].path));
    cr_assert(slice_eq(up.list[0].path, SLICE("f000")));
    problems_clear(&up);
    problems_clear(&down);
}

Test(problems, by_path_then_offset_and_moved_whole) {
    struct pipeline_problems a = {0}, b = {0};
    add(&a, "x", 9);
    add(&a, "x", 2);
    for (uint64_t i = 0; i < INPUT_PROBLEMS_MAX + 5; i++) add(&b, "w", i);
    problems_move(&a, &b);
    cr_assert_eq(a.count, INPUT_PROBLEMS_MAX + 7);
    cr_assert_eq(a.listed, INPUT_PROBLEMS_MAX);
    cr_assert(slice_eq(a.list[0].path, SLICE("w")));
    cr_assert_eq(b.count, 0);
    problems_clear(&a);
}
