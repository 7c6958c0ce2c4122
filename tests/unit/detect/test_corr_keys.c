/* SPDX-License-Identifier: Apache-2.0 */
/* What a hit keeps for correlations, written and read back: lists, absent values, aliases, bytes that are cut. */
#include <criterion/criterion.h>

#include "detect/corr_keys.h"
#include "language.h"

#define BASE                                                                                                 \
    "title: Base\nname: base\nid: a\nlogsource: {product: aws}\ndetection: {s: {n: 1}, condition: s}\n---\n" \
    "title: Other\nname: other\nid: b\nlogsource: {product: aws}\ndetection: {s: {n: 2}, condition: s}\n---\n"
#define GROUPS                                                                                                       \
    "title: C1\nid: c1\ncorrelation: {type: event_count, rules: [base], group-by: [g, h], timespan: 1m, condition: " \
    "{gte: 1}}\n---\n"
#define VALUES                                                                                                \
    "title: C2\nid: c2\ncorrelation: {type: value_count, rules: [base, other], group-by: [g], timespan: 1m, " \
    "condition: {gte: 1, field: v}}\n"

enum { RULE_BASE, RULE_OTHER, RULE_GROUPS, RULE_VALUES }; /* by id */

struct world {
    struct ruleset *rs;
    struct buf keys;
};

static void world_init(struct world *w, const char *yaml, uint32_t rule, const char *json) {
    struct ruleset_builder *b = ruleset_builder_new();
    yyjson_doc *doc = yyjson_read(json, strlen(json), 0);
    cr_assert(doc, "%s", json);
    ruleset_builder_add(b, SLICE("r.yml"), slice_cstr(yaml));
    w->rs = ruleset_build(b);
    cr_assert_eq(ruleset_count(w->rs), 4);
    buf_init(&w->keys);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    rule_corr_keys(w->rs, rule, &ev, &w->keys);
    yyjson_doc_free(doc);
}

static void world_free(struct world *w) {
    buf_release(&w->keys);
    ruleset_free(w->rs);
}

/* The counted values with blanks between. */
static void expect_values(const struct world *w, uint32_t rule, const char *want) {
    struct slice group, values, value;
    struct buf got;
    buf_init(&got);
    corr_keys_read(w->rs, rule, RULE_VALUES, buf_slice(&w->keys), &group, &values);
    while (corr_keys_next(&values, &value)) {
        if (got.len) buf_putc(&got, ' ');
        buf_put(&got, value);
    }
    cr_expect(slice_eq(buf_slice(&got), slice_cstr(want)), "got %.*s, want %s", SLICE_FMT(buf_slice(&got)), want);
    buf_release(&got);
}

