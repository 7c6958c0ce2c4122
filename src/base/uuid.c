/* SPDX-License-Identifier: Apache-2.0 */
/* base/uuid.c: see uuid.h. */
#include "base/uuid.h"

static bool is_dash(size_t at) {
    return at == 8 || at == 13 || at == 18 || at == 23;
}

/* 0 to 15, or more. */
static inline unsigned digit_of(char c) {
    unsigned number = (unsigned)(unsigned char)c - '0', letter = (unsigned)(unsigned char)c - 'a';
    return number <= 9 ? number : letter <= 5 ? letter + 10 : 16;
}

/* `count` digits; what is none is remembered in `*bad`: one question for all of an ID. */
static inline uint64_t digits(const char *text, size_t count, unsigned *bad) {
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned digit = digit_of(text[i]);
        *bad |= digit >> 4;
        value = value << 4 | digit;
    }
    return value;
}

bool uuid_parse(struct slice s, struct uuid *out) {
    const char *t = s.ptr;
    unsigned bad = 0;
    if (s.len != UUID_TEXT || t[8] != '-' || t[13] != '-' || t[18] != '-' || t[23] != '-') return false;
    uint64_t hi = digits(t, 8, &bad) << 32 | digits(t + 9, 4, &bad) << 16 | digits(t + 14, 4, &bad);
    uint64_t lo = digits(t + 19, 4, &bad) << 48 | digits(t + 24, 12, &bad);
    if (bad) return false;
    *out = (struct uuid){hi, lo};
    return true;
}

void uuid_print(struct uuid uuid, char *out) {
    static const char hex[] = "0123456789abcdef";
    unsigned digits = 0;
    for (size_t i = 0; i < UUID_TEXT; i++) {
        uint64_t half = digits < 16 ? uuid.hi : uuid.lo;
        out[i] = is_dash(i) ? '-' : hex[half >> (60 - 4 * (digits % 16)) & 15];
        digits += !is_dash(i);
    }
}
