/* SPDX-License-Identifier: Apache-2.0 */
/* What a compiled rule asks, and why it did not match. */
#include <criterion/criterion.h>

#include "detect/describe.h"
#include "language.h"

static struct arena arena;

static void begin(void) {
    arena_init(&arena, 0);
}

static void end(void) {
    arena_release(&arena);
}

TestSuite(describe, .init = begin, .fini = end);

static struct ruleset *load(const char *yaml) {
    struct ruleset_builder *b = ruleset_builder_new();
    ruleset_builder_add(b, SLICE("dir/f.yml"), slice_cstr(yaml));
    return ruleset_build(b);
}

#define RULES                                                                                                        \
    "id: aaa-1\ntitle: first\nlogsource: {product: aws}\ndetection:\n  s: {eventSource: RDS.x, eventName: [A, B]}\n" \
    "  t: {u|re: '^x', v: [1, 2], w|contains: y}\n  condition: s and not t\n---\n"                                   \
    "id: aab-2\ntitle: second\nlogsource: {product: aws}\ndetection: {words: [mimi, katz], condition: [words, not "  \
    "words]}\n---\n"                                                                                                 \
    "id: b\ntitle: third\ncorrelation: {type: temporal, rules: [aaa-1, aab-2], timespan: 1m}\n"

static void expect_text(struct slice got, const char *want) {
    cr_expect(slice_eq(got, slice_cstr(want)), "got %.*s, want %s", SLICE_FMT(got), want);
}

Test(describe, calls_and_cost) {
    struct ruleset *rs = load(RULES);
    const struct rule_call *calls;
    cr_assert_eq(rule_calls(rs, 0, &arena, &calls), 2);
    expect_text(calls[0].source, "rds.x");
    expect_text(calls[1].name, "b");
    cr_expect_eq(rule_calls(rs, 1, &arena, &calls), 0, "for every event");
    cr_expect_eq(rule_calls(rs, 2, &arena, &calls), 0, "a correlation");
    cr_expect_eq(rule_calls(rs, 9, &arena, &calls), 0);
    struct rule_cost cost = rule_cost(rs, 0);
    cr_expect(cost.fields == 5 && cost.comparisons == 6 && cost.regexes == 1 && cost.keywords == 0, "%u %u %u",
              cost.fields, cost.comparisons, cost.regexes);
    cr_expect(rule_cost(rs, 1).keywords > 0 && rule_cost(rs, 2).fields == 0);
    ruleset_free(rs);
}

Test(describe, names_lines_and_bases) {
    struct ruleset *rs = load(RULES);
    const uint32_t *bases;
    uint32_t rule;
    cr_expect(rule_by_name(rs, SLICE("second"), &rule) && rule == 1);
    cr_expect(rule_by_name(rs, SLICE("aaa"), &rule) && rule == 0, "the beginning of one id");
    cr_expect(!rule_by_name(rs, SLICE("aa"), &rule), "the beginning of two");
    cr_expect(rule_by_name(rs, SLICE("b"), &rule) && rule == 2);
    cr_expect(!rule_by_name(rs, SLICE(""), &rule) && !rule_by_name(rs, SLICE("nobody"), &rule));
    cr_expect(rule_line(rs, 0) == 1 && rule_line(rs, 1) == 9 && rule_line(rs, 9) == 0);
    cr_assert_eq(rule_bases(rs, 2, &bases), 2);
    cr_expect(bases[0] == 0 && bases[1] == 1);
    cr_expect_eq(rule_bases(rs, 0, &bases), 0);
    expect_text(rule_condition(rs, 0), "s and not t");
    expect_text(rule_condition(rs, 1), "(words) or (not words)");
    ruleset_free(rs);
}

Test(describe, which_search_failed) {
    struct ruleset *rs = load(RULES);
    struct matcher *m = matcher_new(rs);
    const char *json = "{\"eventSource\":\"rds.x\",\"eventName\":\"A\",\"u\":\"x1\",\"v\":1,\"w\":\"ay\"}";
    yyjson_doc *doc = yyjson_read(json, strlen(json), 0);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    const uint32_t *rules;
    const struct rule_search *searches;
    cr_expect_eq(matcher_match(m, &ev, &rules), 1, "the second, by its second condition");
    cr_assert_eq(rules_of_call(rs, &ev, &arena, &rules), 1);
    cr_expect_eq(rules[0], 0);
    cr_assert_eq(rule_explain(m, 0, &arena, &searches), 2);
    expect_text(searches[0].name, "s");
    cr_expect(searches[0].holds && searches[1].holds);
    ev.name = SLICE("C");
    cr_expect_eq(rules_of_call(rs, &ev, &arena, &rules), 0);
    yyjson_doc_free(doc);
    matcher_free(m);
    ruleset_free(rs);
}
