/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "story/times.h"

static const int64_t AT = INT64_C(1772542931) * US_PER_SECOND; /* 3 March 2026, 13:02:11 UTC */

Test(times, dates) {
    cr_expect_str_eq(date_words(LANG_EN, AT).text, "3 Mar 2026");
    cr_expect_str_eq(date_words(LANG_JA, AT).text, "2026年3月3日");
    cr_expect_str_eq(day_words(LANG_EN, AT).text, "3 Mar");
    cr_expect_str_eq(day_words(LANG_JA, AT).text, "3月3日");
}

Test(times, lengths_have_two_units) {
    static const struct {
        int64_t us;
        const char *english, *japanese;
    } rows[] = {
        {12 * US_PER_SECOND, "12 s", "12 秒"},
        {0, "0 s", "0 秒"},
        {41 * US_PER_MINUTE + US_PER_SECOND, "41 min", "41 分"},
        {3 * US_PER_HOUR, "3 h", "3 時間"},
        {2 * US_PER_HOUR + 5 * US_PER_MINUTE, "2 h 5 min", "2 時間 5 分"},
        {2 * US_PER_DAY + 4 * US_PER_HOUR, "2 d 4 h", "2 日 4 時間"},
        {9 * US_PER_DAY, "9 d", "9 日"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_str_eq(length_words(LANG_EN, rows[i].us).text, rows[i].english);
        cr_expect_str_eq(length_words(LANG_EN, rows[i].us).text, time_length(rows[i].us).text);
        cr_expect_str_eq(length_words(LANG_JA, rows[i].us).text, rows[i].japanese);
    }
    cr_expect_str_eq(length_words(LANG_JA, INT64_MAX).text, "106,751,991 日 4 時間");
}

Test(times, numbers) {
    cr_expect_str_eq(number_words(0).text, "0");
    cr_expect_str_eq(number_words(999).text, "999");
    cr_expect_str_eq(number_words(1000).text, "1,000");
    cr_expect_str_eq(number_words(UINT64_MAX).text, "18,446,744,073,709,551,615");
}
