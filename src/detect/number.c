/* SPDX-License-Identifier: Apache-2.0 */
/* detect/number.c: numbers and networks as rules write them. Pure, no locale. */
#include <math.h>
#include <stdlib.h>

#include "detect/rule.h"

/* Digits from *i on, added to *value; how many. */
static size_t take_digits(struct slice s, size_t *i, double *value) {
    size_t n = 0;
    for (; *i < s.len && s.ptr[*i] >= '0' && s.ptr[*i] <= '9'; (*i)++, n++) *value = *value * 10 + (s.ptr[*i] - '0');
    return n;
}

static bool take_exponent(struct slice s, size_t *i, double *exponent) {
    if (*i >= s.len || (s.ptr[*i] != 'e' && s.ptr[*i] != 'E')) return true;
    bool minus = ++*i < s.len && s.ptr[*i] == '-';
    if (*i < s.len && (s.ptr[*i] == '-' || s.ptr[*i] == '+')) ++*i;
    double value = 0;
    if (take_digits(s, i, &value) == 0) return false;
    *exponent += minus ? -value : value;
    return true;
}

static bool parse_integer(struct slice digits, bool minus, struct number *out) {
    uint64_t value;
    if (!slice_to_u64(digits, &value) || value > INT64_MAX) return false;
    int64_t i = minus ? -(int64_t)value : (int64_t)value;
    *out = (struct number){true, i, (double)i};
    return true;
}

bool number_parse(struct slice s, struct number *out) {
    bool sign = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+'), minus = sign && s.ptr[0] == '-';
    struct slice rest = sign ? slice_sub(s, 1, s.len) : s;
    if (rest.len == 0 || rest.len > 64) return false;
    if (parse_integer(rest, minus, out)) return true;
    size_t i = 0, digits, fraction = 0;
    double value = 0, exponent = 0;
    digits = take_digits(rest, &i, &value);
    if (i < rest.len && rest.ptr[i] == '.') {
        i++;
        fraction = take_digits(rest, &i, &value);
    }
    if (digits + fraction == 0 || !take_exponent(rest, &i, &exponent) || i != rest.len) return false;
    value *= pow(10, exponent - (double)fraction);
    *out = (struct number){false, 0, minus ? -value : value};
    return true;
}

bool number_compare(struct number left, enum cmp cmp, struct number right) {
    bool exact = left.integer && right.integer;
    bool less = exact ? left.i < right.i : left.d < right.d;
    bool equal = exact ? left.i == right.i : !(left.d < right.d) && !(left.d > right.d);
    switch (cmp) {
    case CMP_EQ: return equal;
    case CMP_GT: return !less && !equal;
    case CMP_GTE: return !less;
    case CMP_LT: return less;
    case CMP_LTE: return less || equal;
    }
    return false;
}

/* "192.0.2.1" into four bytes; no leading noughts, which some read as octal. */
static bool parse_ipv4(struct slice s, uint8_t *out) {
    for (int i = 0; i < 4; i++) {
        struct slice part = slice_before(s, '.');
        uint64_t value;
        bool ok = part.len <= 3 && slice_to_u64(part, &value) && value <= 255 && (part.len == 1 || part.ptr[0] != '0');
        bool last = part.len == s.len;
        if (!ok || last != (i == 3)) return false;
        out[i] = (uint8_t)value;
        s = slice_sub(s, part.len + 1, s.len);
    }
    return true;
}

static bool parse_group(struct slice part, uint8_t *out) {
    unsigned value = 0;
    if (part.len == 0 || part.len > 4) return false;
    for (size_t i = 0; i < part.len; i++) {
        char c = ascii_lower(part.ptr[i]);
        bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'f';
        if (!digit && !letter) return false;
        value = value << 4 | (unsigned)(digit ? c - '0' : c - 'a' + 10);
    }
    out[0] = (uint8_t)(value >> 8);
    out[1] = (uint8_t)(value & 255);
    return true;
}

