/* SPDX-License-Identifier: Apache-2.0 */
/* The set of rules: order, duplicates, references, what a rule says about itself. */
#include <criterion/criterion.h>

#include "detect/detect.h"
#include "detect/yaml_pack.h"

#define RULE(id, title, more)                                                             \
    "id: " id "\ntitle: " title "\nlogsource: {product: aws, service: cloudtrail}\n" more \
    "\ndetection: {s: {eventName: x}, condition: s}\n"

static struct ruleset *load(const char *const *texts, size_t count) {
    struct ruleset_builder *b = ruleset_builder_new();
    for (size_t i = 0; i + 1 < count; i += 2) ruleset_builder_add(b, slice_cstr(texts[i]), slice_cstr(texts[i + 1]));
    return ruleset_build(b);
}
#define LOAD(...) load((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void expect_text(struct slice got, const char *want) {
    cr_expect(slice_eq(got, slice_cstr(want)), "got \"%.*s\", want \"%s\"", SLICE_FMT(got), want);
}

static void expect_skipped(const struct ruleset *rs, size_t index, uint32_t line, uint32_t column, const char *part) {
    size_t count;
    const struct rule_skipped *s = ruleset_skipped(rs, &count);
    cr_assert(index < count);
    cr_expect(s[index].line == line && s[index].column == column, "at %u:%u", s[index].line, s[index].column);
    cr_expect(slice_find(s[index].error, slice_cstr(part)) >= 0, "error: %.*s", SLICE_FMT(s[index].error));
}

Test(ruleset, the_order_of_loading_does_not_show) {
    struct ruleset *one = LOAD("a", RULE("2", "t2", ""), "b", RULE("1", "t1", ""));
    struct ruleset *two = LOAD("b", RULE("1", "t1", ""), "a", RULE("2", "t2", ""));
    cr_assert(ruleset_count(one) == 2 && ruleset_count(two) == 2);
    for (uint32_t i = 0; i < 2; i++) {
        expect_text(ruleset_info(one, i)->title, i ? "t2" : "t1");
        expect_text(ruleset_info(two, i)->title, i ? "t2" : "t1");
    }
    cr_expect_null(ruleset_info(one, 2));
    ruleset_free(one);
    ruleset_free(two);
}

Test(ruleset, an_id_is_taken_once) {
    struct ruleset *rs = LOAD("b", RULE("1", "second", ""), "a", RULE("1", "first", ""));
    cr_assert_eq(ruleset_count(rs), 1);
    expect_text(ruleset_info(rs, 0)->title, "first");
    expect_skipped(rs, 0, 1, 1, "taken by a:1");
    ruleset_free(rs);
}

Test(ruleset, a_bad_document_does_not_spoil_the_next) {
    struct ruleset *rs = LOAD("f", RULE("1", "one", "") "---\n- [\n---\n" RULE(
                                       "2", "two", "") "---\n# nothing\n---\n" RULE("3", "three", "level: loud"));
    size_t skipped;
    ruleset_skipped(rs, &skipped);
    cr_expect_eq(ruleset_count(rs), 2);
    cr_expect_eq(skipped, 2);
    expect_skipped(rs, 1, 20, 8, "unknown level");
    ruleset_free(rs);
}

Test(ruleset, what_a_rule_says_about_itself) {
    struct ruleset *rs =
        LOAD("f", RULE("1", "one",
                       "level: high\ndescription: what it does\ntags: [attack.g0001, attack.initial_access, "
                       "attack.t1078.004, attack.exfiltration, attack.t1537]\n"
                       "emaki:\n  step: 'Shared {a}'\n  attempt: tried\n  many: 'Shared {n}'\n  detail: d\n"
                       "  resource: [a.b, c]\n  resource_type: T\n  target: x.y\n  impact: exfiltration"));
    const struct rule_info *info = ruleset_info(rs, 0);
    cr_assert_not_null(info);
    cr_expect_eq(info->level, LEVEL_HIGH);
    cr_expect_eq(info->tag_count, 5);
    expect_text(info->path, "f");
    expect_text(info->description, "what it does");
    expect_text(info->tactic, "initial-access");
    expect_text(info->technique, "T1078.004");
    expect_text(info->words[LANG_EN].step, "Shared {a}");
    expect_text(info->words[LANG_EN].attempt, "tried");
    expect_text(info->words[LANG_EN].many, "Shared {n}");
    expect_text(info->detail, "d");
    expect_text(info->resource, "a.b\nc");
    expect_text(info->resource_type, "T");
    expect_text(info->target, "x.y");
    expect_text(info->impact, "exfiltration");
    cr_expect(!info->correlation && !info->correlation_base && !info->silent);
    ruleset_free(rs);
}

#define CORRELATION(rules, more)                                             \
    "id: z\ntitle: corr\ncorrelation:\n  type: event_count\n  rules: " rules \
    "\n  timespan: 1m\n  condition: {gte: 2}\n" more

