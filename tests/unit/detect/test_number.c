/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and networks as rules write them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "detect/rule.h"

static bool compares(const char *left, enum cmp cmp, const char *right) {
    struct number a, b;
    cr_assert(number_parse(slice_cstr(left), &a) && number_parse(slice_cstr(right), &b), "%s, %s", left, right);
    return number_compare(a, cmp, b);
}

Test(number, parse_and_compare) {
    cr_expect(compares("10", CMP_EQ, "1e1"));
    cr_expect(compares("-0.5", CMP_EQ, "-5E-1"));
    cr_expect(compares("+7", CMP_EQ, "7.0"));
    cr_expect(compares(".5", CMP_LT, "1."));
    cr_expect(compares("9007199254740993", CMP_GT, "9007199254740992"));
    cr_expect(!compares("9007199254740993", CMP_EQ, "9007199254740992"));
    cr_expect(compares("3", CMP_GTE, "3") && compares("3", CMP_LTE, "3") && !compares("3", CMP_LT, "3"));
    cr_expect(compares("99999999999999999999", CMP_GT, "9223372036854775807"));
}

Test(number, not_numbers) {
    static const char *const texts[] = {"",    "-",   "+",     ".",    "1x", "x1", "1e",
                                        "1e+", "--1", "1.2.3", "0x10", " 1", "inf"};
    struct number n;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect(!number_parse(slice_cstr(texts[i]), &n), "\"%s\"", texts[i]);
}

static bool inside(const char *net, const char *address) {
    struct cidr cidr, one;
    cr_assert(cidr_parse(slice_cstr(net), &cidr), "%s", net);
    return address_parse(slice_cstr(address), &one) && cidr_holds(&cidr, &one);
}

Test(number, networks) {
    cr_expect(inside("10.0.0.0/8", "10.255.255.255") && !inside("10.0.0.0/8", "11.0.0.0"));
    cr_expect(inside("192.168.1.17/31", "192.168.1.16") && !inside("192.168.1.17/32", "192.168.1.16"));
    cr_expect(inside("0.0.0.0/0", "255.1.2.3"));
    cr_expect(inside("::/0", "::1") && !inside("::/0", "1.2.3.4"));
    cr_expect(inside("2001:db8::/32", "2001:0DB8:ffff::") && !inside("2001:db8::/32", "2001:db9::"));
    cr_expect(inside("::ffff:0:0/96", "::ffff:10.1.2.3"));
    cr_expect(inside("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8") && inside("fe80::/10", "febf::1"));
}

/* A set says of every address what its networks say one by one. */
Test(number, many_networks) {
    struct cidr nets[200], sorted[200];
    struct cidr_set set;
    uint32_t seed = 1;
    for (int i = 0; i < 200; i++) {
        char text[64];
        seed = seed * 1664525 + 1013904223;
        if (i % 2)
            snprintf(text, sizeof text, "%u.%u.%u.0/%u", seed >> 30, seed >> 28 & 3, seed >> 24 & 15,
                     22 + (seed >> 16) % 11);
        else snprintf(text, sizeof text, "2001:%x:%x::/%u", seed >> 30, seed >> 26 & 15, 40 + (seed >> 12) % 89);
        cr_assert(cidr_parse(slice_cstr(text), &nets[i]), "%s", text);
        sorted[i] = nets[i];
    }
    for (size_t count = 0; count <= 200; count += 40) {
        cidr_set_build(&set, sorted, count);
        unsigned inside_some = 0;
        for (int i = 0; i < 4000; i++) {
            char text[64];
            seed = seed * 1664525 + 1013904223;
            if (i % 2)
                snprintf(text, sizeof text, "%u.%u.%u.%u", seed >> 30, seed >> 28 & 3, seed >> 24 & 15,
                         seed >> 16 & 255);
            else snprintf(text, sizeof text, "2001:%x:%x::%x", seed >> 30, seed >> 26 & 15, seed >> 16 & 255);
            bool any = false;
            struct cidr address;
            cr_assert(address_parse(slice_cstr(text), &address), "%s", text);
            for (size_t n = 0; n < count && !any; n++) any = cidr_holds(&nets[n], &address);
            cr_assert_eq(cidr_set_holds(&set, &address), any, "%s of %zu", text, count);
            inside_some += any;
        }
        cr_expect(count == 0 || (inside_some > 0 && inside_some < 4000));
        memcpy(sorted, nets, sizeof nets);
    }
    struct cidr none;
    cr_expect(!address_parse(SLICE("ec2.amazonaws.com"), &none));
}

Test(number, not_networks) {
    static const char *const texts[] = {"",           "1.2.3",    "1.2.3.4.5", "1.2.3.256",     "01.2.3.4",
                                        "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/x", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
                                        "::1::",      "12345::",  "::/129",    "g::",           "1:2:3:4:5:6:7:8::",
                                        ":::",        "1:",       ":1",        "::1.2.3",       "1.2.3.4:5",
                                        "example.com"};
    struct cidr cidr;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect(!cidr_parse(slice_cstr(texts[i]), &cidr), "\"%s\"", texts[i]);
}
