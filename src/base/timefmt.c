/* SPDX-License-Identifier: Apache-2.0 */
/* base/timefmt.c: the proleptic Gregorian calendar by whole eras of 400 years. See timefmt.h. */
#include "base/timefmt.h"

#include <endian.h>
#include <stdio.h>

enum { DAYS_PER_ERA = 146097, DAYS_TO_1970 = 719468 };

/* Days since 1970 of a date; years begin in March so that the leap day is last. */
static int64_t days_from_date(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

static void date_from_days(int64_t days, struct civil *c) {
    int64_t z = days + DAYS_TO_1970;
    int64_t era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t doe = z - era * DAYS_PER_ERA;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t shifted = (5 * doy + 2) / 153;
    c->day = (int)(doy - (153 * shifted + 2) / 5 + 1);
    c->month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    c->year = (int)(yoe + era * 400 + (c->month <= 2));
}

int64_t time_from_civil(struct civil c) {
    int64_t seconds = days_from_date(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
    return seconds * US_PER_SECOND + c.micro;
}

struct civil time_civil(int64_t us) {
    struct civil c = {0};
    int64_t days = us / US_PER_DAY;
    if (us % US_PER_DAY < 0) days--;
    int64_t rest = us - days * US_PER_DAY;
    date_from_days(days, &c);
    c.hour = (int)(rest / US_PER_HOUR);
    c.minute = (int)(rest / US_PER_MINUTE % 60);
    c.second = (int)(rest / US_PER_SECOND % 60);
    c.micro = (int)(rest % US_PER_SECOND);
    return c;
}

/* `count` digits at `at`, which are there. What is none is remembered in `*bad`: one question for all of a time. */
static inline int digits(struct slice s, size_t at, size_t count, unsigned *bad) {
    unsigned n = 0;
    for (size_t i = at; i < at + count; i++) {
        unsigned digit = (unsigned)(unsigned char)s.ptr[i] - '0';
        *bad |= digit > 9;
        n = n * 10 + digit;
    }
    return (int)n;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* The zone at the end: "Z" or ±hh:mm; gives the seconds to take off. */
static bool parse_zone(struct slice s, size_t at, int64_t *offset) {
    if (at + 1 == s.len && (s.ptr[at] == 'Z' || s.ptr[at] == 'z')) return *offset = 0, true;
    if (at + 6 != s.len || (s.ptr[at] != '+' && s.ptr[at] != '-') || s.ptr[at + 3] != ':') return false;
    unsigned bad = 0;
    int hours = digits(s, at + 1, 2, &bad), minutes = digits(s, at + 4, 2, &bad);
    if (bad || hours > 23 || minutes > 59) return false;
    *offset = (s.ptr[at] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

static bool valid_civil(const struct civil *c) {
    return c->year >= 1 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= days_in_month(c->year, c->month) && c->hour <= 23 && c->minute <= 59 && c->second <= 60;
}

/* Eight letters as one number, the first in its lowest byte. */
static inline uint64_t eight(const char *text) {
    uint64_t n;
    memcpy(&n, text, sizeof n);
    return le64toh(n);
}

/* "2026-03-03T13:02:11Z", which nearly every time in a log is, eight letters at once: are the right ones digits, and
 * the others what they have to be? Whatever is odd about it is left to the long way. */
static bool parse_usual(struct slice s, struct civil *c) {
    const uint64_t zeros = UINT64_C(0x3030303030303030), sixes = UINT64_C(0x0606060606060606);
    const uint64_t digit_bits = UINT64_C(0xf0f0f0f0f0f0f0f0);
    if (s.len != 20 || s.ptr[19] != 'Z' || s.ptr[10] != 'T') return false;
    /* Of each eight: what separates is made zeros. "2026-03-", "03T13:02", ":02:11" behind what is looked at twice. */
    uint64_t date = eight(s.ptr) ^ ((uint64_t)('-' ^ '0') << 32 | (uint64_t)('-' ^ '0') << 56) ^ zeros;
    uint64_t hour = eight(s.ptr + 8) ^ ((uint64_t)('T' ^ '0') << 16 | (uint64_t)(':' ^ '0') << 40) ^ zeros;
    uint64_t last = eight(s.ptr + 11) ^ ((uint64_t)(':' ^ '0') << 16 | (uint64_t)(':' ^ '0') << 40) ^ zeros;
    if (((date | (date + sixes)) | (hour | (hour + sixes)) | (last | (last + sixes))) & digit_bits) return false;
    if ((date & UINT64_C(0xff0000ff00000000)) | (hour & UINT64_C(0x0000ff0000ff0000)) |
        (last & UINT64_C(0x0000ff0000ff0000)))
        return false;
    /* Each two digits become a number in the byte of the first. */
    uint64_t d = date * 10 + (date >> 8), h = hour * 10 + (hour >> 8), l = last * 10 + (last >> 8);
    *c = (struct civil){.year = (int)(d & 0xff) * 100 + (int)(d >> 16 & 0xff),
                        .month = (int)(d >> 40 & 0xff),
                        .day = (int)(h & 0xff),
                        .hour = (int)(l & 0xff),
                        .minute = (int)(l >> 24 & 0xff),
                        .second = (int)(l >> 48 & 0xff)};
    return true;
}

static bool parse_any(struct slice s, struct civil *c, int64_t *offset) {
    unsigned bad = 0;
    size_t at = 19;
    if (s.len < 20 || s.ptr[4] != '-' || s.ptr[7] != '-' || s.ptr[13] != ':' || s.ptr[16] != ':') return false;
    if (s.ptr[10] != 'T' && s.ptr[10] != 't' && s.ptr[10] != ' ') return false;
    *c = (struct civil){.year = digits(s, 0, 4, &bad),
                        .month = digits(s, 5, 2, &bad),
                        .day = digits(s, 8, 2, &bad),
                        .hour = digits(s, 11, 2, &bad),
                        .minute = digits(s, 14, 2, &bad),
                        .second = digits(s, 17, 2, &bad)};
    if (s.ptr[at] == '.') {
        int scale = 100000;
        for (at++; at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9'; at++, scale /= 10)
            c->micro += (s.ptr[at] - '0') * scale;
        if (at == 20) return false;
    }
    return !bad && parse_zone(s, at, offset);
}

bool time_parse(struct slice s, int64_t *us) {
    struct civil c;
    int64_t offset = 0;
    if ((!parse_usual(s, &c) && !parse_any(s, &c, &offset)) || !valid_civil(&c)) return false;
    *us = time_from_civil(c) - offset * US_PER_SECOND;
    return true;
}

struct time_text time_rfc3339(int64_t us) {
    struct time_text t = {""};
    if (us == TIME_NONE) return t;
    struct civil c = time_civil(us);
    int len = snprintf(t.text, sizeof t.text, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute,
                       c.second);
    if (c.micro) {
        len += snprintf(t.text + len, sizeof t.text - (size_t)len, ".%06d", c.micro);
        while (t.text[len - 1] == '0') len--;
    }
    snprintf(t.text + len, sizeof t.text - (size_t)len, "Z");
    return t;
}

struct time_text time_clock(int64_t us) {
    struct time_text t;
    struct civil c = time_civil(us);
    snprintf(t.text, sizeof t.text, "%02d:%02d:%02d", c.hour, c.minute, c.second);
    return t;
}

struct time_text time_clock_short(int64_t us) {
    struct time_text t;
    struct civil c = time_civil(us);
    snprintf(t.text, sizeof t.text, "%02d:%02d", c.hour, c.minute);
    return t;
}

struct time_text time_date(int64_t us) {
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct time_text t;
    struct civil c = time_civil(us);
    snprintf(t.text, sizeof t.text, "%d %s %d", c.day, months[c.month - 1], c.year);
    return t;
}

struct time_text time_length(int64_t us) {
    struct time_text t;
    long long d = us / US_PER_DAY, h = us / US_PER_HOUR % 24, m = us / US_PER_MINUTE % 60, s = us / US_PER_SECOND % 60;
    if (d && h) snprintf(t.text, sizeof t.text, "%lld d %lld h", d, h);
    else if (d) snprintf(t.text, sizeof t.text, "%lld d", d);
    else if (h && m) snprintf(t.text, sizeof t.text, "%lld h %lld min", h, m);
    else if (h) snprintf(t.text, sizeof t.text, "%lld h", h);
    else if (m) snprintf(t.text, sizeof t.text, "%lld min", m);
    else snprintf(t.text, sizeof t.text, "%lld s", s);
    return t;
}

bool time_parse_length(struct slice s, int64_t *us) {
    static const struct {
        const char *unit;
        int64_t us;
    } units[] = {{"ms", 1000},      {"s", US_PER_SECOND},  {"m", US_PER_MINUTE},   {"h", US_PER_HOUR},
                 {"d", US_PER_DAY}, {"w", 7 * US_PER_DAY}, {"M", 30 * US_PER_DAY}, {"y", 365 * US_PER_DAY}};
    size_t len = 0;
    while (len < s.len && s.ptr[len] >= '0' && s.ptr[len] <= '9') len++;
    uint64_t n;
    if (!slice_to_u64(slice_sub(s, 0, len), &n) || n == 0) return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (!slice_eq(slice_sub(s, len, s.len), slice_cstr(units[i].unit))) continue;
        if (n > (uint64_t)(INT64_MAX / units[i].us)) return false;
        *us = (int64_t)n * units[i].us;
        return true;
    }
    return false;
}
