/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "cli/print.h"

Test(print, pages_begin_at_a_step_where_one_is_near) {
    static const int places[] = {234, 438, 642, 846, 1050};
    int at[8];
    cr_assert_eq(print_breaks(1200, 500, places, 5, at, 7), 3);
    cr_assert_eq(at[0], 0);
    cr_assert_eq(at[1], 438);
    cr_assert_eq(at[2], 846);
    cr_assert_eq(at[3], 1200);
}

Test(print, a_small_picture_is_one_page) {
    int at[3];
    cr_assert_eq(print_breaks(300, 500, NULL, 0, at, 2), 1);
    cr_assert_eq(at[1], 300);
    cr_assert_eq(print_breaks(500, 500, NULL, 0, at, 2), 1);
}

Test(print, without_a_place_the_page_is_full) {
    static const int places[] = {90};
    int at[5];
    cr_assert_eq(print_breaks(1100, 500, places, 1, at, 4), 3);
    cr_assert_eq(at[1], 500);
    cr_assert_eq(at[2], 1000);
}

Test(print, no_more_pages_than_there_is_room_for) {
    int at[4];
    cr_assert_eq(print_breaks(100000, 500, NULL, 0, at, 3), 3);
    cr_assert_eq(at[3], 100000, "the last one is too wide, which the caller sees");
}
