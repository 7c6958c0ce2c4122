/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "story/places.h"

Test(places, one_row_a_place_with_its_first_and_last_minute) {
    struct place_rows p = {0};
    const struct place_row seen[] = {{1, 2, 3, 50, 50}, {1, 2, 4, 10, 10}, {1, 2, 3, 40, 40}, {1, 2, 3, 70, 70}};
    for (size_t i = 0; i < 4; i++) places_see(&p, &seen[i]);
    cr_assert_eq(p.count, 2);
    cr_assert_eq(p.rows[0].first, 40);
    cr_assert_eq(p.rows[0].last, 70);
    cr_assert_eq(p.rows[1].first, 10);
    places_release(&p);
}

Test(places, thousands_are_found_again) {
    struct place_rows p = {0};
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 5000; i++)
            places_see(&p, &(struct place_row){i % 7, i % 11, i, 100 - (uint32_t)round, 100});
    cr_assert_eq(p.count, 5000);
    for (size_t i = 0; i < p.count; i++) cr_assert_eq(p.rows[i].first, 99);
    places_release(&p);
}
