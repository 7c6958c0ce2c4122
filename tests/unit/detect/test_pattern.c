/* SPDX-License-Identifier: Apache-2.0 */
/* String values: which test a pattern becomes, and the general matcher against a slow one that is plainly right. */
#include <criterion/criterion.h>

#include "detect/pattern.h"

static enum test_op op_of(const char *text, bool cased) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct test t;
    struct err err = ERR_INIT;
    cr_assert(pattern_compile(b, pattern_parse(slice_cstr(text), &b->scratch), cased, &t, &err));
    ruleset_builder_free(b);
    return t.op;
}

Test(pattern, the_cheapest_test) {
    cr_expect_eq(op_of("abc", false), TEST_EQUAL);
    cr_expect_eq(op_of("", false), TEST_EQUAL);
    cr_expect_eq(op_of("*", false), TEST_ANY);
    cr_expect_eq(op_of("***", false), TEST_ANY);
    cr_expect_eq(op_of("abc*", false), TEST_STARTS);
    cr_expect_eq(op_of("**abc", false), TEST_ENDS);
    cr_expect_eq(op_of("*abc*", false), TEST_CONTAINS);
    cr_expect_eq(op_of("a*c", false), TEST_GLOB);
    cr_expect_eq(op_of("?", false), TEST_GLOB);
    cr_expect_eq(op_of("a\\*", false), TEST_EQUAL);
    cr_expect_eq(op_of("é", false), TEST_REGEX);
    cr_expect_eq(op_of("é", true), TEST_EQUAL);
}

static bool slowly(struct slice p, struct slice t) {
    if (p.len == 0) return t.len == 0;
    struct slice rest = slice_sub(p, 1, p.len);
    if (p.ptr[0] == '*') return slowly(rest, t) || (t.len > 0 && slowly(p, slice_sub(t, 1, t.len)));
    return t.len > 0 && (p.ptr[0] == '?' || p.ptr[0] == t.ptr[0]) && slowly(rest, slice_sub(t, 1, t.len));
}

/* The n-th text over an alphabet, of a given length. */
static struct slice nth(unsigned n, const char *alphabet, size_t len, char *out) {
    size_t letters = strlen(alphabet);
    for (size_t i = 0; i < len; i++, n /= (unsigned)letters) out[i] = alphabet[n % letters];
    return slice_from(out, len);
}

Test(pattern, every_short_pattern_on_every_short_text) {
    struct arena arena;
    unsigned matched = 0;
    arena_init(&arena, 0);
    for (unsigned p = 0; p < 256; p++) {
        char pattern_text[4], text[5];
        struct slice pattern = nth(p, "ab*?", 4, pattern_text);
        struct codes codes = pattern_parse(pattern, &arena);
        for (unsigned t = 0; t < 32; t++) {
            struct slice s = nth(t, "ab", 5, text);
            bool want = slowly(pattern, s);
            matched += want;
            cr_expect(pattern_glob(codes.ptr, codes.len, s) == want, "%.*s on %.*s", SLICE_FMT(pattern), SLICE_FMT(s));
        }
    }
    cr_expect(matched > 100);
    arena_release(&arena);
}

Test(pattern, too_long) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct test t;
    struct err err = ERR_INIT;
    char *text = arena_alloc(&b->scratch, RULE_VALUE_BYTES_MAX + 1);
    memset(text, 'x', RULE_VALUE_BYTES_MAX + 1);
    cr_expect(pattern_compile(b, pattern_parse(slice_from(text, RULE_VALUE_BYTES_MAX), &b->scratch), false, &t, &err));
    cr_expect(
        !pattern_compile(b, pattern_parse(slice_from(text, RULE_VALUE_BYTES_MAX + 1), &b->scratch), false, &t, &err));
    cr_expect_eq(err.code, ERR_LIMIT);
    text[5] = '*';
    cr_expect(pattern_compile(b, pattern_parse(slice_from(text, RULE_GLOB_MAX), &b->scratch), false, &t, &err));
    cr_expect(!pattern_compile(b, pattern_parse(slice_from(text, RULE_GLOB_MAX + 1), &b->scratch), false, &t, &err));
    ruleset_builder_free(b);
}