/* Groups of one side of "::" (or all of them) into out; how many bytes, or -1. An IPv4 address may stand last. */
static int parse_groups(struct slice s, uint8_t *out) {
    int n = 0;
    while (s.len > 0) {
        struct slice part = slice_before(s, ':');
        bool last = part.len == s.len, four = last && memchr(part.ptr, '.', part.len);
        int size = four ? 4 : 2;
        if (n + size > 16 || !(four ? parse_ipv4(part, out + n) : parse_group(part, out + n))) return -1;
        n += size;
        if (!last && part.len + 1 == s.len) return -1; /* ends in a colon */
        s = slice_sub(s, part.len + 1, s.len);
    }
    return n;
}

/* RFC 4291, 2.2 */
static bool parse_ipv6(struct slice s, uint8_t *out) {
    uint8_t left[16] = {0}, right[16] = {0};
    ptrdiff_t gap = slice_find(s, SLICE("::"));
    int n = parse_groups(gap >= 0 ? slice_sub(s, 0, (size_t)gap) : s, left);
    int m = gap >= 0 ? parse_groups(slice_sub(s, (size_t)gap + 2, s.len), right) : 0;
    if (n < 0 || m < 0 || (gap < 0 ? n != 16 : n + m > 14)) return false;
    memcpy(out, left, (size_t)n);
    memset(out + n, 0, (size_t)(16 - n - m));
    memcpy(out + 16 - m, right, (size_t)m);
    return true;
}

bool address_parse(struct slice s, struct cidr *out) {
    *out = (struct cidr){0};
    bool six = s.len > 0 && memchr(s.ptr, ':', s.len) != NULL;
    out->family = six ? 6 : 4;
    out->bits = six ? 128 : 32;
    return six ? parse_ipv6(s, out->address) : parse_ipv4(s, out->address);
}

bool cidr_parse(struct slice s, struct cidr *out) {
    struct cidr net;
    struct slice address = slice_before(s, '/');
    if (!address_parse(address, &net)) return false;
    if (address.len < s.len) {
        uint64_t bits;
        if (!slice_to_u64(slice_sub(s, address.len + 1, s.len), &bits) || bits > net.bits) return false;
        net.bits = (uint8_t)bits;
    }
    *out = net;
    return true;
}

bool cidr_holds(const struct cidr *net, const struct cidr *address) {
    if (address->family != net->family) return false;
    unsigned whole = net->bits / 8u, rest = net->bits % 8u;
    if (memcmp(address->address, net->address, whole) != 0) return false;
    if (rest == 0) return true;
    unsigned mask = (0xff00u >> rest) & 0xffu;
    return ((unsigned)address->address[whole] & mask) == ((unsigned)net->address[whole] & mask);
}

/* --- many networks --- */

static void mask(struct cidr *net, unsigned bits) {
    net->bits = (uint8_t)bits;
    for (unsigned i = 0; i < sizeof net->address; i++) {
        unsigned keep = bits > i * 8 ? bits - i * 8 : 0;
        if (keep < 8) net->address[i] = (uint8_t)(net->address[i] & (0xff00u >> keep));
    }
}

static int by_net(const void *a, const void *b) {
    const struct cidr *x = a, *y = b;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    if (x->bits != y->bits) return x->bits < y->bits ? -1 : 1;
    return memcmp(x->address, y->address, sizeof x->address);
}

void cidr_set_build(struct cidr_set *set, struct cidr *nets, size_t count) {
    *set = (struct cidr_set){.nets = nets, .count = count};
    for (size_t i = 0; i < count; i++) {
        mask(&nets[i], nets[i].bits);
        set->used[nets[i].family == 6][nets[i].bits / 64] |= UINT64_C(1) << nets[i].bits % 64;
    }
    if (count) qsort(nets, count, sizeof *nets, by_net);
}

/* One search for each number of bits, from the most on: the address is cut shorter and shorter. */
bool cidr_set_holds(const struct cidr_set *set, const struct cidr *address) {
    const uint64_t *used = set->used[address->family == 6];
    struct cidr shorter = *address;
    for (unsigned bits = address->bits + 1u; bits-- > 0;) {
        if (!(used[bits / 64] >> bits % 64 & 1)) continue;
        mask(&shorter, bits);
        if (bsearch(&shorter, set->nets, set->count, sizeof *set->nets, by_net)) return true;
    }
    return false;
}
