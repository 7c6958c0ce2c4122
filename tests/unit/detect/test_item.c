/* SPDX-License-Identifier: Apache-2.0 */
/* One line of a detection: which tests its values become, what is shared and kept, and where errors stand. */
#include <criterion/criterion.h>

#include "given.h"

/* The YAML is a map of one pair: the line. */
static const struct item *parse(struct given *g, const char *yaml) {
    *g = given_yaml(yaml);
    cr_assert(g->root->kind == Y_MAP && g->root->count == 1, "%s", yaml);
    return item_parse(g->b, g->root->pairs[0].key, g->root->pairs[0].value, &g->err);
}

static void expect_ops(const char *yaml, size_t count, const enum test_op *ops) {
    struct given g;
    const struct item *item = parse(&g, yaml);
    cr_assert(item, "%s: %s", yaml, g.err.message);
    cr_expect_eq(item->count, count, "%s: %zu tests", yaml, item->count);
    for (size_t i = 0; i < count && i < item->count; i++)
        cr_expect_eq(item->tests[i].op, ops[i], "%s: test %zu is %d", yaml, i, item->tests[i].op);
    given_release(&g);
}
#define EXPECT_OPS(yaml, ...)                                                        \
    expect_ops((yaml), sizeof((enum test_op[]){__VA_ARGS__}) / sizeof(enum test_op), \
               (const enum test_op[]){__VA_ARGS__})

Test(item, a_value_becomes_the_test_of_its_kind) {
    EXPECT_OPS("{f: [text, 7, '7', true, null, ~]}", TEST_EQUAL, TEST_NUMBER, TEST_EQUAL, TEST_EQUAL, TEST_NULL,
               TEST_NULL);
    EXPECT_OPS("{f: ['a*', '*a', '*a*', 'a*a', '*', '']}", TEST_STARTS, TEST_ENDS, TEST_CONTAINS, TEST_GLOB, TEST_ANY,
               TEST_EQUAL);
    EXPECT_OPS("{f|re: [a+, b]}", TEST_REGEX, TEST_REGEX);
    EXPECT_OPS("{f|cidr: 10.0.0.0/8}", TEST_CIDR);
    EXPECT_OPS("{f|exists: 'True'}", TEST_EXISTS);
    EXPECT_OPS("{f|gt: '5'}", TEST_NUMBER);
    EXPECT_OPS("{f|endswith|fieldref: g}", TEST_FIELDREF);
    EXPECT_OPS("{f|hour: 5}", TEST_NUMBER);
}

Test(item, what_a_line_says_besides) {
    struct given g;
    const struct item *item = parse(&g, "{a.b|contains|all|cased|neq: [x, y]}");
    cr_assert(item);
    cr_expect(item->all && item->negate && item->tests[0].cased && item->part == TIME_WHOLE);
    cr_expect(slice_eq(g.b->paths.nodes[item->path].text, SLICE("a.b")));
    given_release(&g);
    item = parse(&g, "{a|startswith|fieldref: b.c}");
    cr_assert(item);
    cr_expect(item->tests[0].ref == TEST_STARTS);
    cr_expect(slice_eq(g.b->paths.nodes[item->tests[0].field].text, SLICE("b.c")));
    given_release(&g);
    item = parse(&g, "{a|week|gte: 7}");
    cr_assert(item);
    cr_expect(item->part == TIME_WEEK && item->tests[0].cmp == CMP_GTE && item->tests[0].number.i == 7);
    given_release(&g);
}

Test(item, keywords_are_searched_anywhere_in_a_text) {
    struct given g;
    const struct item *item = parse(&g, "{'': [word, 'st*r']}");
    cr_assert(item);
    cr_expect(item->path == PATH_KEYWORDS && item->tests[0].op == TEST_CONTAINS && item->tests[1].op == TEST_GLOB);
    given_release(&g);
    item = parse(&g, "{'|re': x+}");
    cr_assert(item);
    cr_expect(item->path == PATH_KEYWORDS && item->tests[0].op == TEST_REGEX);
    given_release(&g);
}

