/* SPDX-License-Identifier: Apache-2.0 */
/* base/uuid.c: see uuid.h. */
#include "base/uuid.h"

static bool is_dash(size_t at) {
    return at == 8 || at == 13 || at == 18 || at == 23;
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool uuid_parse(struct slice s, struct uuid *out) {
    uint64_t halves[2] = {0, 0};
    size_t digits = 0;
    if (s.len != UUID_TEXT) return false;
    for (size_t i = 0; i < UUID_TEXT; i++) {
        int digit = digit_of(s.ptr[i]);
        if (is_dash(i) ? s.ptr[i] != '-' : digit < 0) return false;
        if (is_dash(i)) continue;
        halves[digits / 16] = halves[digits / 16] << 4 | (uint64_t)digit;
        digits++;
    }
    *out = (struct uuid){halves[0], halves[1]};
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