Test(ruleset, a_correlation_finds_its_rules_by_id_name_and_title) {
    struct ruleset *rs = LOAD("c", CORRELATION("[1, nam, Third]", ""), "r", RULE("1", "x", "level: low"), "s",
                              RULE("2", "y", "name: nam"), "t", RULE("3", "Third", "level: informational"));
    cr_assert_eq(ruleset_count(rs), 4);
    for (uint32_t i = 0; i < 3; i++) cr_expect(ruleset_info(rs, i)->correlation_base);
    cr_expect(!ruleset_info(rs, 0)->silent, "a rule with a level of its own speaks for itself");
    cr_expect_eq(ruleset_info(rs, 1)->level, LEVEL_INFORMATIONAL);
    cr_expect(ruleset_info(rs, 1)->silent && ruleset_info(rs, 2)->silent);
    cr_expect(ruleset_info(rs, 3)->correlation);
    ruleset_free(rs);
}

Test(ruleset, generate_lets_the_bases_speak) {
    struct ruleset *rs =
        LOAD("c", CORRELATION("[1]", "  generate: true\n"), "r", RULE("1", "x", "level: informational"));
    cr_expect(!ruleset_info(rs, 0)->silent);
    ruleset_free(rs);
}

Test(ruleset, a_rule_without_a_level_is_medium) {
    struct ruleset *rs = LOAD("r", RULE("1", "x", ""));
    cr_expect_eq(ruleset_info(rs, 0)->level, LEVEL_MEDIUM);
    ruleset_free(rs);
}

Test(ruleset, references_that_lead_nowhere) {
    struct ruleset *rs = LOAD("c", CORRELATION("[1, nobody]", ""), "r", RULE("1", "x", ""));
    cr_expect_eq(ruleset_count(rs), 1);
    expect_skipped(rs, 0, 5, 14, "not loaded: nobody");
    cr_expect(!ruleset_info(rs, 0)->correlation_base);
    ruleset_free(rs);
}

Test(ruleset, a_name_of_a_skipped_twin_leads_to_the_rule_that_stayed) {
    struct ruleset *rs =
        LOAD("c", CORRELATION("[old name]", ""), "a", RULE("1", "new name", ""), "b", RULE("1", "old name", ""));
    cr_assert_eq(ruleset_count(rs), 2);
    cr_expect(ruleset_info(rs, 0)->correlation_base);
    ruleset_free(rs);
}

#define CHAIN(id, rules)                                                                 \
    "id: " id "\ntitle: corr " id "\ncorrelation:\n  type: event_count\n  rules: " rules \
    "\n  timespan: 1m\n  condition: {gte: 2}\n"

Test(ruleset, correlations_of_correlations) {
    struct ruleset *rs =
        LOAD("a", CHAIN("z", "[y]"), "b", CHAIN("y", "[x, 1]"), "c", CHAIN("x", "[1]"), "r", RULE("1", "one", ""));
    cr_assert_eq(ruleset_count(rs), 4);
    for (uint32_t i = 0; i < 3; i++) cr_expect(ruleset_info(rs, i)->correlation_base);
    cr_expect(ruleset_info(rs, 1)->silent && ruleset_info(rs, 2)->silent && !ruleset_info(rs, 3)->silent);
    ruleset_free(rs);
}

Test(ruleset, a_circle_of_correlations_is_broken_and_what_stands_on_it) {
    struct ruleset *rs = LOAD("a", CHAIN("x", "[y]"), "b", CHAIN("y", "[x]"), "c", CHAIN("z", "[y, 1]"), "r",
                              RULE("1", "one", ""), "s", CHAIN("w", "[1]"));
    cr_assert_eq(ruleset_count(rs), 2);
    expect_skipped(rs, 0, 1, 1, "in a circle");
    expect_skipped(rs, 1, 1, 1, "in a circle");
    ruleset_free(rs);
    rs = LOAD("a", CHAIN("x", "[y]"), "b", CHAIN("y", "[nobody]"));
    expect_skipped(rs, 0, 5, 11, "not loaded: y");
    expect_skipped(rs, 1, 5, 11, "not loaded: nobody");
    ruleset_free(rs);
}

Test(ruleset, a_chain_has_a_longest) {
    struct ruleset_builder *b = ruleset_builder_new();
    const struct rule_skipped *s;
    size_t skipped;
    ruleset_builder_add(b, SLICE("r"), SLICE(RULE("c0", "zero", "")));
    for (unsigned i = 1; i <= CORR_CHAIN_MAX + 1; i++) {
        struct buf text;
        buf_init(&text);
        buf_printf(&text, "id: c%u\ntitle: t%u\ncorrelation: {type: temporal, rules: c%u, timespan: 1m}\n", i, i,
                   i - 1);
        ruleset_builder_add(b, SLICE("c"), buf_slice(&text));
        buf_release(&text);
    }
    struct ruleset *rs = ruleset_build(b);
    s = ruleset_skipped(rs, &skipped);
    cr_assert_eq(skipped, 1, "the chain of CORR_CHAIN_MAX stays");
    cr_expect(slice_find(s->error, SLICE("CORR_CHAIN_MAX")) >= 0);
    cr_expect_eq(ruleset_count(rs), CORR_CHAIN_MAX + 1);
    ruleset_free(rs);
}