Test(item, many_plain_texts_become_one_set) {
    struct given g;
    const struct item *item = parse(&g, "{f: [a, b, C, d, e, f, g, 'x*']}");
    cr_assert(item);
    cr_expect(item->set.slots == 0 && item->count == 8, "one fewer than TEXT_SET_MIN");
    given_release(&g);
    item = parse(&g, "{f: [a, b, C, d, e, f, g, h, 'x*']}");
    cr_assert(item);
    cr_expect(item->set.slots > 0 && item->count == 1 && item->tests[0].op == TEST_STARTS);
    cr_expect(text_set_holds(&item->set, SLICE("c"), hash64(SLICE("c"), 0)), "folded");
    given_release(&g);
    item = parse(&g, "{f|all: [a, b, c, d, e, f, g, h]}");
    cr_expect(item && item->set.slots == 0, "a set cannot tell that all are there");
    given_release(&g);
    item = parse(&g, "{f|cased: [a, b, c, d, e, f, g, h]}");
    cr_expect(item && item->set.slots == 0, "a set is folded");
    given_release(&g);
}

static bool is_kept(const char *yaml) {
    struct given g;
    const struct item *item = parse(&g, yaml);
    cr_assert(item, "%s: %s", yaml, g.err.message);
    bool kept = item->number != 0;
    given_release(&g);
    return kept;
}

Test(item, what_goes_by_a_known_text_is_kept) {
    cr_expect(is_kept("{userAgent|contains: x}"));
    cr_expect(is_kept("{userIdentity.arn|re: x}"));
    cr_expect(is_kept("{sourceIPAddress|cidr: 10.0.0.0/8}"));
    cr_expect(is_kept("{userAgent: x}"));
    cr_expect(!is_kept("{f|contains: x}"), "a field that decoding does not know");
    cr_expect(!is_kept("{userAgent|exists: true}"));
    cr_expect(!is_kept("{userAgent: ['*x*', 7]}"), "a number is no text");
    cr_expect(!is_kept("{userAgent: ['*x*', null]}"));
    cr_expect(!is_kept("{'': x}"), "keywords are no one text");
}

static void expect_error(const char *yaml, uint32_t line, uint32_t column, const char *part) {
    struct given g;
    cr_expect_null(parse(&g, yaml), "%s", yaml);
    given_failed(&g, line, column, part);
    given_release(&g);
}

Test(item, errors_have_a_place) {
    expect_error("{f: {g: 1}}", 1, 5, "not a map");
    expect_error("f:\n  - a\n  - [b]\n", 3, 5, "a value must be");
    expect_error("{f: []}", 1, 5, "can never match");
    expect_error("{.f: 1}", 1, 2, "empty part");
    expect_error("{f.: 1}", 1, 2, "empty part");
    expect_error("{f..g: 1}", 1, 2, "empty part");
    expect_error("f|re:\n  - a\n  - '['\n", 3, 5, "regular expression, character");
    expect_error("{f|cidr: [10.0.0.0/8, here]}", 1, 23, "\"here\" is not a network");
    expect_error("{f|exists: perhaps}", 1, 12, "exists is true or false");
    expect_error("{f|lte: much}", 1, 9, "compare with a number");
    expect_error("{f|hour: noon}", 1, 10, "compare with a number");
    expect_error("{f|fieldref: ''}", 1, 14, "fieldref names a field");
    expect_error("{f|fieldref: a..b}", 1, 14, "empty part");
    expect_error("{'|cidr': 10.0.0.0/8}", 1, 2, "needs a field before it");
    expect_error("{'|hour': 1}", 1, 2, "needs a field before it");
    expect_error("{f|: x}", 1, 2, "unknown modifier \"\"");
    expect_error("{f|contains|: x}", 1, 2, "unknown modifier \"\"");
}