Test(corr_keys, of_a_list_each_element) {
    static const char *const cases[][2] = {
        {"{\"v\":\"x\"}", "x"},
        {"{\"v\":[\"x\",\"y\",\"x\"]}", "x y x"},
        {"{\"v\":[[\"x\"],{\"k\":1},null,7,true]}", "x {\"k\":1} 7 true"},
        {"{\"v\":[]}", ""},
        {"{\"v\":null}", ""},
        {"{}", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w;
        world_init(&w, BASE GROUPS VALUES, RULE_BASE, cases[i][0]);
        expect_values(&w, RULE_BASE, cases[i][1]);
        world_free(&w);
    }
}

static struct slice group_of(const struct world *w, uint32_t rule, uint32_t corr) {
    struct slice group, values;
    corr_keys_read(w->rs, rule, corr, buf_slice(&w->keys), &group, &values);
    return group;
}

static bool same_group(const char *json, const char *other) {
    struct world x, y;
    world_init(&x, BASE GROUPS VALUES, RULE_BASE, json);
    world_init(&y, BASE GROUPS VALUES, RULE_BASE, other);
    bool same = slice_eq(group_of(&x, RULE_BASE, RULE_GROUPS), group_of(&y, RULE_BASE, RULE_GROUPS));
    world_free(&x);
    world_free(&y);
    return same;
}

Test(corr_keys, groups) {
    cr_expect(same_group("{\"g\":\"x\",\"h\":\"y\",\"v\":1}", "{\"h\":\"y\",\"g\":\"x\",\"v\":2}"));
    cr_expect(same_group("{\"g\":[\"x\",\"y\"]}", "{\"g\":[\"x\",null,\"y\"],\"h\":null}"));
    cr_expect(!same_group("{\"g\":\"xy\",\"h\":\"\"}", "{\"g\":\"x\",\"h\":\"y\"}"), "lengths keep values apart");
    cr_expect(!same_group("{\"g\":\"\"}", "{}"), "an empty text is there");
    cr_expect(!same_group("{\"g\":[\"x\",\"y\"]}", "{\"g\":[\"y\",\"x\"]}"));
}

Test(corr_keys, a_rule_reads_what_its_correlations_wrote) {
    struct world w;
    world_init(&w, BASE GROUPS VALUES, RULE_OTHER, "{\"g\":\"x\",\"h\":\"y\",\"v\":\"z\"}");
    expect_values(&w, RULE_OTHER, "z");
    cr_expect(slice_empty(group_of(&w, RULE_OTHER, RULE_GROUPS)), "which does not refer to it");
    cr_expect_eq(group_of(&w, RULE_OTHER, RULE_VALUES).len, 5);
    struct event none = {0};
    size_t len = w.keys.len;
    rule_corr_keys(w.rs, 99, &none, &w.keys);
    rule_corr_keys(w.rs, RULE_VALUES, &none, &w.keys);
    cr_expect_eq(w.keys.len, len, "no such rule, and one that nothing counts");
    world_free(&w);
}

Test(corr_keys, an_alias_leads_to_a_field_of_each_rule) {
    static const char yaml[] = BASE GROUPS "title: C2\nid: c2\ncorrelation: {type: value_count, rules: [base, other], "
                                           "group-by: [g], timespan: 1m, condition: {gte: 1, field: v}, "
                                           "aliases: {v: {base: p.q}}}\n";
    struct world w;
    world_init(&w, yaml, RULE_BASE, "{\"v\":\"x\",\"p\":[{\"q\":\"y\"},{\"q\":\"z\"}]}");
    expect_values(&w, RULE_BASE, "y z");
    world_free(&w);
    world_init(&w, yaml, RULE_OTHER, "{\"v\":\"x\"}");
    expect_values(&w, RULE_OTHER, "");
    world_free(&w);
}

Test(corr_keys, cut_bytes_give_fewer_values_and_never_a_part_of_one) {
    struct world w;
    world_init(&w, BASE GROUPS VALUES, RULE_BASE, "{\"g\":\"gg\",\"h\":\"hh\",\"v\":[\"one\",\"two\"]}");
    size_t whole = w.keys.len;
    for (size_t len = 0; len < whole; len++) {
        w.keys.len = len;
        expect_values(&w, RULE_BASE, len >= whole - 7 ? "one" : "");
    }
    world_free(&w);
}

Test(corr_keys, so_many_values_of_one_event_and_no_more) {
    struct buf json;
    struct world w;
    struct slice group, values, value;
    size_t count = 0;
    buf_init(&json);
    buf_puts(&json, "{\"v\":[0");
    for (size_t i = 0; i < FIELD_VALUES_MAX; i++) buf_puts(&json, ",1");
    buf_puts(&json, "]}");
    world_init(&w, BASE GROUPS VALUES, RULE_BASE, json.ptr);
    corr_keys_read(w.rs, RULE_BASE, RULE_VALUES, buf_slice(&w.keys), &group, &values);
    while (corr_keys_next(&values, &value)) count++;
    cr_expect_eq(count, FIELD_VALUES_MAX);
    world_free(&w);
    buf_release(&json);
}

Test(corr_keys, a_rule_answers_to_id_name_and_title) {
    const struct rule rule = {.info = {.id = SLICE("i"), .title = SLICE("Title")}, .name = SLICE("n")};
    const struct rule nameless = {.info = {.title = SLICE("t")}};
    cr_expect(rule_answers_to(&rule, SLICE("i")) && rule_answers_to(&rule, SLICE("n")));
    cr_expect(rule_answers_to(&rule, SLICE("Title")) && !rule_answers_to(&rule, SLICE("title")));
    cr_expect(!rule_answers_to(&nameless, SLICE("")), "an id that is not there is no name");
}
