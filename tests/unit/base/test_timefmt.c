/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/timefmt.h"

static int64_t at(const char *text) {
    int64_t us = TIME_NONE;
    cr_assert(time_parse(slice_cstr(text), &us), "%s", text);
    return us;
}

Test(time, reads_what_aws_writes) {
    cr_assert_eq(at("1970-01-01T00:00:00Z"), 0);
    cr_assert_eq(at("2026-03-03T13:02:11Z"), INT64_C(1772542931000000));
    cr_assert_eq(at("2026-03-03T22:02:11+09:00"), at("2026-03-03T13:02:11Z"));
    cr_assert_eq(at("2026-03-03 13:02:11.1234567Z"), at("2026-03-03T13:02:11Z") + 123456);
    cr_assert_eq(at("2024-02-29T00:00:00Z") + US_PER_DAY, at("2024-03-01T00:00:00Z"));
}

Test(time, refuses_what_is_no_time) {
    static const char *const bad[] = {"",
                                      "2026-03-03",
                                      "2026-02-29T00:00:00Z",
                                      "2026-13-01T00:00:00Z",
                                      "2026-01-01T24:00:00Z",
                                      "2026-01-01T00:00:00",
                                      "2026-01-01T00:00:00.Z",
                                      "2026-01-01T00:00:00Zx",
                                      "2026-01-01T00:00:00+25:00"};
    int64_t us = 5;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert_not(time_parse(slice_cstr(bad[i]), &us), "%s", bad[i]);
    cr_assert_eq(us, 5);
}

/* The usual form has a way of its own: any letter in any place, and the result has to be that of the other way, which a
 * small "z" leads to. */
Test(time, both_ways_agree_on_every_letter) {
    char text[] = "2026-03-09T13:02:11Z", other[] = "2026-03-09T13:02:11z";
    for (size_t i = 0; i + 1 < sizeof text - 1; i++)
        for (int c = 0; c < 256; c++) {
            int64_t usual = 5, any = 5;
            char kept = text[i];
            text[i] = other[i] = (char)c;
            bool ok = time_parse(slice_from(text, sizeof text - 1), &usual);
            cr_assert_eq(ok, time_parse(slice_from(other, sizeof other - 1), &any), "byte %d at %zu", c, i);
            cr_assert_eq(usual, any, "byte %d at %zu", c, i);
            cr_assert_eq(ok, usual != 5);
            text[i] = other[i] = kept;
        }
}

Test(time, every_day_of_four_centuries_round_trips) {
    for (int64_t day = -141427; day < 73049; day++) {
        struct civil c = time_civil(day * US_PER_DAY + 1);
        cr_assert_eq(time_from_civil(c), day * US_PER_DAY + 1);
    }
}

Test(time, writes_people_s_forms) {
    int64_t us = at("2026-03-03T13:02:11.5Z");
    cr_assert_str_eq(time_rfc3339(us).text, "2026-03-03T13:02:11.5Z");
    cr_assert_str_eq(time_rfc3339(TIME_NONE).text, "");
    cr_assert_str_eq(time_clock(us).text, "13:02:11");
    cr_assert_str_eq(time_clock_short(us).text, "13:02");
    cr_assert_str_eq(time_date(us).text, "3 Mar 2026");
    cr_assert_str_eq(time_length(41 * US_PER_MINUTE).text, "41 min");
    cr_assert_str_eq(time_length(2 * US_PER_DAY + 4 * US_PER_HOUR).text, "2 d 4 h");
    cr_assert_str_eq(time_length(3 * US_PER_HOUR).text, "3 h");
}

Test(time, reads_lengths) {
    int64_t us;
    cr_assert(time_parse_length(SLICE("3d"), &us) && us == 3 * US_PER_DAY);
    cr_assert(time_parse_length(SLICE("10m"), &us) && us == 10 * US_PER_MINUTE);
    cr_assert_not(time_parse_length(SLICE("0d"), &us));
    cr_assert_not(time_parse_length(SLICE("3"), &us));
    cr_assert_not(time_parse_length(SLICE("99999999999999999d"), &us));
}
