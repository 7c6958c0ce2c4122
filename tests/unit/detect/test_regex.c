/* SPDX-License-Identifier: Apache-2.0 */
/* Compiling regular expressions: what they are, what they may cost, who owns them. */
#include <criterion/criterion.h>

#include "given.h"

static bool finds(const pcre2_code *regex, struct slice text) {
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(regex, NULL);
    int rc = pcre2_match(regex, (PCRE2_SPTR)text.ptr, text.len, 0, 0, data, NULL);
    pcre2_match_data_free(data);
    return rc > 0;
}

static void expect_finds(const char *pattern, uint32_t flags, struct slice text, bool want) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct err err = ERR_INIT;
    uint32_t number;
    cr_assert(regex_compile(b, slice_cstr(pattern), flags, &number, &err), "%s: %s", pattern, err.message);
    cr_expect(finds(b->regexes[number], text) == want, "%s on %.*s", pattern, SLICE_FMT(text));
    ruleset_builder_free(b);
}

Test(regex, found_anywhere_with_letter_case_unless_flags_say_otherwise) {
    expect_finds("b+", 0, SLICE("abbc"), true);
    expect_finds("B+", 0, SLICE("abbc"), false);
    expect_finds("B+", PCRE2_CASELESS, SLICE("abbc"), true);
    expect_finds("", 0, SLICE("x"), true);
}

Test(regex, a_dot_is_a_character_not_a_byte) {
    expect_finds("^.$", 0, SLICE("\xe7\xb5\xb5"), true);
    expect_finds("^É$", PCRE2_CASELESS, SLICE("\xc3\xa9"), true);
}

Test(regex, a_text_that_is_no_utf8_is_searched_all_the_same) {
    expect_finds("end$", 0, SLICE("\xff\xfe end"), true);
    expect_finds("a.b", 0,
                 SLICE("a\xff"
                       "b"),
                 false);
}

static uint32_t number_of(struct ruleset_builder *b, struct slice pattern, uint32_t flags) {
    struct err err = ERR_INIT;
    uint32_t number = UINT32_MAX;
    cr_assert(regex_compile(b, pattern, flags, &number, &err), "%s", err.message);
    cr_assert(number < b->regex_count && b->regexes[number]);
    return number;
}

Test(regex, the_same_text_with_the_same_flags_is_compiled_once) {
    struct ruleset_builder *b = ruleset_builder_new();
    uint32_t x = number_of(b, SLICE("x"), 0), folded = number_of(b, SLICE("x"), PCRE2_CASELESS);
    uint32_t empty = number_of(b, SLICE(""), 0);
    pcre2_code *regex = b->regexes[x];
    size_t count = b->regex_count;
    cr_expect(x != folded && x != empty && folded != empty);
    cr_expect_eq(number_of(b, SLICE("x"), 0), x);
    cr_expect_eq(number_of(b, SLICE("x"), PCRE2_CASELESS), folded);
    cr_expect_eq(number_of(b, SLICE(""), 0), empty);
    cr_expect(b->regexes[x] == regex && b->regex_count == count);
    cr_expect_not(finds(b->regexes[x], SLICE("X")));
    cr_expect(finds(b->regexes[folded], SLICE("X")));
    ruleset_builder_free(b);
}

Test(regex, what_is_no_good_is_so_each_time_and_harms_no_other) {
    struct ruleset_builder *b = ruleset_builder_new();
    for (size_t i = 0; i < 2; i++) {
        struct err err = ERR_INIT;
        uint32_t number = UINT32_MAX;
        cr_expect_not(regex_compile(b, SLICE("("), 0, &number, &err));
        cr_expect(number == UINT32_MAX && strstr(err.message, "character 2"), "%s", err.message);
    }
    cr_expect(finds(b->regexes[number_of(b, SLICE("x"), 0)], SLICE("x")));
    ruleset_builder_free(b);
}

static void expect_error(struct slice pattern, enum err_code code, const char *part) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct err err = ERR_INIT;
    uint32_t number;
    cr_expect_not(regex_compile(b, pattern, 0, &number, &err), "%.*s", SLICE_FMT(pattern));
    cr_expect_eq(err.code, code);
    cr_expect(strstr(err.message, part), "%s", err.message);
    ruleset_builder_free(b);
}

Test(regex, errors_say_where_and_why) {
    expect_error(SLICE("ab[c"), ERR_FORMAT, "character 5: missing terminating ]");
    expect_error(SLICE("a(?<n>b"), ERR_FORMAT, "character 8: missing closing parenthesis");
    expect_error(SLICE("\\C"), ERR_FORMAT, "character 3");
    expect_error(SLICE("a\xff"), ERR_FORMAT, "character 2: UTF-8 error");
}

/* `depth` groups in one another around an x */
static bool nested(size_t depth) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct err err = ERR_INIT;
    struct buf text;
    buf_init(&text);
    buf_putn(&text, '(', depth);
    buf_putc(&text, 'x');
    buf_putn(&text, ')', depth);
    uint32_t number;
    bool ok = regex_compile(b, buf_slice(&text), 0, &number, &err);
    if (!ok) cr_expect(strstr(err.message, "parentheses are too deeply nested"), "%s", err.message);
    buf_release(&text);
    ruleset_builder_free(b);
    return ok;
}

Test(regex, limits_at_and_beyond_the_edge) {
    struct buf text;
    cr_expect(nested(100) && !nested(101));
    buf_init(&text);
    buf_putn(&text, 'x', 2 * RULE_REGEX_BYTES_MAX + 1);
    expect_error(buf_slice(&text), ERR_LIMIT, "RULE_REGEX_BYTES_MAX");
    text.ptr[--text.len] = 0;
    expect_finds(text.ptr, 0, buf_slice(&text), true);
    buf_release(&text);
}
