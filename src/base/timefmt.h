/* SPDX-License-Identifier: Apache-2.0 */
/* base/timefmt.h: instants as microseconds since 1970-01-01T00:00:00Z, and their RFC 3339 text. UTC only. Pure. */
#ifndef EMAKI_BASE_TIMEFMT_H
#define EMAKI_BASE_TIMEFMT_H

#include "base/slice.h"

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_MINUTE (60 * US_PER_SECOND)
#define US_PER_HOUR (60 * US_PER_MINUTE)
#define US_PER_DAY (24 * US_PER_HOUR)
/* "No such time": outside every instant that time_parse gives (years 1 to 9999). */
#define TIME_NONE INT64_MIN

struct civil {
    int year, month, day, hour, minute, second, micro; /* month and day from 1 */
};

/* Enough for every text below, with its NUL. */
struct time_text {
    char text[40];
};

/* "2026-03-03T13:02:11Z", a fraction of any length (cut to µs), "z"/"t" small, a blank for T, and an offset +09:00. */
bool time_parse(struct slice s, int64_t *us);
struct civil time_civil(int64_t us);
int64_t time_from_civil(struct civil c);
/* RFC 3339 to the second, with ".123456" (trailing zeros cut) only when there is a fraction. "" for TIME_NONE. */
struct time_text time_rfc3339(int64_t us);
/* "13:02:11", "13:02", "3 Mar 2026". */
struct time_text time_clock(int64_t us);
struct time_text time_clock_short(int64_t us);
struct time_text time_date(int64_t us);
/* A length in plain words: "41 min", "3 h", "2 d 4 h", "12 s". Rounded down to its two leading units. */
struct time_text time_length(int64_t us);
/* "3d", "12h", "30m", "45s", "500ms", "2w" → µs; false on anything else, 0, or overflow. */
bool time_parse_length(struct slice s, int64_t *us);

#endif
