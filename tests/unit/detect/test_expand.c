/* SPDX-License-Identifier: Apache-2.0 */
/* Placeholders: what a rule with them matches. */
#include <criterion/criterion.h>

#include "detect/describe.h"
#include "detect/rule.h"
#include "language.h"

static struct ruleset *load(const char *item) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct buf text;
    buf_init(&text);
    buf_printf(&text, "title: t\nlogsource: {product: aws}\ndetection:\n  s: {%s}\n  condition: s\n", item);
    ruleset_builder_placeholder(b, SLICE("Admins"), (struct slice[]){SLICE("ann"), SLICE("b*b")}, 2);
    ruleset_builder_placeholder(b, SLICE("env"), (struct slice[]){SLICE("prod"), SLICE("test")}, 2);
    ruleset_builder_placeholder(b, SLICE("office"), (struct slice[]){SLICE("192.0.2.0/24")}, 1);
    ruleset_builder_placeholder(b, SLICE("nobody"), NULL, 0);
    ruleset_builder_add(b, SLICE("f"), buf_slice(&text));
    buf_release(&text);
    return ruleset_build(b);
}

static bool matches(const struct ruleset *rs, const char *value) {
    struct matcher *m = matcher_new(rs);
    char json[100];
    snprintf(json, sizeof json, "{\"f\": \"%s\"}", value);
    yyjson_doc *doc = yyjson_read(json, strlen(json), 0);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    const uint32_t *rules;
    size_t count = matcher_match(m, &ev, &rules);
    yyjson_doc_free(doc);
    matcher_free(m);
    return count;
}

/* Words of `yes` match, words of `no` do not. */
static void expect(const char *item, const char *yes, const char *no) {
    struct ruleset *rs = load(item);
    size_t skipped;
    const struct rule_skipped *s = ruleset_skipped(rs, &skipped);
    cr_assert_eq(skipped, 0, "%s: %.*s", item, SLICE_FMT(s->error));
    const char *const lists[] = {yes, no};
    for (int l = 0; l < 2; l++) {
        struct slice rest = slice_cstr(lists[l]);
        while (!slice_empty(rest)) {
            struct slice word = slice_before(rest, ' ');
            char text[64];
            snprintf(text, sizeof text, "%.*s", SLICE_FMT(word));
            cr_expect_eq(matches(rs, text), l == 0, "%s on %s", item, text);
            rest = slice_sub(rest, word.len + 1, rest.len);
        }
    }
    ruleset_free(rs);
}

Test(expand, a_name_is_each_of_its_values) {
    expect("f|expand: '%Admins%'", "ann ANN bob bb", "%Admins% anna admins");
    expect("f|expand: ['%Admins%', carl]", "ann bob carl", "dan");
    expect("f|expand: 'role-%env%-%Admins%'", "role-prod-ann role-test-bob", "role-prod- role-dev-ann prod-ann");
}

Test(expand, with_other_modifiers) {
    expect("f|expand|startswith: '%env%'", "production test1", "a-prod");
    expect("f|contains|expand: '%env%'", "a-prod-1 test", "dev");
    expect("f|cidr|expand: '%office%'", "192.0.2.7", "192.0.3.7");
    expect("f|re|expand: '^%env%\\d$'", "prod1 test2", "prod %env%1");
}

Test(expand, only_names_between_signs_are_names) {
    expect("f|expand: '100%'", "100%", "100");
    expect("f|expand: '%%'", "%%", "%");
    expect("f|expand: '% of %'", "", "x");
    expect("f|expand: '\\%Admins%'", "%Admins%", "ann \\\\%Admins%");
    expect("f: '%Admins%'", "%Admins%", "ann");
}

Test(expand, a_name_without_values_never_matches) {
    struct ruleset *rs = load("f|expand: '%nobody%'");
    const struct rule_call *calls;
    struct arena arena;
    arena_init(&arena, 0);
    cr_expect(!matches(rs, "ann") && !matches(rs, ""));
    cr_expect(rs->dispatch.generic_count == 0 && rule_calls(rs, 0, &arena, &calls) == 0, "it costs nothing");
    arena_release(&arena);
    ruleset_free(rs);
    expect("f|expand|neq: '%nobody%'", "ann", "");
}

static void expect_error(const char *item, const char *part) {
    struct ruleset *rs = load(item);
    size_t skipped;
    const struct rule_skipped *s = ruleset_skipped(rs, &skipped);
    cr_assert_eq(skipped, 1);
    cr_expect(slice_find(s->error, slice_cstr(part)) >= 0, "%.*s", SLICE_FMT(s->error));
    ruleset_free(rs);
}

Test(expand, errors) {
    expect_error("f|expand: '%servers%'", "placeholder \"%servers%\" has no values");
    expect_error("f|cidr|expand: '%env%'", "\"prod\" is not a network");
    expect_error("f|expand: '%env%%env%%env%%env%%env%%env%%env%%env%%env%'", "EXPAND_NAMES_MAX");
}

Test(expand, combinations_have_a_limit) {
    struct ruleset_builder *b = ruleset_builder_new();
    static struct slice values[RULE_EXPANDED_MAX / 512 + 1];
    size_t skipped;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) values[i] = SLICE("v");
    ruleset_builder_placeholder(b, SLICE("x"), values, 512);
    ruleset_builder_placeholder(b, SLICE("y"), values, 513);
    ruleset_builder_add(
        b, SLICE("f"),
        SLICE("title: t\nlogsource: {product: aws}\ndetection: {s: {a|expand: '%x%%x%'}, condition: s}\n---\n"
              "title: t\nlogsource: {product: aws}\ndetection: {s: {a|expand: '%x%%y%'}, condition: s}\n"));
    struct ruleset *rs = ruleset_build(b);
    const struct rule_skipped *s = ruleset_skipped(rs, &skipped);
    cr_assert_eq(skipped, 1);
    cr_expect(slice_find(s->error, SLICE("RULE_EXPANDED_MAX")) >= 0, "%.*s", SLICE_FMT(s->error));
    ruleset_free(rs);
}