Test(ruleset, correlations_that_are_not_supported) {
    struct ruleset *rs =
        LOAD("a", "title: t\ncorrelation:\n  type: value_mode\n  rules: [x]\n  timespan: 1m\n  condition: {gte: 1}\n",
             "b", "title: t\ncorrelation:\n  type: temporal_ordered\n  rules: [1, x]\n  timespan: 1m\n", "c",
             "title: t\ncorrelation:\n  type: event_count\n  rules: [x]\n  timespam: 1m\n", "d",
             "title: t\ncorrelation:\n  type: event_count\n  rules: [x]\n  timespan: soon\n", "e",
             "title: t\ncorrelation:\n  type: value_count\n  rules: [x]\n  timespan: 1m\n  condition: {gte: 1}\n", "f",
             "title: t\ncorrelation:\n  type: event_count\n  rules: [x]\n  timespan: 1m\n  condition: {gte: few}\n",
             "r", RULE("1", "x", ""));
    cr_expect_eq(ruleset_count(rs), 1);
    expect_skipped(rs, 0, 3, 9, "unknown correlation type \"value_mode\"");
    expect_skipped(rs, 1, 4, 14, "names a rule twice");
    expect_skipped(rs, 2, 5, 3, "did you mean \"timespan\"?");
    expect_skipped(rs, 3, 5, 13, "not a length of time");
    expect_skipped(rs, 4, 6, 14, "needs condition.field");
    expect_skipped(rs, 5, 6, 20, "whole number");
    ruleset_free(rs);
}

Test(ruleset, no_rules_at_all) {
    struct ruleset *rs = LOAD("a", "", "b", "# nothing\n");
    struct matcher *m = matcher_new(rs);
    struct event ev = {.source = SLICE("s"), .name = SLICE("n")};
    const uint32_t *rules;
    cr_expect_eq(ruleset_count(rs), 0);
    cr_expect_eq(matcher_match(m, &ev, &rules), 0);
    matcher_free(m);
    ruleset_free(rs);
    ruleset_free(NULL);
    matcher_free(NULL);
    ruleset_builder_free(NULL);
    ruleset_builder_free(ruleset_builder_new());
}

Test(ruleset, levels_by_name) {
    enum level level;
    cr_expect(level_parse(SLICE("Critical"), &level) && level == LEVEL_CRITICAL);
    cr_expect(!level_parse(SLICE("loud"), &level));
    cr_expect_str_eq(level_name(LEVEL_INFORMATIONAL), "informational");
}

Test(ruleset, packed_documents_are_taken_like_texts) {
    static const char *const text = "title: one\nlogsource: {product: aws}\ndetection: {a: {b: c}, condition: a}\n---\n"
                                    "title: two\nlogsource: {product: gcp}\ndetection: {a: {b: c}, condition: a}\n";
    struct ruleset_builder *whole = ruleset_builder_new(), *packed = ruleset_builder_new();
    struct ydoc_cursor cursor = {.rest = slice_cstr(text)};
    struct slice document;
    struct arena arena;
    struct buf bytes;
    uint32_t line;
    buf_init(&bytes);
    arena_init(&arena, 0);
    for (struct err err = ERR_INIT; yaml_next(&cursor, &document, &line);)
        yaml_pack(yaml_parse(document, line, &arena, &err), &bytes);
    ruleset_builder_add(whole, SLICE("a.yml"), slice_cstr(text));
    ruleset_builder_add_packed(packed, SLICE("a.yml"), buf_slice(&bytes));
    ruleset_builder_add_packed(packed, SLICE("b.yml"), slice_sub(buf_slice(&bytes), 0, bytes.len - 1));
    struct ruleset *a = ruleset_build(whole), *b = ruleset_build(packed);
    size_t skipped_a, skipped_b;
    const struct rule_skipped *x = ruleset_skipped(a, &skipped_a), *y = ruleset_skipped(b, &skipped_b);
    cr_assert(skipped_a == 1 && skipped_b == 2);
    cr_expect(slice_eq(x->error, y->error) && x->line == y->line && x->column == y->column);
    cr_expect(slice_find(y[1].error, SLICE("damaged")) >= 0, "%.*s", SLICE_FMT(y[1].error));
    cr_expect(slice_eq(ruleset_info(a, 0)->title, ruleset_info(b, 0)->title));
    ruleset_free(a);
    ruleset_free(b);
    arena_release(&arena);
    buf_release(&bytes);
}
